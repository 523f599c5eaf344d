package io.spindrift.history.store;

import io.spindrift.history.Accumulator;
import io.spindrift.history.PeakMetrics;
import io.spindrift.history.StageId;
import io.spindrift.history.StageRun;
import io.spindrift.history.StageRun.ExecutorStageRun;
import io.spindrift.history.StageRun.Quantiles;
import io.spindrift.history.StageRun.SpeculationCounts;
import io.spindrift.history.StageRun.Spread;
import io.spindrift.history.StageRun.StageStatus;
import io.spindrift.history.TaskCounts;
import io.spindrift.history.TaskMetrics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A stage attempt while its log is being folded.
final class StageState {
    final StageId id;
    boolean dirty = true;
    StageStatus status = StageStatus.PENDING;
    String name = "";
    String details = "";
    @Nullable String description;
    @Nullable String pool;
    List<Integer> jobIds = new ArrayList<>();
    long sqlId = -1;
    List<Integer> parentIds = List.of();
    List<Integer> rddIds = List.of();
    int tasks;
    int active;
    int completed;
    int failed;
    int killed;
    BitSet completedIndices = new BitSet();
    long submittedMillis;
    long firstTaskMillis;
    long completedMillis;
    @Nullable String failureReason;
    long taskMillis;
    final long[] metrics = new long[36];
    final long[] coreMicros = new long[5];
    final long[] peaks = new long[23];
    final Map<Long, Accumulator> accumulators = new TreeMap<>();
    final Map<String, Integer> killedSummary = new LinkedHashMap<>();
    int resourceProfileId;
    boolean shufflePush;
    int shuffleMergers;
    final int[] speculation = new int[5];
    long slowestTaskId;
    Sketch durations = new Sketch();
    Sketch shuffleReads = new Sketch();
    Sketch inputs = new Sketch();
    Sketch peakMemories = new Sketch();
    final Map<String, ExecutorShare> executors = new LinkedHashMap<>();
    final Map<Long, RunningTask> running = new LinkedHashMap<>();

    /// Rows in blocks so far.
    int endedTasks;

    /// The block that is not full yet; null when it is still to be fetched, or there is none.
    @Nullable TaskColumns block;

    boolean blockDirty;

    StageState(StageId id) {
        this.id = id;
    }

    /// Whether more events are to be expected.
    boolean live() {
        return status == StageStatus.ACTIVE || status == StageStatus.PENDING || !running.isEmpty();
    }

    /// A task that has started and not yet ended.
    record RunningTask(
            long id,
            int index,
            int attempt,
            int partition,
            long launchMillis,
            long gettingResultMillis,
            String executorId,
            String host,
            String locality,
            boolean speculative) {}

    /// What one executor did for the stage.
    static final class ExecutorShare {
        long taskMillis;
        int succeeded;
        int failed;
        int killed;
        final long[] metrics = new long[36];
        final long[] peaks = new long[23];
        boolean excluded;
    }

    StageRun toRun() {
        return new StageRun(
                id,
                status,
                name,
                details,
                description,
                pool,
                jobIds,
                sqlId < 0 ? null : sqlId,
                parentIds,
                rddIds,
                new TaskCounts(
                        tasks, active, completed, failed, killed, completedIndices.cardinality()),
                instant(submittedMillis),
                instant(firstTaskMillis),
                instant(completedMillis),
                failureReason,
                taskMillis,
                new TaskMetrics(metrics),
                TaskTime.toCoreTime(coreMicros),
                new PeakMetrics(peaks),
                List.copyOf(accumulators.values()),
                killedSummary,
                resourceProfileId,
                shufflePush,
                shuffleMergers,
                new SpeculationCounts(
                        speculation[0],
                        speculation[1],
                        speculation[2],
                        speculation[3],
                        speculation[4]),
                durations.count == 0
                        ? null
                        : new Spread(
                                quantiles(durations),
                                quantiles(shuffleReads),
                                quantiles(inputs),
                                quantiles(peakMemories),
                                slowestTaskId),
                shares());
    }

    private List<ExecutorStageRun> shares() {
        List<ExecutorStageRun> shares = new ArrayList<>(executors.size());
        executors.forEach((executor, share) ->
                shares.add(
                        new ExecutorStageRun(
                                executor,
                                share.taskMillis,
                                share.succeeded,
                                share.failed,
                                share.killed,
                                new TaskMetrics(share.metrics),
                                new PeakMetrics(share.peaks),
                                share.excluded)));
        return shares;
    }

    private static Quantiles quantiles(Sketch sketch) {
        return new Quantiles(sketch.min, sketch.quantile(0.5), sketch.quantile(0.95), sketch.max);
    }

    private static @Nullable Instant instant(long millis) {
        return millis == 0 ? null : Instant.ofEpochMilli(millis);
    }
}
