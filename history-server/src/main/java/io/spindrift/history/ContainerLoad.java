package io.spindrift.history;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a container uses at one time, by its processes and by what the kernel counts of it.
///
/// @param container `driver` or `executor-0`
/// @param residentBytes of its processes together
/// @param chargedBytes what counts against its limit; null where the kernel does not tell
/// @param limitBytes what it may use; 0 where nobody set one
/// @param cpuMicros CPU time used so far; null where the kernel does not tell
/// @param throttling null where its CPU is not limited
public record ContainerLoad(
        String container,
        Instant at,
        long residentBytes,
        @Nullable Long chargedBytes,
        long limitBytes,
        @Nullable Long cpuMicros,
        @Nullable Throttling throttling) {
    public ContainerLoad {
        Objects.requireNonNull(container, "container");
        Objects.requireNonNull(at, "at");
    }

    /// @param periods in which it ran under its limit of CPU
    /// @param throttledPeriods those of them in which the limit held it up
    /// @param throttledMicros for how long, its threads added up
    public record Throttling(long periods, long throttledPeriods, long throttledMicros) {}
}
