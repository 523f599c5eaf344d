package io.spindrift.app;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a driver that others started told of itself when it was asked last, where nothing else
/// tells: figures so far, of which Spark keeps the last thousand jobs.
///
/// @param sparkVersion empty where it was not told, as is `user`
/// @param executors that live
/// @param executorsEver all there were
/// @param cores of those that live
/// @param coreMillis the time that executors' cores were there
/// @param taskMillis the time that tasks took on executors; 0 too where the driver runs them itself
/// @param peakMemoryBytes of the executor that used most; null where none was measured
public record DriverFigures(
        Instant at,
        String sparkVersion,
        String user,
        Counts jobs,
        Counts stages,
        Counts tasks,
        int executors,
        int executorsEver,
        int cores,
        long coreMillis,
        long taskMillis,
        long inputBytes,
        long shuffleReadBytes,
        long shuffleWriteBytes,
        @Nullable Long peakMemoryBytes) {
    public DriverFigures {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(sparkVersion, "sparkVersion");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(jobs, "jobs");
        Objects.requireNonNull(stages, "stages");
        Objects.requireNonNull(tasks, "tasks");
    }

    public record Counts(int total, int active, int completed, int failed) {}

    /// What lists show of it.
    public Figures figures() {
        return new Figures(
                coreMillis == 0 ? null : Long.valueOf(coreMillis),
                null,
                coreMillis == 0 || taskMillis == 0
                        ? null
                        : Double.valueOf(Math.min(1, (double) taskMillis / coreMillis)),
                null,
                inputBytes,
                null,
                peakMemoryBytes,
                0,
                0,
                0);
    }
}
