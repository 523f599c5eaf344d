package io.spindrift.history.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.webserver.http.ServerRequest;
import io.spindrift.history.ExecutorRun;
import io.spindrift.history.History;
import io.spindrift.history.RunId;
import io.spindrift.history.StageId;
import io.spindrift.history.StageRun;
import io.spindrift.history.TaskMetric;
import io.spindrift.history.TaskQuery;
import io.spindrift.history.TaskQuery.Field;
import io.spindrift.history.TaskQuery.Sort;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A page of a stage's tasks, as the table of Spark's own stage page asks for it. What is searched
/// for is looked for in the values of the answer, not in how Spark's page words them.
final class SparkTaskTable {
    /// Attempts and accumulators go by the index.
    private static final Map<String, Sort> COLUMNS =
            Map.ofEntries(
                    Map.entry("ID", new Sort.By(Field.ID)),
                    Map.entry("Index", new Sort.By(Field.INDEX)),
                    Map.entry("Logs", new Sort.By(Field.INDEX)),
                    Map.entry("Attempt", new Sort.By(Field.INDEX)),
                    Map.entry("Accumulators", new Sort.By(Field.INDEX)),
                    Map.entry("Status", new Sort.By(Field.STATUS)),
                    Map.entry("Locality Level", new Sort.By(Field.LOCALITY)),
                    Map.entry("Executor ID", new Sort.By(Field.EXECUTOR)),
                    Map.entry("Host", new Sort.By(Field.HOST)),
                    Map.entry("Launch Time", new Sort.By(Field.LAUNCHED_AT)),
                    Map.entry("Duration", new Sort.By(Field.DURATION)),
                    Map.entry("Scheduler Delay", new Sort.By(Field.SCHEDULER_DELAY)),
                    Map.entry("Getting Result Time", new Sort.By(Field.GETTING_RESULT)),
                    Map.entry("Errors", new Sort.By(Field.ERROR)),
                    Map.entry("Shuffle Read Size / Records", new Sort.By(Field.SHUFFLE_READ_BYTES)),
                    by("Task Deserialization Time", TaskMetric.EXECUTOR_DESERIALIZE_MILLIS),
                    by("Result Serialization Time", TaskMetric.RESULT_SERIALIZATION_MILLIS),
                    by("GC Time", TaskMetric.JVM_GC_MILLIS),
                    by("Peak Execution Memory", TaskMetric.PEAK_EXECUTION_MEMORY_BYTES),
                    by("Input Size / Records", TaskMetric.INPUT_BYTES),
                    by("Output Size / Records", TaskMetric.OUTPUT_BYTES),
                    by("Shuffle Read Fetch Wait Time", TaskMetric.SHUFFLE_FETCH_WAIT_MILLIS),
                    by("Shuffle Remote Reads", TaskMetric.SHUFFLE_REMOTE_BYTES_READ),
                    by("Shuffle Write Time", TaskMetric.SHUFFLE_WRITE_NANOS),
                    by("Shuffle Write Size / Records", TaskMetric.SHUFFLE_BYTES_WRITTEN),
                    by("Spill (Memory)", TaskMetric.MEMORY_SPILLED_BYTES),
                    by("Spill (Disk)", TaskMetric.DISK_SPILLED_BYTES));

    private final History history;

    SparkTaskTable(History history) {
        this.history = history;
    }

    private static Map.Entry<String, Sort> by(String column, TaskMetric metric) {
        return Map.entry(column, new Sort.AsSpark(metric));
    }

    ObjectNode page(ServerRequest request, RunId run) {
        StageId stage =
                new StageId(
                        SparkQuery.pathNumber(request, "stageId"),
                        SparkQuery.pathNumber(request, "stageAttempt"));
        int start = SparkQuery.integer(request, "start", 0);
        int length = SparkQuery.integer(request, "length", 20);
        @Nullable String wanted = SparkQuery.text(request, "search[value]").orElse(null);
        String total =
                SparkQuery.text(request, "numTasks")
                        .orElseGet(() -> String.valueOf(tasks(run, stage)));
        ObjectNode json = Json.object();
        ArrayNode rows = json.putArray("aaData");
        json.put("recordsTotal", total).put("recordsFiltered", total);
        if (wanted == null) {
            tasks(run, query(request, start, length), stage).forEach(rows::add);
            return json;
        }
        List<ObjectNode> all = tasks(run, query(request, 0, TaskQuery.MAX_LIMIT), stage);
        List<ObjectNode> found = all.stream().filter(task -> has(task, wanted)).toList();
        found.stream().skip(start).limit(length).forEach(rows::add);
        // A stage without tasks tells of all, as there.
        return all.isEmpty() ? json : json.put("recordsFiltered", String.valueOf(found.size()));
    }

    private static TaskQuery query(ServerRequest request, int offset, int limit) {
        String column = SparkQuery.text(request, "columnNameToSort").orElse("Index");
        Sort sort = COLUMNS.get(column);
        if (sort == null) {
            throw new SparkRefusal(400, "Invalid sort column: " + column);
        }
        boolean ascending =
                SparkQuery.text(request, "order[0][dir]").orElse("asc").equalsIgnoreCase("asc");
        return new TaskQuery(
                Set.of(), sort, !ascending, offset, Math.min(TaskQuery.MAX_LIMIT, limit));
    }

    private int tasks(RunId run, StageId stage) {
        return history.stage(run, stage).map(StageRun::tasks).map(each -> each.total()).orElse(0);
    }

    private List<ObjectNode> tasks(RunId run, TaskQuery query, StageId stage) {
        Map<String, ExecutorRun> executors = new HashMap<>();
        history.executors(run).forEach(executor -> executors.put(executor.id(), executor));
        return history.tasks(run, stage, query).items().stream()
                .map(task -> SparkTasks.json(task, executors))
                .toList();
    }

    /// In its values, whatever their case.
    private static boolean has(ObjectNode task, String wanted) {
        StringBuilder text = new StringBuilder();
        task.forEach(value -> text.append(value).append('\n'));
        return text.toString().toLowerCase(Locale.ROOT).contains(wanted.toLowerCase(Locale.ROOT));
    }
}
