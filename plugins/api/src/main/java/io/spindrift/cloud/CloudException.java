package io.spindrift.cloud;

import org.jspecify.annotations.Nullable;

/// A cloud did not do what it was asked. There is one kind for each reaction that is open to the
/// caller; messages name the thing and never a secret.
public abstract sealed class CloudException extends RuntimeException
        permits MissingException, RefusedException, UnavailableException {
    CloudException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
