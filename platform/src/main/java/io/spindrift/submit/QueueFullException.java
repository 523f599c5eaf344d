package io.spindrift.submit;

/// As many applications wait as may. Nothing was kept; answer 429, the same request succeeds later.
public final class QueueFullException extends RuntimeException {
    public QueueFullException(int limit) {
        super(limit + " applications wait already, as many as may; try again later");
    }
}
