package io.spindrift.history.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spindrift.history.AppRun;
import io.spindrift.history.ExecutorRun;
import io.spindrift.history.Failure;
import io.spindrift.history.History;
import io.spindrift.history.MemorySample;
import io.spindrift.history.RunState;
import io.spindrift.history.RunTotals;
import io.spindrift.history.SpanNames;
import io.spindrift.history.StageRun;
import io.spindrift.history.StageRun.StageStatus;
import io.spindrift.history.TaskCounts;
import io.spindrift.history.TaskMetric;
import io.spindrift.history.TaskMetrics;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;

/// What history knows of an application's last attempt, as parts of its item.
public record RunFigures(AppRun run) {
    private static final int MOST_ACTIVE_STAGES = 20;

    /// How a stage that was tried more than once is counted.
    private static final List<StageStatus> FURTHEST =
            List.of(
                    StageStatus.COMPLETE,
                    StageStatus.ACTIVE,
                    StageStatus.FAILED,
                    StageStatus.SKIPPED,
                    StageStatus.PENDING);

    /// The figures that come from the log alone; null where there is no log yet.
    public static void put(ObjectNode metrics, Optional<RunFigures> figures) {
        if (figures.isEmpty()) {
            for (String name :
                    List.of(
                            "shuffleReadBytes",
                            "shuffleWriteBytes",
                            "spillBytes",
                            "tasks",
                            "stages",
                            "executors")) {
                metrics.putNull(name);
            }
            return;
        }
        RunTotals totals = figures.get().run.totals();
        TaskMetrics sums = totals.metrics();
        metrics.put("shuffleReadBytes", sums.shuffleReadBytes());
        metrics.put("shuffleWriteBytes", sums.of(TaskMetric.SHUFFLE_BYTES_WRITTEN));
        metrics.put("spillBytes", sums.of(TaskMetric.DISK_SPILLED_BYTES));
        metrics.set("tasks", Json.tasks(totals.tasks()));
        boolean running = figures.get().run.state() == RunState.RUNNING;
        metrics.set("stages", running ? metrics.nullNode() : stageCounts(totals));
        metrics.put("executors", running ? totals.activeExecutors() : totals.executors());
    }

    /// Once it has ended, all that neither failed nor was skipped is complete. While it runs, this
    /// would count what still waits as done; only its own page reads the stages, and tells.
    private static ObjectNode stageCounts(RunTotals totals) {
        int done = totals.stages() - totals.failedStages() - totals.skippedStages();
        return Json.object()
                .put("total", totals.stages())
                .put("completed", Math.max(0, done))
                .put("active", 0)
                .put("failed", totals.failedStages())
                .put("skipped", totals.skippedStages());
    }

    /// What only the application's own page shows, for it takes more reading.
    public void detail(ObjectNode item, History history) {
        ObjectNode metrics = (ObjectNode) item.get("metrics");
        worstMemory(metrics, history);
        if (run.state() == RunState.RUNNING) {
            progress(item, metrics, history);
        }
        if (item.path("failure").isObject()) {
            failure((ObjectNode) item.get("failure"), history);
        }
    }

    /// The executor that came nearest to its limit, as the memory panel shows it; the driver where
    /// it is the only one, and beside it where it came nearer still.
    private void worstMemory(ObjectNode metrics, History history) {
        Map<Boolean, MemorySample> worst = new HashMap<>();
        history.executors(run.id()).stream()
                .map(ExecutorRun::peakSample)
                .filter(sample -> sample != null && sample.limitBytes() > 0)
                .map(java.util.Objects::requireNonNull)
                .forEach(sample ->
                        worst.merge(
                                sample.executorId().equals(ExecutorRun.DRIVER),
                                sample,
                                BinaryOperator.maxBy(
                                        Comparator.comparingDouble(RunFigures::pressure))));
        MemorySample driver = worst.get(true);
        MemorySample told = worst.getOrDefault(false, driver);
        if (told == null) {
            return;
        }
        ObjectNode peak = metrics.putObject("peakMemory");
        put(peak, told);
        peak.putNull("driver");
        if (driver != null && pressure(driver) > pressure(told)) {
            put(peak.putObject("driver"), driver);
        }
    }

    private static void put(ObjectNode json, MemorySample sample) {
        json.put("bytes", sample.totalBytes())
                .put("limitBytes", sample.limitBytes())
                .put("executorId", sample.executorId());
    }

    private static double pressure(MemorySample sample) {
        return (double) sample.totalBytes() / sample.limitBytes();
    }

    /// While it runs, all counts come from one reading of its stages, so that they agree. A stage
    /// counts once, however often it was tried, and what has completed stays so: numbers only grow.
    private void progress(ObjectNode item, ObjectNode metrics, History history) {
        List<StageRun> stages = history.stages(run.id());
        metrics.set("stages", stageCounts(stages));
        metrics.set("tasks", taskCounts(stages));
        SpanNames names = new SpanNames(history, run.id());
        ArrayNode list = item.putObject("progress").putArray("activeStages");
        stages.stream()
                .filter(stage -> stage.status() == StageStatus.ACTIVE)
                .limit(MOST_ACTIVE_STAGES)
                .forEach(stage ->
                        list.addObject()
                                .put("stageId", stage.id().id())
                                .put("name", names.of(stage))
                                .set("tasks", Json.tasks(stage.tasks())));
    }

    private static ObjectNode stageCounts(List<StageRun> stages) {
        Map<Integer, Set<StageStatus>> tries = new HashMap<>();
        stages.forEach(stage ->
                tries.computeIfAbsent(stage.id().id(), id -> EnumSet.noneOf(StageStatus.class))
                        .add(stage.status()));
        Map<StageStatus, Integer> counts = new EnumMap<>(StageStatus.class);
        for (Set<StageStatus> each : tries.values()) {
            FURTHEST.stream()
                    .filter(each::contains)
                    .findFirst()
                    .ifPresent(status -> counts.merge(status, 1, Integer::sum));
        }
        return Json.object()
                .put("total", tries.size())
                .put("completed", counts.getOrDefault(StageStatus.COMPLETE, 0))
                .put("active", counts.getOrDefault(StageStatus.ACTIVE, 0))
                .put("failed", counts.getOrDefault(StageStatus.FAILED, 0))
                .put("skipped", counts.getOrDefault(StageStatus.SKIPPED, 0));
    }

    /// Of stages that were begun: what is skipped in the end has never had tasks.
    private static ObjectNode taskCounts(List<StageRun> stages) {
        TaskCounts sum = TaskCounts.NONE;
        for (StageRun stage : stages) {
            boolean begun =
                    stage.status() != StageStatus.PENDING && stage.status() != StageStatus.SKIPPED;
            sum = begun ? sum.plus(stage.tasks()) : sum;
        }
        return Json.tasks(sum);
    }

    /// The root cause of the last failure, which is the one that ended the application.
    private void failure(ObjectNode json, History history) {
        Optional<Failure> decisive = Failure.decisive(history.failures(run.id()));
        if (decisive.isEmpty()) {
            return;
        }
        Failure last = decisive.get();
        json.put("exception", last.root().className());
        json.put("detail", last.stackTrace());
        if (last.stage() != null) {
            json.putObject("link").put("kind", "stage").put("id", "" + last.stage().id());
        }
    }
}
