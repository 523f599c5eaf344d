package io.spindrift.kv;

/// There is no room on the disk. Nothing of the batch was kept; the same write succeeds once there
/// is room again, with no restart. Callers answer 507, or try again on their next beat.
public final class StoreFullException extends RuntimeException {
    public StoreFullException(String message) {
        super(message);
    }

    public StoreFullException(String message, Throwable cause) {
        super(message, cause);
    }
}
