package io.spindrift.history.server;

/// Counts what happened, for those who wait for it. Safe for use from several threads.
final class Changes {
    private long count;
    private boolean closed;

    synchronized void tell() {
        count++;
        notifyAll();
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }

    synchronized boolean closed() {
        return closed;
    }

    synchronized long count() {
        return count;
    }

    /// Waits until there are more than these, but no longer than so; tells how many there are.
    @SuppressWarnings("WaitNotInLoop") // waking up early does no harm: the caller asks again
    synchronized long await(long known, long millis) throws InterruptedException {
        if (count == known && !closed) {
            wait(millis);
        }
        return count;
    }
}
