package io.spindrift.history.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.webserver.http.ServerRequest;
import io.spindrift.history.History;
import io.spindrift.history.Page;
import io.spindrift.history.RunId;
import io.spindrift.history.StageRun;
import io.spindrift.history.TaskMetric;
import io.spindrift.history.TaskQuery;
import io.spindrift.history.TaskQuery.Field;
import io.spindrift.history.TaskQuery.Sort;
import io.spindrift.history.TaskQuery.Which;
import io.spindrift.history.TaskRun;
import io.spindrift.history.TaskRun.TaskStatus;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A stage's tasks: a page of them, or the longest as bars in the lanes of their executors.
final class TaskAnswers {
    private static final Map<String, Sort> SORTS =
            Map.ofEntries(
                    Map.entry("taskId", new Sort.By(Field.ID)),
                    Map.entry("index", new Sort.By(Field.INDEX)),
                    Map.entry("state", new Sort.By(Field.STATUS)),
                    Map.entry("executorId", new Sort.By(Field.EXECUTOR)),
                    Map.entry("host", new Sort.By(Field.HOST)),
                    Map.entry("locality", new Sort.By(Field.LOCALITY)),
                    Map.entry("startedAt", new Sort.By(Field.LAUNCHED_AT)),
                    Map.entry("durationMillis", new Sort.By(Field.DURATION)),
                    Map.entry("schedulerDelayMillis", new Sort.By(Field.SCHEDULER_DELAY)),
                    Map.entry("shuffleReadBytes", new Sort.By(Field.SHUFFLE_READ_BYTES)),
                    Map.entry("error", new Sort.By(Field.ERROR)),
                    Map.entry("gcMillis", new Sort.ByMetric(TaskMetric.JVM_GC_MILLIS)),
                    Map.entry("readBytes", new Sort.ByMetric(TaskMetric.INPUT_BYTES)),
                    Map.entry("readRecords", new Sort.ByMetric(TaskMetric.INPUT_RECORDS)),
                    Map.entry("writtenBytes", new Sort.ByMetric(TaskMetric.OUTPUT_BYTES)),
                    Map.entry(
                            "shuffleWriteBytes",
                            new Sort.ByMetric(TaskMetric.SHUFFLE_BYTES_WRITTEN)),
                    Map.entry(
                            "memorySpillBytes", new Sort.ByMetric(TaskMetric.MEMORY_SPILLED_BYTES)),
                    Map.entry("spillBytes", new Sort.ByMetric(TaskMetric.DISK_SPILLED_BYTES)),
                    Map.entry(
                            "peakExecutionMemoryBytes",
                            new Sort.ByMetric(TaskMetric.PEAK_EXECUTION_MEMORY_BYTES)));

    private static final int LANES_LIMIT = 1_000;
    private static final int LANES_LIMIT_MAX = 5_000;

    private final History history;

    TaskAnswers(History history) {
        this.history = history;
    }

    Answer list(ServerRequest request, RunId run) {
        Parameters query = Parameters.ofList(request, "state", "executor", "task");
        StageRun stage = StageAnswers.stage(history, run, query);
        Set<TaskStatus> states =
                query.oneOf("state").stream()
                        .map(text -> SpanState.parse(text).taskStatus())
                        .collect(Collectors.toSet());
        Page<TaskRun> page =
                history.tasks(
                        run,
                        stage.id(),
                        new TaskQuery(
                                new Which(states, query.oneOf("executor"), task(query)),
                                sort(query),
                                query.sortDescending(),
                                query.offset(),
                                query.limit()));
        return Answer.list(
                "task", page.items().stream().map(TaskAnswers::json).toList(), page.total());
    }

    private static @Nullable Long task(Parameters query) {
        return query.text("task").isEmpty()
                ? null
                : Long.valueOf(query.integer("task", 0, 0, Integer.MAX_VALUE));
    }

    Answer lanes(ServerRequest request, RunId run) {
        Parameters query = Parameters.of(request, "limit");
        StageRun stage = StageAnswers.stage(history, run, query);
        int limit = query.integer("limit", LANES_LIMIT, 1, LANES_LIMIT_MAX);
        Page<TaskRun> longest =
                history.tasks(
                        run,
                        stage.id(),
                        new TaskQuery(Set.of(), new Sort.By(Field.DURATION), true, 0, limit));
        Instant from = stage.submittedAt() == null ? stage.firstTaskAt() : stage.submittedAt();
        Map<String, ArrayNode> lanes = new TreeMap<>();
        for (TaskRun task : longest.items()) {
            lanes.computeIfAbsent(task.executorId(), id -> Json.array()).add(bar(task, from));
        }
        ObjectNode json =
                Json.object()
                        .put("startedAt", Json.time(from))
                        .put("endedAt", Json.time(stage.completedAt()))
                        .put("total", longest.total())
                        .put("shown", longest.items().size());
        ArrayNode array = json.putArray("lanes");
        lanes.forEach((id, tasks) -> array.addObject().put("executorId", id).set("tasks", tasks));
        return Answer.one("stageTimeline", json);
    }

    private static Sort sort(Parameters query) {
        String field = query.sortField().orElse("taskId");
        Sort sort = SORTS.get(field);
        if (sort == null) {
            throw new IllegalArgumentException(
                    "sort is one of "
                            + String.join(", ", SORTS.keySet().stream().sorted().toList())
                            + ", not "
                            + field);
        }
        return sort;
    }

    private static ObjectNode bar(TaskRun task, @Nullable Instant from) {
        ObjectNode bar =
                Json.object()
                        .put("taskId", task.id())
                        .put("index", task.index())
                        .put("startMillis", Json.millisBetween(from, task.launchedAt()))
                        .put("durationMillis", task.durationMillis())
                        .put("state", SpanState.of(task.status()).name());
        bar.set("coreTime", Json.coreTime(task.coreTime()));
        return bar;
    }

    private static ObjectNode json(TaskRun task) {
        ObjectNode json =
                Json.object()
                        .put("taskId", task.id())
                        .put("index", task.index())
                        .put("attempt", task.attempt())
                        .put("state", SpanState.of(task.status()).name())
                        .put("executorId", task.executorId())
                        .put("host", task.host())
                        .put("locality", task.locality())
                        .put("speculative", task.speculative())
                        .put("startedAt", Json.time(task.launchedAt()))
                        .put(
                                "durationMillis",
                                task.finishedAt() == null ? null : task.durationMillis())
                        .put("schedulerDelayMillis", task.schedulerDelayMillis())
                        .put("gcMillis", task.metrics().of(TaskMetric.JVM_GC_MILLIS))
                        .put("readRecords", task.metrics().of(TaskMetric.INPUT_RECORDS))
                        .put("memorySpillBytes", task.metrics().of(TaskMetric.MEMORY_SPILLED_BYTES))
                        .put(
                                "peakExecutionMemoryBytes",
                                task.metrics().of(TaskMetric.PEAK_EXECUTION_MEMORY_BYTES))
                        .put("error", task.errorMessage());
        return Json.putBytes(json, task.metrics());
    }
}
