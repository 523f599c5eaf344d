package io.spindrift.history.store;

import io.spindrift.history.ExecutorRun;
import io.spindrift.history.ExecutorRun.StorageMemory;
import io.spindrift.history.MemorySample;
import io.spindrift.history.PeakMetrics;
import io.spindrift.history.TaskCounts;
import io.spindrift.history.TaskMetrics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An executor, or the driver, while its log is being folded.
final class ExecutorState {
    final String id;
    boolean dirty = true;
    String hostPort = "";

    /// 0 for a driver that runs no tasks.
    int cores;

    long addedMillis;

    /// 0 while it lives.
    long removedMillis;

    @Nullable String removeReason;
    int resourceProfileId;
    Map<String, String> logUrls = Map.of();
    Map<String, String> attributes = Map.of();
    long onHeapBytes;
    long offHeapBytes;

    /// Of the room for blocks; all 0 where block updates are not logged.
    long usedOnHeapBytes;

    long usedOffHeapBytes;
    long usedDiskBytes;
    int rddBlocks;
    int activeTasks;
    int completedTasks;
    int failedTasks;
    int killedTasks;
    long taskMillis;
    final long[] metrics = new long[36];
    final long[] coreMicros = new long[5];
    final long[] peaks = new long[23];
    boolean excluded;
    List<Integer> excludedInStages = new ArrayList<>();

    ExecutorState(String id) {
        this.id = id;
    }

    int slots(AppState app) {
        return cores / app.taskCpus(resourceProfileId);
    }

    long uptimeMillis(AppState app) {
        long runEnd = app.endMillis == 0 ? app.updatedMillis : app.endMillis;
        long end = removedMillis == 0 ? runEnd : Math.min(removedMillis, runEnd);
        return Math.max(0, end - addedMillis);
    }

    ExecutorRun toRun(AppState app, @Nullable MemorySample peakSample) {
        long end = removedMillis == 0 ? app.endMillis : removedMillis;
        return new ExecutorRun(
                id,
                hostPort,
                end == 0,
                cores,
                slots(app),
                Instant.ofEpochMilli(addedMillis),
                end == 0 ? null : Instant.ofEpochMilli(end),
                removeReason,
                new TaskCounts(
                        activeTasks + completedTasks + failedTasks + killedTasks,
                        activeTasks,
                        completedTasks,
                        failedTasks,
                        killedTasks,
                        completedTasks),
                taskMillis,
                new TaskMetrics(metrics),
                TaskTime.toCoreTime(coreMicros),
                new StorageMemory(
                        onHeapBytes,
                        offHeapBytes,
                        usedOnHeapBytes,
                        usedOffHeapBytes,
                        usedDiskBytes,
                        rddBlocks),
                new PeakMetrics(peaks),
                peakSample,
                resourceProfileId,
                excluded,
                excludedInStages,
                logUrls,
                attributes);
    }
}
