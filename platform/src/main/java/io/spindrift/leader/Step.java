package io.spindrift.leader;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What is to be done about a lease.
enum Step {
    /// Take it, or renew it.
    WRITE,
    WAIT,
    YIELD;

    /// @param lease null: there is none
    /// @param unchanged how long it was seen like this, without a gap
    static Step of(@Nullable Lease lease, String name, boolean leading, Duration unchanged) {
        String holder = lease == null ? null : lease.holder();
        if (holder == null || holder.equals(name)) {
            // Ours though we do not lead: of the process before us, which this one replaced.
            return WRITE;
        }
        if (leading) {
            return YIELD;
        }
        return lease != null && unchanged.compareTo(lease.length()) >= 0 ? WRITE : WAIT;
    }
}
