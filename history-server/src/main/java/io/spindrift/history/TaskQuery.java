package io.spindrift.history;

import java.util.Set;

/// Which tasks of a stage, in which order.
///
/// @param statuses all when empty
/// @param limit at most [#MAX_LIMIT]
public record TaskQuery(
        Set<TaskRun.TaskStatus> statuses, Sort sort, boolean descending, int offset, int limit) {
    public static final int MAX_LIMIT = 100_000;

    public TaskQuery {
        statuses = Set.copyOf(statuses);
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

    public static TaskQuery all() {
        return new TaskQuery(Set.of(), new Sort.By(Field.ID), false, 0, MAX_LIMIT);
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
