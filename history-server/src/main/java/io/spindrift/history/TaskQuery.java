package io.spindrift.history;

import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Which tasks of a stage, in which order.
///
/// @param limit at most [#MAX_LIMIT]
public record TaskQuery(Which which, Sort sort, boolean descending, int offset, int limit) {
    public static final int MAX_LIMIT = 100_000;

    public TaskQuery {
        if (offset < 0 || limit < 0 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException(
                    "offset is at least 0 and limit 0 to "
                            + MAX_LIMIT
                            + ", not "
                            + offset
                            + ", "
                            + limit);
        }
    }

    /// @param statuses all when empty
    public TaskQuery(
            Set<TaskRun.TaskStatus> statuses,
            Sort sort,
            boolean descending,
            int offset,
            int limit) {
        this(new Which(statuses, Set.of(), null), sort, descending, offset, limit);
    }

    public static TaskQuery all() {
        return new TaskQuery(Set.of(), new Sort.By(Field.ID), false, 0, MAX_LIMIT);
    }

    /// Tasks of which all this holds.
    ///
    /// @param statuses all when empty
    /// @param executorIds all when empty
    /// @param taskId of the only one, or absent
    public record Which(
            Set<TaskRun.TaskStatus> statuses, Set<String> executorIds, @Nullable Long taskId) {
        public Which {
            statuses = Set.copyOf(statuses);
            executorIds = Set.copyOf(executorIds);
        }

        /// @param executorId asked for only where it matters
        public boolean wants(TaskRun.TaskStatus status, long id, Supplier<String> executorId) {
            return (statuses.isEmpty() || statuses.contains(status))
                    && (taskId == null || taskId == id)
                    && (executorIds.isEmpty() || executorIds.contains(executorId.get()));
        }
    }

    /// By a field of the task or by one of its metrics.
    public sealed interface Sort {
        record By(Field field) implements Sort {}

        record ByMetric(TaskMetric metric) implements Sort {}

        /// In the order of Spark's own API: a value v of a task that did not succeed counts as −v −
        /// 1, and equal ones go by their ids in the direction of the sort.
        record AsSpark(TaskMetric metric) implements Sort {}
    }

    public enum Field {
        ID,
        INDEX,
        LAUNCHED_AT,
        DURATION,
        EXECUTOR,
        HOST,
        STATUS,
        LOCALITY,
        SCHEDULER_DELAY,
        GETTING_RESULT,
        SHUFFLE_READ_BYTES,
        ERROR
    }
}
