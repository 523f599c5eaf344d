package io.spindrift.history.store;

import io.spindrift.history.AppRun;
import io.spindrift.history.PeakMetric;
import io.spindrift.history.RunTotals;
import io.spindrift.history.TaskCounts;
import io.spindrift.history.TaskMetrics;
import io.spindrift.history.store.RunStore.ExecutorSums;
import io.spindrift.history.store.RunStore.RunRow;
import java.time.Instant;

/// A run's row as the value that is shown.
final class AppRuns {
    private AppRuns() {}

    static AppRun of(RunRow row, long sampledPeakBytes) {
        AppState app = row.app();
        return new AppRun(
                app.run,
                app.sparkAppId,
                app.sparkAttemptId,
                app.jobId,
                app.name,
                app.user,
                app.sparkVersion,
                Instant.ofEpochMilli(app.startMillis),
                app.endMillis == 0 ? null : Instant.ofEpochMilli(app.endMillis),
                Instant.ofEpochMilli(app.updatedMillis),
                app.state,
                app.exitCode,
                app.localMode,
                app.endMillis == 0 && (app.dstreams || !app.streams.isEmpty()),
                app.outcome,
                app.endReason,
                app.endedInFailure,
                totals(row, sampledPeakBytes));
    }

    private static RunTotals totals(RunRow row, long sampledPeakBytes) {
        AppState app = row.app();
        ExecutorSums executors = row.executors();
        return new RunTotals(
                app.jobs,
                app.failedJobs,
                app.stages,
                app.failedStages,
                app.skippedStages,
                new TaskCounts(
                        app.tasksTotal,
                        app.tasksActive,
                        app.tasksCompleted,
                        app.tasksFailed,
                        app.tasksKilled,
                        app.completedIndices),
                app.sqls,
                app.failedSqls,
                executors.total(),
                app.lostExecutors,
                executors.active(),
                new TaskMetrics(app.metrics),
                TaskTime.toCoreTime(app.coreMicros),
                app.taskMillis,
                executors.slotMillis(),
                executors.coreMillis(),
                Math.max(0, executors.slotMillis() - app.taskMillis),
                sampledPeakBytes > 0 ? sampledPeakBytes : executors.peakBytes(),
                row.issues());
    }

    /// Resident memory where it was measured, else what the JVM used.
    static long peakBytes(long[] peaks) {
        long resident =
                peaks[PeakMetric.PROCESS_TREE_JVM_RSS_MEMORY.column()]
                        + peaks[PeakMetric.PROCESS_TREE_PYTHON_RSS_MEMORY.column()]
                        + peaks[PeakMetric.PROCESS_TREE_OTHER_RSS_MEMORY.column()];
        return resident > 0
                ? resident
                : peaks[PeakMetric.JVM_HEAP_MEMORY.column()]
                        + peaks[PeakMetric.JVM_OFF_HEAP_MEMORY.column()];
    }
}
