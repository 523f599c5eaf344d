package io.spindrift.cloud;

import org.jspecify.annotations.Nullable;

/// The cloud does not let us: credentials, permissions, quota, or a request that it will never
/// take. React: tell a person; the same call fails again until something is changed.
public final class RefusedException extends CloudException {
    public RefusedException(String message) {
        this(message, null);
    }

    public RefusedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
