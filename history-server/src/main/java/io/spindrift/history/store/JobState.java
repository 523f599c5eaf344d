package io.spindrift.history.store;

import io.spindrift.history.JobRun;
import io.spindrift.history.JobRun.JobStatus;
import io.spindrift.history.JobRun.StageCounts;
import io.spindrift.history.TaskCounts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A job while its log is being folded.
final class JobState {
    final int id;
    boolean dirty = true;
    String name = "";
    @Nullable String description;
    @Nullable String group;
    List<String> tags = List.of();
    JobStatus status = JobStatus.RUNNING;
    long submittedMillis;
    long completedMillis;
    List<Integer> stageIds = new ArrayList<>();

    /// -1 for none.
    long sqlId = -1;

    int tasks;
    int activeTasks;
    int completedTasks;
    int failedTasks;
    int killedTasks;
    int completedIndices;
    int skippedTasks;
    int activeStages;
    int completedStages;
    int skippedStages;
    int failedStages;
    final Map<String, Integer> killedSummary = new LinkedHashMap<>();
    @Nullable String failure;

    JobState(int id) {
        this.id = id;
    }

    boolean live() {
        return status == JobStatus.RUNNING;
    }

    JobRun toRun() {
        return new JobRun(
                id,
                name,
                description,
                group,
                tags,
                status,
                Instant.ofEpochMilli(submittedMillis),
                completedMillis == 0 ? null : Instant.ofEpochMilli(completedMillis),
                stageIds,
                sqlId < 0 ? null : sqlId,
                new TaskCounts(
                        tasks,
                        activeTasks,
                        completedTasks,
                        failedTasks,
                        killedTasks,
                        Math.min(tasks, completedIndices)),
                skippedTasks,
                new StageCounts(activeStages, completedStages, skippedStages, failedStages),
                killedSummary,
                failure);
    }
}
