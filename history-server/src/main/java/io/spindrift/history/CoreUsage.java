package io.spindrift.history;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// How the granted slots were used over time: for each span of `step`, the average number of cores
/// in each category (slots, where a task takes several). The five busy ones and the two idle ones
/// add up to `granted`.
public record CoreUsage(Instant from, Duration step, List<Bucket> buckets) {
    public CoreUsage {
        buckets = List.copyOf(buckets);
    }

    /// @param someIdle idle slots while others worked
    /// @param allIdle idle slots while none worked
    public record Bucket(
            double cpu,
            double io,
            double shuffle,
            double gc,
            double internals,
            double someIdle,
            double allIdle,
            double granted) {}
}
