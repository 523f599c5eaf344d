package io.spindrift.access;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Who asks, as a token or a session proved.
///
/// @param tokenId the token that proved it, directly or when the session began
/// @param sessionEndsAt null for a bearer token
public record Identity(
        String user, boolean admin, String tokenId, @Nullable Instant sessionEndsAt) {
    public Identity {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(tokenId, "tokenId");
    }

    /// Whether a browser's cookie proved it, so that writes must show their origin.
    public boolean bySession() {
        return sessionEndsAt != null;
    }
}
