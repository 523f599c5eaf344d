package io.spindrift.app;

import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Who asked for an application, and what they asked for; fixed when it is submitted.
///
/// @param jobId null for notebooks
/// @param request the request as it came, in canonical JSON: what a second one with the same id is
///   compared with, and what a rerun sends again
public record Origin(
        AppKey key,
        UUID internalId,
        @Nullable String jobId,
        String displayName,
        SubmissionSource source,
        String user,
        String request,
        @Nullable String rerunOf) {
    public Origin {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(internalId, "internalId");
        Objects.requireNonNull(displayName, "displayName");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(request, "request");
    }
}
