package io.spindrift.leader;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where the one lease is kept. Each call is one request, bounded in time and not repeated; it
/// fails with an `IllegalStateException` when there is no answer, and nothing is then known.
public interface LeaseDesk extends AutoCloseable {
    Optional<Lease> read();

    /// Writes the lease, unless somebody else wrote after `before` was read.
    ///
    /// @param before null: there was none
    /// @param holder null gives it back
    /// @return whether it was written
    boolean write(@Nullable Lease before, @Nullable String holder, Duration length, Instant now);

    @Override
    void close();
}
