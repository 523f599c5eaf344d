package io.spindrift.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spindrift.history.AppRun;
import io.spindrift.history.ExecutorRun;
import io.spindrift.history.Failure;
import io.spindrift.history.History;
import io.spindrift.history.MemorySample;
import io.spindrift.history.RunState;
import io.spindrift.history.RunTotals;
import io.spindrift.history.StageRun;
import io.spindrift.history.TaskCounts;
import io.spindrift.history.TaskMetric;
import io.spindrift.history.TaskMetrics;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What history knows of an application's last attempt, as parts of its item.
record RunFigures(AppRun run) {
    private static final int MOST_ACTIVE_STAGES = 20;

    /// The figures that come from the log alone; null where there is no log yet.
    static void put(ObjectNode metrics, Optional<RunFigures> figures) {
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
        metrics.set("tasks", counts(totals.tasks()));
        int done = totals.stages() - totals.failedStages() - totals.skippedStages();
        metrics.putObject("stages")
                .put("total", totals.stages())
                .put("completed", Math.max(0, done))
                .put("active", 0)
                .put("failed", totals.failedStages())
                .put("skipped", totals.skippedStages());
        boolean running = figures.get().run.state() == RunState.RUNNING;
        metrics.put("executors", running ? totals.activeExecutors() : totals.executors());
    }

    /// What only the application's own page shows, for it takes more reading.
    void detail(ObjectNode item, History history) {
        ObjectNode metrics = (ObjectNode) item.get("metrics");
        worstMemory(metrics, history);
        if (run.state() == RunState.RUNNING) {
            progress(item, metrics, history);
        }
        if (item.path("failure").isObject()) {
            failure((ObjectNode) item.get("failure"), history);
        }
    }

    private void worstMemory(ObjectNode metrics, History history) {
        history.executors(run.id()).stream()
                .map(ExecutorRun::peakSample)
                .filter(sample -> sample != null && sample.limitBytes() > 0)
                .map(java.util.Objects::requireNonNull)
                .max(Comparator.comparingDouble(RunFigures::pressure))
                .ifPresent(sample ->
                        metrics.putObject("peakMemory")
                                .put("bytes", sample.totalBytes())
                                .put("limitBytes", sample.limitBytes())
                                .put("executorId", sample.executorId()));
    }

    private static double pressure(MemorySample sample) {
        return (double) sample.totalBytes() / sample.limitBytes();
    }

    private void progress(ObjectNode item, ObjectNode metrics, History history) {
        List<StageRun> all = history.stages(run.id());
        List<StageRun> active = in(all, StageRun.StageStatus.ACTIVE);
        ObjectNode stages = (ObjectNode) metrics.get("stages");
        stages.put("active", active.size());
        stages.put("completed", in(all, StageRun.StageStatus.COMPLETE).size());
        ArrayNode list = item.putObject("progress").putArray("activeStages");
        active.stream()
                .limit(MOST_ACTIVE_STAGES)
                .forEach(stage ->
                        list.addObject()
                                .put("stageId", stage.id().id())
                                .put("name", stage.name())
                                .set("tasks", counts(stage.tasks())));
    }

    private static List<StageRun> in(List<StageRun> stages, StageRun.StageStatus status) {
        return stages.stream().filter(stage -> stage.status() == status).toList();
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

    static ObjectNode counts(TaskCounts tasks) {
        ObjectNode json = Json.object();
        return json.put("total", tasks.total())
                .put("completed", tasks.completed())
                .put("active", tasks.active())
                .put("failed", tasks.failed())
                .put("killed", tasks.killed());
    }
}
