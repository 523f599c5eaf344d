package io.spindrift.cloud;

import org.jspecify.annotations.Nullable;

/// What was asked for is not there (any more). React: forget it, or look again.
public final class MissingException extends CloudException {
    public MissingException(String message) {
        this(message, null);
    }

    public MissingException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
