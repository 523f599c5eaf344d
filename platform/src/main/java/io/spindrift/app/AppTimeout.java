package io.spindrift.app;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How long an application may run, and each of its attempts may take to begin.
///
/// @param limit of the run as a whole, all attempts included
/// @param policy of the run as a whole
/// @param byDefault nobody asked for it; such a timeout does not end notebooks, Connect servers, or
///   an application in which a streaming query runs
/// @param start from when an attempt is given its room until its driver runs; null for no limit
/// @param ready from then until Spark in it has begun; null for no limit
/// @param executors from then until as many executors ran as it begins with; null for no limit
public record AppTimeout(
        Duration limit,
        TimeoutPolicy policy,
        boolean byDefault,
        @Nullable Duration start,
        @Nullable Duration ready,
        @Nullable Duration executors) {
    public AppTimeout {
        Objects.requireNonNull(limit, "limit");
        Objects.requireNonNull(policy, "policy");
    }

    /// Of the run alone.
    public AppTimeout(Duration limit, TimeoutPolicy policy, boolean byDefault) {
        this(limit, policy, byDefault, null, null, null);
    }
}
