package io.spindrift.history;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One attempt of a stage.
///
/// @param details where in the user's code it was born: a call stack
/// @param taskMillis Σ durations of its ended tasks
/// @param metrics summed over its ended tasks
/// @param peaks the highest memory that any executor reported while running it
/// @param accumulators the user's own, with their last values
/// @param killedTasks by reason
/// @param spread how alike its successful tasks were; absent before one ended well
/// @param executors what each executor did for it, by executor id
public record StageRun(
        StageId id,
        StageStatus status,
        String name,
        String details,
        @Nullable String description,
        @Nullable String pool,
        List<Integer> jobIds,
        @Nullable Long sqlId,
        List<Integer> parentIds,
        List<Integer> rddIds,
        TaskCounts tasks,
        @Nullable Instant submittedAt,
        @Nullable Instant firstTaskAt,
        @Nullable Instant completedAt,
        @Nullable String failureReason,
        long taskMillis,
        TaskMetrics metrics,
        CoreTime coreTime,
        PeakMetrics peaks,
        List<Accumulator> accumulators,
        Map<String, Integer> killedTasks,
        int resourceProfileId,
        boolean shufflePush,
        int shuffleMergers,
        SpeculationCounts speculation,
        @Nullable Spread spread,
        List<ExecutorStageRun> executors) {
    public StageRun {
        jobIds = List.copyOf(jobIds);
        parentIds = List.copyOf(parentIds);
        rddIds = List.copyOf(rddIds);
        accumulators = List.copyOf(accumulators);
        killedTasks = Map.copyOf(killedTasks);
        executors = List.copyOf(executors);
    }

    /// Spark's words.
    public enum StageStatus {
        ACTIVE,
        COMPLETE,
        FAILED,
        PENDING,
        SKIPPED
    }

    /// Tasks that ran as speculative twins.
    public record SpeculationCounts(int total, int active, int completed, int failed, int killed) {
        public static final SpeculationCounts NONE = new SpeculationCounts(0, 0, 0, 0, 0);
    }

    /// The middle, the 95th of a hundred and the largest over successful tasks.
    ///
    /// @param slowestTaskId of the task that took longest, for the skew rule to name
    public record Spread(
            Quantiles durationMillis,
            Quantiles shuffleReadBytes,
            Quantiles inputBytes,
            Quantiles peakExecutionMemoryBytes,
            long slowestTaskId) {}

    public record Quantiles(long min, long p50, long p95, long max) {}

    /// What one executor did for one stage.
    public record ExecutorStageRun(
            String executorId,
            long taskMillis,
            int succeededTasks,
            int failedTasks,
            int killedTasks,
            TaskMetrics metrics,
            PeakMetrics peaks,
            boolean excluded) {}
}
