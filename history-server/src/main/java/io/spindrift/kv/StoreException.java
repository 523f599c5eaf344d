package io.spindrift.kv;

/// The database cannot be read or written, for a reason that waiting will not cure: closed,
/// corrupt, a failing disk. Callers give up on the request; the process stays up and reports itself
/// unready.
public final class StoreException extends RuntimeException {
    public StoreException(String message) {
        super(message);
    }

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
