package io.spindrift.history.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.webserver.http.ServerRequest;
import io.spindrift.history.ExecutorRun;
import io.spindrift.history.History;
import io.spindrift.history.RunId;
import io.spindrift.history.StageId;
import io.spindrift.history.StageRun;
import io.spindrift.history.StageRun.ExecutorStageRun;
import io.spindrift.history.StageRun.StageStatus;
import io.spindrift.history.TaskCounts;
import io.spindrift.history.TaskMetric;
import io.spindrift.history.TaskMetrics;
import io.spindrift.history.TaskQuery;
import io.spindrift.history.TaskQuery.Field;
import io.spindrift.history.TaskQuery.Sort;
import io.spindrift.history.TaskRun;
import io.spindrift.history.TaskRun.TaskStatus;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Stages as Spark tells them, newest first.
final class SparkStages {
    private static final String QUANTILES = "0.0,0.25,0.5,0.75,1.0";
    private static final Set<String> SORTS =
            Set.of(
                    "ID",
                    "RUNTIME",
                    "+RUNTIME",
                    "-RUNTIME",
                    "INCREASING_RUNTIME",
                    "DECREASING_RUNTIME");
    private static final Set<String> STATUSES =
            Set.of("active", "complete", "pending", "failed", "skipped");

    /// In Spark's order; `shuffleReadBytes`, which is no metric of its own, is put behind the local
    /// bytes.
    private static final List<TaskMetric> METRICS =
            List.of(
                    TaskMetric.EXECUTOR_DESERIALIZE_MILLIS,
                    TaskMetric.EXECUTOR_DESERIALIZE_CPU_NANOS,
                    TaskMetric.EXECUTOR_RUN_MILLIS,
                    TaskMetric.EXECUTOR_CPU_NANOS,
                    TaskMetric.RESULT_SIZE_BYTES,
                    TaskMetric.JVM_GC_MILLIS,
                    TaskMetric.RESULT_SERIALIZATION_MILLIS,
                    TaskMetric.MEMORY_SPILLED_BYTES,
                    TaskMetric.DISK_SPILLED_BYTES,
                    TaskMetric.PEAK_EXECUTION_MEMORY_BYTES,
                    TaskMetric.INPUT_BYTES,
                    TaskMetric.INPUT_RECORDS,
                    TaskMetric.OUTPUT_BYTES,
                    TaskMetric.OUTPUT_RECORDS,
                    TaskMetric.SHUFFLE_REMOTE_BLOCKS_FETCHED,
                    TaskMetric.SHUFFLE_LOCAL_BLOCKS_FETCHED,
                    TaskMetric.SHUFFLE_FETCH_WAIT_MILLIS,
                    TaskMetric.SHUFFLE_REMOTE_BYTES_READ,
                    TaskMetric.SHUFFLE_REMOTE_BYTES_READ_TO_DISK,
                    TaskMetric.SHUFFLE_LOCAL_BYTES_READ,
                    TaskMetric.SHUFFLE_RECORDS_READ,
                    TaskMetric.SHUFFLE_CORRUPT_MERGED_BLOCK_CHUNKS,
                    TaskMetric.SHUFFLE_MERGED_FETCH_FALLBACK_COUNT,
                    TaskMetric.SHUFFLE_MERGED_REMOTE_BLOCKS_FETCHED,
                    TaskMetric.SHUFFLE_MERGED_LOCAL_BLOCKS_FETCHED,
                    TaskMetric.SHUFFLE_MERGED_REMOTE_CHUNKS_FETCHED,
                    TaskMetric.SHUFFLE_MERGED_LOCAL_CHUNKS_FETCHED,
                    TaskMetric.SHUFFLE_MERGED_REMOTE_BYTES_READ,
                    TaskMetric.SHUFFLE_MERGED_LOCAL_BYTES_READ,
                    TaskMetric.SHUFFLE_REMOTE_REQUESTS_MILLIS,
                    TaskMetric.SHUFFLE_MERGED_REMOTE_REQUESTS_MILLIS,
                    TaskMetric.SHUFFLE_BYTES_WRITTEN,
                    TaskMetric.SHUFFLE_WRITE_NANOS,
                    TaskMetric.SHUFFLE_RECORDS_WRITTEN);

    private final History history;

    SparkStages(History history) {
        this.history = history;
    }

    /// One after the other: thousands of stages, or the tasks of a few, are more than memory takes.
    Iterator<ObjectNode> list(ServerRequest request, RunId run) {
        Set<String> statuses = SparkQuery.oneOf(request, "status", STATUSES);
        Set<TaskStatus> tasks =
                SparkQuery.flag(request, "details", false)
                        ? SparkTasks.statuses(request, "taskStatus")
                        : Set.of();
        Wanted wanted = Wanted.by(request, false);
        return history.stages(run).reversed().stream()
                .filter(stage ->
                        tasks.isEmpty() || tasks.stream().anyMatch(status -> has(stage, status)))
                .filter(stage -> statuses.contains(stage.status().name().toLowerCase(Locale.ROOT)))
                .map(stage -> json(wanted, run, stage))
                .iterator();
    }

    private static boolean has(StageRun stage, TaskStatus status) {
        TaskCounts tasks = stage.tasks();
        return switch (status) {
                    case RUNNING -> tasks.active();
                    case SUCCESS -> tasks.completed();
                    case FAILED -> tasks.failed();
                    case KILLED -> tasks.killed();
                    case UNKNOWN ->
                            tasks.total()
                                    - tasks.active()
                                    - tasks.completed()
                                    - tasks.failed()
                                    - tasks.killed();
                }
                > 0;
    }

    ArrayNode attempts(ServerRequest request, RunId run) {
        int id = SparkQuery.pathNumber(request, "stageId");
        List<StageRun> attempts = history.stages(run, id);
        if (attempts.isEmpty()) {
            throw SparkRefusal.notFound("unknown stage: " + id);
        }
        ArrayNode json = Json.array();
        Wanted wanted = Wanted.by(request, true);
        attempts.forEach(stage -> json.add(json(wanted, run, stage)));
        return json;
    }

    ObjectNode one(ServerRequest request, RunId run) {
        return json(Wanted.by(request, true), run, stage(request, run));
    }

    ObjectNode taskSummary(ServerRequest request, RunId run) {
        StageId stage = stageId(request);
        List<Double> quantiles = SparkQuery.quantiles(request, "0.05,0.25,0.5,0.75,0.95");
        return history.taskSummary(run, stage, SparkDistributions.within(quantiles))
                .map(summary -> SparkDistributions.tasks(summary, quantiles))
                .orElseThrow(() ->
                        SparkRefusal.notFound(
                                "No tasks reported metrics for "
                                        + stage.id()
                                        + " / "
                                        + stage.attempt()
                                        + " yet."));
    }

    ArrayNode taskList(ServerRequest request, RunId run) {
        StageId stage = stageId(request);
        String sort = SparkQuery.text(request, "sortBy").orElse("ID").toUpperCase(Locale.ROOT);
        if (!SORTS.contains(sort)) {
            throw SparkRefusal.notFound("HTTP 404 Not Found");
        }
        TaskQuery query =
                new TaskQuery(
                        SparkTasks.statuses(request, "status"),
                        sort.endsWith("RUNTIME")
                                ? new Sort.AsSpark(TaskMetric.EXECUTOR_RUN_MILLIS)
                                : new Sort.By(Field.ID),
                        sort.startsWith("-") || sort.startsWith("DECREASING"),
                        SparkQuery.integer(request, "offset", 0),
                        Math.min(TaskQuery.MAX_LIMIT, SparkQuery.integer(request, "length", 20)));
        ArrayNode json = Json.array();
        Map<String, ExecutorRun> executors = executors(run);
        history.tasks(run, stage, query)
                .items()
                .forEach(task -> json.add(SparkTasks.json(task, executors)));
        return json;
    }

    private static StageId stageId(ServerRequest request) {
        return new StageId(
                SparkQuery.pathNumber(request, "stageId"),
                SparkQuery.pathNumber(request, "stageAttempt"));
    }

    private StageRun stage(ServerRequest request, RunId run) {
        StageId wanted = stageId(request);
        int id = wanted.id();
        List<StageRun> attempts = history.stages(run, id);
        if (attempts.isEmpty()) {
            throw SparkRefusal.notFound("unknown stage: " + id);
        }
        Optional<StageRun> stage =
                attempts.stream().filter(each -> each.id().equals(wanted)).findFirst();
        return stage.orElseThrow(() ->
                SparkRefusal.notFound(
                        "unknown attempt for stage "
                                + id
                                + ".  Found attempts: ["
                                + attempts.stream()
                                        .map(each -> String.valueOf(each.id().attempt()))
                                        .collect(Collectors.joining(","))
                                + "]"));
    }

    /// What a request wants to be told of each stage.
    private record Wanted(
            boolean details, Set<TaskStatus> statuses, Optional<List<Double>> quantiles) {
        static Wanted by(ServerRequest request, boolean detailsOtherwise) {
            boolean details = SparkQuery.flag(request, "details", detailsOtherwise);
            return new Wanted(
                    details,
                    details ? SparkTasks.statuses(request, "taskStatus") : Set.of(),
                    SparkQuery.flag(request, "withSummaries", false)
                            ? Optional.of(SparkQuery.quantiles(request, QUANTILES))
                            : Optional.empty());
        }
    }

    private ObjectNode json(Wanted wanted, RunId run, StageRun stage) {
        ObjectNode json = head(stage);
        for (TaskMetric metric : METRICS) {
            json.put(metric.apiName(), stage.metrics().of(metric));
            if (metric == TaskMetric.SHUFFLE_LOCAL_BYTES_READ) {
                json.put("shuffleReadBytes", stage.metrics().shuffleReadBytes());
            }
        }
        json.put("name", stage.name());
        SparkValues.put(
                json,
                "description",
                stage.status() == StageStatus.SKIPPED ? null : stage.description());
        json.put("details", stage.details());
        json.put("schedulingPool", stage.pool() == null ? "default" : stage.pool());
        json.set("rddIds", SparkValues.numbers(stage.rddIds()));
        json.set("accumulatorUpdates", SparkValues.accumulators(stage.accumulators()));
        if (wanted.details()) {
            json.set("tasks", tasks(wanted, run, stage));
            ObjectNode executors = json.putObject("executorSummary");
            stage.executors().stream()
                    .sorted(Comparator.comparing(ExecutorStageRun::executorId))
                    .forEach(executor -> executors.set(executor.executorId(), json(executor)));
        }
        if (stage.speculation().total() > 0) {
            json.putObject("speculationSummary")
                    .put("numTasks", stage.speculation().total())
                    .put("numActiveTasks", stage.speculation().active())
                    .put("numCompletedTasks", stage.speculation().completed())
                    .put("numFailedTasks", stage.speculation().failed())
                    .put("numKilledTasks", stage.speculation().killed());
        }
        json.set("killedTasksSummary", SparkValues.counts(stage.killedTasks()));
        json.put("resourceProfileId", stage.resourceProfileId());
        if (stage.peaks().measured() || !stage.metrics().equals(TaskMetrics.NONE)) {
            json.set("peakExecutorMetrics", SparkValues.peaks(stage.peaks()));
        }
        if (wanted.quantiles().isPresent()) {
            List<Double> quantiles = wanted.quantiles().get();
            history.taskSummary(run, stage.id(), SparkDistributions.within(quantiles))
                    .ifPresent(summary ->
                            json.set(
                                    "taskMetricsDistributions",
                                    SparkDistributions.tasks(summary, quantiles)));
            if (!stage.executors().isEmpty()) {
                json.set(
                        "executorMetricsDistributions",
                        SparkDistributions.executors(stage.executors(), quantiles));
            }
        }
        return json.put("isShufflePushEnabled", stage.shufflePush())
                .put("shuffleMergersCount", stage.shuffleMergers());
    }

    private static ObjectNode head(StageRun stage) {
        ObjectNode json =
                Json.object()
                        .put("status", stage.status().name())
                        .put("stageId", stage.id().id())
                        .put("attemptId", stage.id().attempt())
                        .put("numTasks", stage.tasks().total())
                        .put("numActiveTasks", stage.tasks().active())
                        .put("numCompleteTasks", stage.tasks().completed())
                        .put("numFailedTasks", stage.tasks().failed())
                        .put("numKilledTasks", stage.tasks().killed())
                        .put("numCompletedIndices", stage.tasks().completedIndices());
        SparkValues.putTime(json, "submissionTime", stage.submittedAt());
        SparkValues.putTime(json, "firstTaskLaunchedTime", stage.firstTaskAt());
        SparkValues.putTime(json, "completionTime", stage.completedAt());
        SparkValues.put(json, "failureReason", stage.failureReason());
        return json;
    }

    private ObjectNode tasks(Wanted wanted, RunId run, StageRun stage) {
        ObjectNode json = Json.object();
        if (stage.status() == StageStatus.SKIPPED) {
            return json;
        }
        TaskQuery query =
                new TaskQuery(
                        wanted.statuses(), new Sort.By(Field.ID), true, 0, TaskQuery.MAX_LIMIT);
        Map<String, ExecutorRun> executors = executors(run);
        for (TaskRun task : history.tasks(run, stage.id(), query).items()) {
            json.set(String.valueOf(task.id()), SparkTasks.json(task, executors));
        }
        return json;
    }

    private Map<String, ExecutorRun> executors(RunId run) {
        Map<String, ExecutorRun> executors = new HashMap<>();
        history.executors(run).forEach(executor -> executors.put(executor.id(), executor));
        return executors;
    }

    private static ObjectNode json(ExecutorStageRun executor) {
        ObjectNode json =
                Json.object()
                        .put("taskTime", executor.taskMillis())
                        .put("failedTasks", executor.failedTasks())
                        .put("succeededTasks", executor.succeededTasks())
                        .put("killedTasks", executor.killedTasks())
                        .put("inputBytes", executor.metrics().of(TaskMetric.INPUT_BYTES))
                        .put("inputRecords", executor.metrics().of(TaskMetric.INPUT_RECORDS))
                        .put("outputBytes", executor.metrics().of(TaskMetric.OUTPUT_BYTES))
                        .put("outputRecords", executor.metrics().of(TaskMetric.OUTPUT_RECORDS))
                        .put("shuffleRead", executor.metrics().shuffleReadBytes())
                        .put(
                                "shuffleReadRecords",
                                executor.metrics().of(TaskMetric.SHUFFLE_RECORDS_READ))
                        .put(
                                "shuffleWrite",
                                executor.metrics().of(TaskMetric.SHUFFLE_BYTES_WRITTEN))
                        .put(
                                "shuffleWriteRecords",
                                executor.metrics().of(TaskMetric.SHUFFLE_RECORDS_WRITTEN))
                        .put(
                                "memoryBytesSpilled",
                                executor.metrics().of(TaskMetric.MEMORY_SPILLED_BYTES))
                        .put(
                                "diskBytesSpilled",
                                executor.metrics().of(TaskMetric.DISK_SPILLED_BYTES))
                        .put("isBlacklistedForStage", executor.excluded());
        if (SparkDistributions.measured(executor)) {
            json.set("peakMemoryMetrics", SparkValues.peaks(executor.peaks()));
        }
        return json.put("isExcludedForStage", executor.excluded());
    }
}
