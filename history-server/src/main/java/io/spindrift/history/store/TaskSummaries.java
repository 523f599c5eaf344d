package io.spindrift.history.store;

import io.spindrift.history.RunId;
import io.spindrift.history.StageId;
import io.spindrift.history.StageRun;
import io.spindrift.history.TaskCounts;
import io.spindrift.history.TaskSummary;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Quantiles of long stages that have ended, as they were found last: finding them reads every task
/// of a stage. Safe for many threads.
final class TaskSummaries {
    /// Some 15 KB each at most.
    private static final int KEPT = 256;

    private static final int QUANTILES_MOST = 16;

    /// Below that it is as quick to find them anew.
    private static final int TASKS_LEAST = 2 * TaskColumns.ROWS_MAX;

    private record Question(RunId run, StageId stage, List<Double> quantiles) {}

    /// @param stand how the stage stood when it was found
    private record Found(Stand stand, Optional<TaskSummary> summary) {}

    /// What changes whenever the tasks of a stage do, also where its run was read anew.
    private record Stand(
            TaskCounts tasks,
            long taskMillis,
            @Nullable Instant submittedAt,
            @Nullable Instant completedAt) {
        static Stand of(StageRun stage) {
            return new Stand(
                    stage.tasks(), stage.taskMillis(), stage.submittedAt(), stage.completedAt());
        }
    }

    private final Map<Question, Found> found =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Question, Found> eldest) {
                    return size() > KEPT;
                }
            };

    Optional<TaskSummary> of(AnswerStore rows, RunId run, StageId stage, List<Double> quantiles) {
        Optional<Stand> stand =
                quantiles.size() > QUANTILES_MOST
                        ? Optional.empty()
                        : rows.stage(stage).filter(TaskSummaries::isKept).map(Stand::of);
        if (stand.isEmpty()) {
            return rows.tasks(stage).flatMap(tasks -> tasks.summary(quantiles));
        }
        Question question = new Question(run, stage, List.copyOf(quantiles));
        Found before = known(question);
        if (before != null && before.stand().equals(stand.get())) {
            return before.summary();
        }
        Optional<TaskSummary> summary =
                rows.tasks(stage).flatMap(tasks -> tasks.summary(quantiles));
        keep(question, new Found(stand.get(), summary));
        return summary;
    }

    private static boolean isKept(StageRun stage) {
        return stage.completedAt() != null
                && stage.tasks().active() == 0
                && stage.tasks().completed() >= TASKS_LEAST;
    }

    private synchronized @Nullable Found known(Question question) {
        return found.get(question);
    }

    private synchronized void keep(Question question, Found answer) {
        found.put(question, answer);
    }
}
