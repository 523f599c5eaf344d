package io.spindrift.runtime.kube;

import org.jspecify.annotations.Nullable;

/// The API server did not answer, or not as it should have. Ask again later: it may have done what
/// it was asked for, or not.
final class ApiTroubleException extends RuntimeException {
    ApiTroubleException(String message) {
        super(message);
    }

    ApiTroubleException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
