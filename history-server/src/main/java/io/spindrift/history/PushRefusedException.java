package io.spindrift.history;

/// This run takes nothing from whoever pushes this. Pushing it again does not help: push as another
/// attempt, or stop.
public final class PushRefusedException extends RuntimeException {
    public PushRefusedException(String message) {
        super(message);
    }
}
