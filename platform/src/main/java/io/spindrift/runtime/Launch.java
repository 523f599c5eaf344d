package io.spindrift.runtime;

import io.spindrift.app.AppSpec;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// An order to run one attempt of an application: it holds all that a runtime needs to know, so
/// that the same order given twice means the same.
///
/// @param spec what to run. Files that were uploaded are named by `spindrift://file/...`; the
///   runtime brings them to where Spark sees them
/// @param jobId what the program is called where Spark shows a name; null where there is no job
/// @param user who asked for it
public record Launch(LaunchId id, AppSpec spec, @Nullable String jobId, String user) {
    public Launch {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(spec, "spec");
        Objects.requireNonNull(user, "user");
    }
}
