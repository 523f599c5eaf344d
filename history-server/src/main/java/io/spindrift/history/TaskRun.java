package io.spindrift.history;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One try of one task.
///
/// @param finishedAt absent while it runs
/// @param resultFetchedAt when the driver began to fetch its result, where it had to
/// @param errorMessage what went wrong, stack trace included
/// @param accumulators the user's own
public record TaskRun(
        StageId stage,
        long id,
        int index,
        int attempt,
        int partition,
        Instant launchedAt,
        @Nullable Instant resultFetchedAt,
        @Nullable Instant finishedAt,
        String executorId,
        String host,
        TaskStatus status,
        String locality,
        boolean speculative,
        @Nullable String errorMessage,
        TaskMetrics metrics,
        CoreTime coreTime,
        long schedulerDelayMillis,
        long gettingResultMillis,
        List<Accumulator> accumulators) {
    public TaskRun {
        accumulators = List.copyOf(accumulators);
    }

    /// Absent ends count as nothing yet.
    public long durationMillis() {
        return finishedAt == null ? 0 : finishedAt.toEpochMilli() - launchedAt.toEpochMilli();
    }

    /// Spark's words, but for RUNNING and UNKNOWN (its stage ended without its end being told).
    public enum TaskStatus {
        RUNNING,
        SUCCESS,
        FAILED,
        KILLED,
        UNKNOWN
    }
}
