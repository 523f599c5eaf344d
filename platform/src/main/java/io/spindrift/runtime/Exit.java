package io.spindrift.runtime;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The end of a container.
///
/// @param code null when nobody knows; 128 and the signal's number where a signal ended it
/// @param message one sentence for people
public record Exit(Instant at, @Nullable Integer code, ExitReason reason, String message) {
    public Exit {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(message, "message");
    }

    public boolean succeeded() {
        return reason == ExitReason.COMPLETED;
    }
}
