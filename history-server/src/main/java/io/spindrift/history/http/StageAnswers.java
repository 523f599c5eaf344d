package io.spindrift.history.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.http.NotFoundException;
import io.helidon.webserver.http.ServerRequest;
import io.spindrift.history.History;
import io.spindrift.history.Issue;
import io.spindrift.history.Issue.Evidence;
import io.spindrift.history.Issue.Target;
import io.spindrift.history.RunId;
import io.spindrift.history.SpanNames;
import io.spindrift.history.StageId;
import io.spindrift.history.StageRun;
import io.spindrift.history.StageRun.ExecutorStageRun;
import io.spindrift.history.StageRun.Spread;
import io.spindrift.history.StageRun.StageStatus;
import io.spindrift.history.TaskMetric;
import io.spindrift.history.TaskSummary;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Stages as a list with marks, and one stage with its quantiles and executors.
final class StageAnswers {
    private static final List<Double> QUANTILES = List.of(0.0, 0.25, 0.5, 0.75, 0.95, 1.0);

    /// Rules whose evidence marks a stage.
    private static final Map<String, String> MARKS =
            Map.of("skew", "skew", "spill", "spill", "long-gc", "gc");

    private static final Map<String, Comparator<StageRun>> SORTS =
            Map.ofEntries(
                    Map.entry("stageId", Comparator.comparing(StageRun::id)),
                    Map.entry("name", Comparator.comparing(StageRun::name)),
                    Map.entry(
                            "state",
                            Comparator.comparing(stage -> SpanState.of(stage.status()).name())),
                    Map.entry("startedAt", Rows.by(StageRun::submittedAt)),
                    Map.entry("endedAt", Rows.by(StageRun::completedAt)),
                    Map.entry("durationMillis", Rows.by(StageAnswers::durationMillis)),
                    Map.entry("tasks", Comparator.comparingInt(stage -> stage.tasks().total())),
                    Map.entry("taskMillis", Comparator.comparingLong(StageRun::taskMillis)),
                    Map.entry("readBytes", by(TaskMetric.INPUT_BYTES)),
                    Map.entry("writtenBytes", by(TaskMetric.OUTPUT_BYTES)),
                    Map.entry(
                            "shuffleReadBytes",
                            Comparator.comparingLong(stage -> stage.metrics().shuffleReadBytes())),
                    Map.entry("shuffleWriteBytes", by(TaskMetric.SHUFFLE_BYTES_WRITTEN)),
                    Map.entry("spillBytes", by(TaskMetric.DISK_SPILLED_BYTES)),
                    Map.entry("memorySpillBytes", by(TaskMetric.MEMORY_SPILLED_BYTES)),
                    Map.entry("skew", Rows.by(StageAnswers::skew)),
                    Map.entry(
                            "gcShare",
                            Rows.by(stage ->
                                    Json.share(stage.coreTime().gcMillis(), stage.taskMillis()))));

    private final History history;

    StageAnswers(History history) {
        this.history = history;
    }

    Answer list(ServerRequest request, RunId run) {
        Parameters query = Parameters.ofList(request, "state", "q", "job", "sql", "mark");
        Map<StageId, Set<String>> marks = marks(run);
        SpanNames names = new SpanNames(history, run);
        List<StageRun> stages =
                history.stages(run).stream()
                        .filter(stage -> matches(query, stage, names, marks(marks, stage)))
                        .toList();
        return Rows.page(
                "stage", query, stages, SORTS, stage -> json(stage, names, marks(marks, stage)));
    }

    Answer one(ServerRequest request, RunId run) {
        Parameters query = Parameters.of(request);
        StageRun stage = stage(history, run, query);
        ObjectNode json = json(stage, new SpanNames(history, run), marks(marks(run), stage));
        json.put("details", stage.details());
        json.set("parentIds", Json.numbers(stage.parentIds()));
        json.set(
                "attempts",
                Json.numbers(
                        history.stages(run, stage.id().id()).stream()
                                .map(each -> each.id().attempt())
                                .toList()));
        json.set("coreTime", Json.coreTime(stage.coreTime()));
        json.set(
                "quantiles",
                history.taskSummary(run, stage.id(), QUANTILES)
                        .map(StageAnswers::quantiles)
                        .orElse(null));
        ArrayNode executors = json.putArray("executors");
        // A driver whose memory was measured meanwhile had no part in the stage.
        stage.executors().stream()
                .filter(each ->
                        each.succeededTasks() + each.failedTasks() + each.killedTasks() > 0
                                || each.excluded())
                .forEach(executor -> executors.add(json(executor)));
        ArrayNode accumulators = json.putArray("accumulators");
        stage.accumulators()
                .forEach(each ->
                        accumulators
                                .addObject()
                                .put("name", each.name())
                                .put("value", each.value()));
        return Answer.one("stage", json);
    }

    static StageRun stage(History history, RunId run, Parameters query) {
        StageId id = new StageId(query.pathNumber("stageId"), query.pathNumber("stageAttempt"));
        return history.stage(run, id)
                .orElseThrow(() -> new NotFoundException("there is no stage " + id + " in " + run));
    }

    static @Nullable Double skew(StageRun stage) {
        Spread spread = stage.spread();
        return spread == null
                ? null
                : (double) spread.durationMillis().max()
                        / Math.max(1, spread.durationMillis().p50());
    }

    private static ObjectNode json(StageRun stage, SpanNames names, Set<String> marks) {
        Spread spread = stage.spread();
        ObjectNode json =
                Json.object()
                        .put("stageId", stage.id().id())
                        .put("stageAttempt", stage.id().attempt())
                        .put("name", names.of(stage))
                        .put("sparkName", stage.name())
                        .put("description", stage.description())
                        .put("state", SpanState.of(stage.status()).name())
                        .put("startedAt", Json.time(stage.submittedAt()))
                        .put("endedAt", Json.time(stage.completedAt()))
                        .put("durationMillis", durationMillis(stage))
                        .put("executionId", stage.sqlId())
                        .put("taskMillis", stage.taskMillis())
                        .put(
                                "medianTaskMillis",
                                spread == null ? null : spread.durationMillis().p50())
                        .put("maxTaskMillis", spread == null ? null : spread.durationMillis().max())
                        .put("skew", skew(stage))
                        .put("gcShare", Json.share(stage.coreTime().gcMillis(), stage.taskMillis()))
                        .put(
                                "memorySpillBytes",
                                stage.metrics().of(TaskMetric.MEMORY_SPILLED_BYTES))
                        .put("failureReason", stage.failureReason());
        json.set("jobIds", Json.numbers(stage.jobIds()));
        json.set("tasks", Json.tasks(stage.tasks()));
        json.set("marks", Json.texts(marks));
        return Json.putBytes(json, stage.metrics());
    }

    private static ObjectNode json(ExecutorStageRun executor) {
        ObjectNode json =
                Json.object()
                        .put("executorId", executor.executorId())
                        .put("taskMillis", executor.taskMillis())
                        .put("succeeded", executor.succeededTasks())
                        .put("failed", executor.failedTasks())
                        .put("killed", executor.killedTasks())
                        .put("gcMillis", executor.metrics().of(TaskMetric.JVM_GC_MILLIS));
        return Json.putBytes(json, executor.metrics());
    }

    private static ObjectNode quantiles(TaskSummary summary) {
        ObjectNode json = Json.object();
        ArrayNode at = json.putArray("at");
        summary.quantiles().forEach(at::add);
        json.set("durationMillis", Json.numbers(summary.durationMillis()));
        json.set("schedulerDelayMillis", Json.numbers(summary.schedulerDelayMillis()));
        json.set("shuffleReadBytes", Json.numbers(summary.shuffleReadBytes()));
        put(json, "gcMillis", summary, TaskMetric.JVM_GC_MILLIS);
        put(json, "readBytes", summary, TaskMetric.INPUT_BYTES);
        put(json, "readRecords", summary, TaskMetric.INPUT_RECORDS);
        put(json, "writtenBytes", summary, TaskMetric.OUTPUT_BYTES);
        put(json, "shuffleWriteBytes", summary, TaskMetric.SHUFFLE_BYTES_WRITTEN);
        put(json, "memorySpillBytes", summary, TaskMetric.MEMORY_SPILLED_BYTES);
        put(json, "spillBytes", summary, TaskMetric.DISK_SPILLED_BYTES);
        put(json, "peakExecutionMemoryBytes", summary, TaskMetric.PEAK_EXECUTION_MEMORY_BYTES);
        return json;
    }

    private static void put(ObjectNode json, String name, TaskSummary summary, TaskMetric metric) {
        json.set(name, Json.numbers(summary.metrics().getOrDefault(metric, List.of())));
    }

    private static boolean matches(
            Parameters query, StageRun stage, SpanNames names, Set<String> marks) {
        Set<String> states = query.oneOf("state");
        String part = query.text("q").orElse("").toLowerCase(Locale.ROOT);
        return (states.isEmpty()
                        || states.stream()
                                .map(SpanState::parse)
                                .anyMatch(state -> state == SpanState.of(stage.status())))
                && (part.isEmpty()
                        || stage.name().toLowerCase(Locale.ROOT).contains(part)
                        || names.of(stage).toLowerCase(Locale.ROOT).contains(part))
                && (query.text("job").isEmpty()
                        || stage.jobIds().contains(query.integer("job", -1, 0, Integer.MAX_VALUE)))
                && (query.text("sql").isEmpty()
                        || (stage.sqlId() != null
                                && stage.sqlId() == query.integer("sql", -1, 0, Integer.MAX_VALUE)))
                && (query.oneOf("mark").isEmpty()
                        || query.oneOf("mark").stream().anyMatch(marks::contains));
    }

    private Map<StageId, Set<String>> marks(RunId run) {
        Map<StageId, Set<String>> marks = new HashMap<>();
        for (Issue issue : history.issues(run)) {
            String mark = MARKS.get(issue.ruleId());
            for (Evidence evidence : issue.evidence()) {
                StageId stage = stage(evidence.target());
                if (mark != null && stage != null) {
                    marks.computeIfAbsent(stage, id -> new TreeSet<>()).add(mark);
                }
            }
        }
        return marks;
    }

    private static Set<String> marks(Map<StageId, Set<String>> marks, StageRun stage) {
        Set<String> all = new TreeSet<>(marks.getOrDefault(stage.id(), Set.of()));
        if (stage.status() == StageStatus.FAILED) {
            all.add("failed");
        }
        return all;
    }

    private static @Nullable StageId stage(@Nullable Target target) {
        return switch (target) {
            case Target.OfStage(StageId stage) -> stage;
            case Target.OfTask(StageId stage, long task) -> stage;
            case null, default -> null;
        };
    }

    private static @Nullable Long durationMillis(StageRun stage) {
        return Json.millisBetween(stage.submittedAt(), stage.completedAt());
    }

    private static Comparator<StageRun> by(TaskMetric metric) {
        return Comparator.comparingLong(stage -> stage.metrics().of(metric));
    }
}
