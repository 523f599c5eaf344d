package io.spindrift.history;

/// How many tasks, by how they stand. `completedIndices` counts partitions done, so that a
/// speculative twin or a retry does not count twice.
public record TaskCounts(
        int total, int active, int completed, int failed, int killed, int completedIndices) {
    public static final TaskCounts NONE = new TaskCounts(0, 0, 0, 0, 0, 0);

    public TaskCounts plus(TaskCounts other) {
        return new TaskCounts(
                total + other.total,
                active + other.active,
                completed + other.completed,
                failed + other.failed,
                killed + other.killed,
                completedIndices + other.completedIndices);
    }
}
