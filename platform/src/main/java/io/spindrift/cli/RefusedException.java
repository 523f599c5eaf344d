package io.spindrift.cli;

/// The platform, or this machine, refuses what was asked; the message says why, and what to do.
final class RefusedException extends RuntimeException {
    private final int status;

    RefusedException(int status, String message) {
        super(message);
        this.status = status;
    }

    RefusedException(String message) {
        this(0, message);
    }

    /// The HTTP status, or 0.
    int status() {
        return status;
    }
}
