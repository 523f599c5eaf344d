package io.spindrift.cli;

/// The platform does not answer; the same call may go through later.
final class UnreachableException extends RuntimeException {
    UnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
