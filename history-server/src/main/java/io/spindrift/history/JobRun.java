package io.spindrift.history;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One Spark job (an action): the stages that computed one result.
///
/// @param name the last stage's name, as Spark shows it
/// @param sqlId the SQL execution that it belongs to
/// @param tasks summed over its stages; a stage that two jobs share counts in both
/// @param killedTasks by reason
/// @param failure the exception's message where it failed
public record JobRun(
        int id,
        String name,
        @Nullable String description,
        @Nullable String group,
        List<String> tags,
        JobStatus status,
        Instant submittedAt,
        @Nullable Instant completedAt,
        List<Integer> stageIds,
        @Nullable Long sqlId,
        TaskCounts tasks,
        int skippedTasks,
        StageCounts stages,
        Map<String, Integer> killedTasks,
        @Nullable String failure) {
    public JobRun {
        tags = List.copyOf(tags);
        stageIds = List.copyOf(stageIds);
        killedTasks = Map.copyOf(killedTasks);
    }

    /// How many of its stages stand where.
    public record StageCounts(int active, int completed, int skipped, int failed) {}

    /// Spark's words.
    public enum JobStatus {
        RUNNING,
        SUCCEEDED,
        FAILED,
        UNKNOWN
    }
}
