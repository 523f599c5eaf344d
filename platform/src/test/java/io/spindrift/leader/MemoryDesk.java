package io.spindrift.leader;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A lease in memory, which may be told not to answer.
final class MemoryDesk implements LeaseDesk {
    private @Nullable Lease lease;
    private int writes;
    private boolean silent;
    private @Nullable String overtakenBy;

    void silent(boolean now) {
        silent = now;
    }

    /// The next write comes after that of another.
    void overtake(String other) {
        overtakenBy = other;
    }

    void remove() {
        lease = null;
    }

    @Override
    public Optional<Lease> read() {
        demandAnswer();
        return Optional.ofNullable(lease);
    }

    @Override
    public boolean write(
            @Nullable Lease before, @Nullable String holder, Duration length, Instant now) {
        demandAnswer();
        if (overtakenBy != null) {
            lease = new Lease(overtakenBy, length, "v" + ++writes);
            overtakenBy = null;
        }
        boolean same =
                before == null
                        ? lease == null
                        : lease != null && before.version().equals(lease.version());
        if (same) {
            lease = new Lease(holder, length, "v" + ++writes);
        }
        return same;
    }

    private void demandAnswer() {
        if (silent) {
            throw new IllegalStateException("no answer");
        }
    }

    @Override
    public void close() {}
}
