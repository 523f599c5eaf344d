package io.spindrift.runtime;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Something that may pass stands in the way of this launch, as a quota that others use up. Order
/// it again for some time; if that never helps, the attempt fails for this reason and with this
/// message.
public final class LaunchHinderedException extends RuntimeException {
    private final ExitReason reason;

    public LaunchHinderedException(ExitReason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    public ExitReason reason() {
        return reason;
    }
}
