package io.spindrift.cloud;

import org.jspecify.annotations.Nullable;

/// The cloud cannot be reached, is too slow, or asks us to slow down. React: try again later, ever
/// less often. Whether a change took effect is not known.
public final class UnavailableException extends CloudException {
    public UnavailableException(String message) {
        this(message, null);
    }

    public UnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
