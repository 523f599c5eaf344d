package io.spindrift.history;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// The resident memory of one container at one time, as the machine counts it.
///
/// @param container `driver` or `executor-0`
/// @param limitBytes what it may use; 0 where nobody set one
public record MemorySample(
        String container,
        Instant at,
        long jvmBytes,
        long pythonBytes,
        long otherBytes,
        long limitBytes) {
    private static final String EXECUTOR = "executor-";

    /// Times are those that rows hold, so that a sample told again is known to be the same.
    public MemorySample {
        at = at.truncatedTo(ChronoUnit.MILLIS);
    }

    public long totalBytes() {
        return jvmBytes + pythonBytes + otherBytes;
    }

    /// Spark's id of the container's executor: `driver` or `0`.
    public String executorId() {
        return container.startsWith(EXECUTOR) ? container.substring(EXECUTOR.length()) : container;
    }
}
