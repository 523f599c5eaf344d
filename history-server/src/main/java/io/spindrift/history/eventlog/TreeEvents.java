package io.spindrift.history.eventlog;

import com.fasterxml.jackson.databind.JsonNode;
import io.spindrift.history.eventlog.SparkEvent.Accumulables;
import io.spindrift.history.eventlog.SparkEvent.ExecutorRequest;
import io.spindrift.history.eventlog.SparkEvent.RddInfo;
import io.spindrift.history.eventlog.SparkEvent.StageInfo;
import io.spindrift.history.eventlog.SparkEvent.TaskEndReason;
import io.spindrift.history.eventlog.SparkEvent.TaskInfo;
import io.spindrift.history.eventlog.SparkEvent.UserAccumulator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads any event of Spark's core from its parsed JSON.
final class TreeEvents {
    /// What is kept of the properties of jobs and stages, which repeat the whole configuration.
    static final Set<String> PROPERTIES =
            Set.of(
                    "spark.job.description",
                    "spark.jobGroup.id",
                    "spark.job.tags",
                    "spark.sql.execution.id",
                    "spark.scheduler.pool",
                    "spark.streaming.internal.batchTime");

    private TreeEvents() {}

    static SparkEvent read(JsonNode event) {
        String name = Json.text(event, "Event");
        return switch (name) {
            case "SparkListenerLogStart" ->
                    new SparkEvent.LogStart(Json.text(event, "Spark Version"));
            case "SparkListenerApplicationStart" -> applicationStart(event);
            case "SparkListenerApplicationEnd" ->
                    new SparkEvent.ApplicationEnd(
                            Json.number(event, "Timestamp"), Json.integerOrNull(event, "ExitCode"));
            case "SparkListenerEnvironmentUpdate" -> environment(event);
            case "SparkListenerResourceProfileAdded" -> resourceProfile(event);
            case "SparkListenerExecutorAdded" -> executorAdded(event);
            case "SparkListenerExecutorRemoved" ->
                    new SparkEvent.ExecutorRemoved(
                            Json.number(event, "Timestamp"),
                            Json.text(event, "Executor ID"),
                            Json.text(event, "Removed Reason"));
            case "SparkListenerBlockManagerAdded" -> blockManagerAdded(event);
            case "SparkListenerBlockManagerRemoved" ->
                    new SparkEvent.BlockManagerRemoved(
                            Json.number(event, "Timestamp"),
                            Json.text(event.path("Block Manager ID"), "Executor ID"));
            case "SparkListenerJobStart" -> jobStart(event);
            case "SparkListenerJobEnd" -> jobEnd(event);
            case "SparkListenerStageSubmitted" ->
                    new SparkEvent.StageSubmitted(
                            stage(event.path("Stage Info")), properties(event));
            case "SparkListenerStageCompleted" ->
                    new SparkEvent.StageCompleted(stage(event.path("Stage Info")));
            case "SparkListenerTaskStart" ->
                    new SparkEvent.TaskStart(
                            Json.integer(event, "Stage ID", -1),
                            Json.integer(event, "Stage Attempt ID", 0),
                            task(event.path("Task Info")));
            case "SparkListenerTaskGettingResult" ->
                    new SparkEvent.TaskGettingResult(task(event.path("Task Info")));
            case "SparkListenerTaskEnd" -> taskEnd(event);
            case "SparkListenerExecutorMetricsUpdate" -> metricsUpdate(event);
            case "SparkListenerStageExecutorMetrics" ->
                    new SparkEvent.ExecutorPeaks(
                            Json.text(event, "Executor ID"),
                            Json.integer(event, "Stage ID", -1),
                            Json.integer(event, "Stage Attempt ID", 0),
                            MetricKeys.PEAKS.read(event.path("Executor Metrics")));
            case "SparkListenerUnpersistRDD", "SparkListenerBlockUpdated" ->
                    new SparkEvent.Storage(StorageEvents.read(name, event));
            default -> ClassEvents.read(name, event);
        };
    }

    private static SparkEvent applicationStart(JsonNode event) {
        return new SparkEvent.ApplicationStart(
                Json.text(event, "App Name"),
                Json.text(event, "App ID"),
                Json.textOrNull(event, "App Attempt ID"),
                Json.text(event, "User"),
                Json.number(event, "Timestamp"),
                Json.texts(event.path("Driver Logs")));
    }

    private static SparkEvent environment(JsonNode event) {
        return new SparkEvent.EnvironmentUpdate(
                Json.texts(event.path("JVM Information")),
                Json.texts(event.path("Spark Properties")),
                Json.texts(event.path("Hadoop Properties")),
                Json.texts(event.path("System Properties")),
                Json.texts(event.path("Metrics Properties")),
                Json.texts(event.path("Classpath Entries")));
    }

    private static SparkEvent resourceProfile(JsonNode event) {
        Map<String, ExecutorRequest> executor = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> each :
                event.path("Executor Resource Requests").properties()) {
            executor.put(
                    each.getKey(),
                    new ExecutorRequest(
                            Json.text(each.getValue(), "Resource Name"),
                            Json.number(each.getValue(), "Amount"),
                            Json.text(each.getValue(), "Discovery Script"),
                            Json.text(each.getValue(), "Vendor")));
        }
        Map<String, Double> task = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> each : event.path("Task Resource Requests").properties()) {
            task.put(each.getKey(), each.getValue().path("Amount").asDouble());
        }
        return new SparkEvent.ResourceProfileAdded(
                Json.integer(event, "Resource Profile Id", 0), executor, task);
    }

    private static SparkEvent executorAdded(JsonNode event) {
        JsonNode info = event.path("Executor Info");
        return new SparkEvent.ExecutorAdded(
                Json.number(event, "Timestamp"),
                Json.text(event, "Executor ID"),
                Json.text(info, "Host"),
                Json.integer(info, "Total Cores", 0),
                Json.integer(info, "Resource Profile Id", 0),
                Json.texts(info.path("Log Urls")),
                Json.texts(info.path("Attributes")));
    }

    private static SparkEvent blockManagerAdded(JsonNode event) {
        JsonNode id = event.path("Block Manager ID");
        return new SparkEvent.BlockManagerAdded(
                Json.number(event, "Timestamp"),
                Json.text(id, "Executor ID"),
                Json.text(id, "Host"),
                Json.integer(id, "Port", 0),
                Json.number(event, "Maximum Memory"),
                Json.number(event, "Maximum Onheap Memory"),
                Json.number(event, "Maximum Offheap Memory"));
    }

    private static SparkEvent jobStart(JsonNode event) {
        List<StageInfo> stages = new ArrayList<>();
        event.path("Stage Infos").forEach(info -> stages.add(stage(info)));
        return new SparkEvent.JobStart(
                Json.integer(event, "Job ID", -1),
                Json.number(event, "Submission Time"),
                stages,
                properties(event));
    }

    private static SparkEvent jobEnd(JsonNode event) {
        JsonNode result = event.path("Job Result");
        return new SparkEvent.JobEnd(
                Json.integer(event, "Job ID", -1),
                Json.number(event, "Completion Time"),
                Json.text(result, "Result").equals("JobSucceeded"),
                Json.text(result.path("Exception"), "Message"));
    }

    private static Map<String, String> properties(JsonNode event) {
        Map<String, String> kept = new LinkedHashMap<>();
        JsonNode all = event.path("Properties");
        for (String name : PROPERTIES) {
            String value = Json.textOrNull(all, name);
            if (value != null) {
                kept.put(name, value);
            }
        }
        return kept;
    }

    private static StageInfo stage(JsonNode info) {
        List<Integer> rddIds = new ArrayList<>();
        info.path("RDD Info").forEach(rdd -> rddIds.add(Json.integer(rdd, "RDD ID", -1)));
        List<RddInfo> kept = StorageEvents.kept(info.path("RDD Info"));
        return new StageInfo(
                Json.integer(info, "Stage ID", -1),
                Json.integer(info, "Stage Attempt ID", 0),
                Json.text(info, "Stage Name"),
                Json.integer(info, "Number of Tasks", 0),
                Json.integers(info.path("Parent IDs")),
                rddIds,
                kept,
                Json.text(info, "Details"),
                Json.number(info, "Submission Time"),
                Json.number(info, "Completion Time"),
                Json.textOrNull(info, "Failure Reason"),
                accumulables(info.path("Accumulables")).user(),
                Json.integer(info, "Resource Profile Id", 0),
                info.path("Shuffle Push Enabled").asBoolean(),
                Json.integer(info, "Shuffle Push Mergers Count", 0));
    }

    private static SparkEvent taskEnd(JsonNode event) {
        JsonNode peaks = event.path("Task Executor Metrics");
        JsonNode metrics = event.path("Task Metrics");
        return new SparkEvent.TaskEnd(
                Json.integer(event, "Stage ID", -1),
                Json.integer(event, "Stage Attempt ID", 0),
                reason(event.path("Task End Reason")),
                task(event.path("Task Info")),
                peaks.isObject() ? MetricKeys.PEAKS.read(peaks) : null,
                metrics.isObject() ? MetricKeys.TASK.read(metrics) : null);
    }

    private static TaskEndReason reason(JsonNode node) {
        String reason = Json.text(node, "Reason");
        return switch (reason) {
            case "Success" -> TaskEndReason.SUCCESS;
            case "ExceptionFailure" -> {
                String trace = Json.text(node, "Full Stack Trace");
                yield new TaskEndReason(
                        reason,
                        Json.text(node, "Class Name"),
                        Json.text(node, "Description"),
                        trace,
                        null,
                        null);
            }
            case "FetchFailed" ->
                    new TaskEndReason(
                            reason, "", Json.text(node, "Message"), "", null, fetch(node));
            case "TaskKilled" ->
                    new TaskEndReason(reason, "", Json.text(node, "Kill Reason"), "", null, null);
            case "ExecutorLostFailure" -> lostExecutor(node);
            default -> new TaskEndReason(reason, "", "", "", null, null);
        };
    }

    private static String fetch(JsonNode node) {
        JsonNode from = node.path("Block Manager Address");
        String address =
                from.isObject()
                        ? "BlockManagerId(%s, %s, %d, None)"
                                .formatted(
                                        Json.text(from, "Executor ID"),
                                        Json.text(from, "Host"),
                                        Json.integer(from, "Port", 0))
                        : "null";
        return "%s, shuffleId=%d, mapIndex=%d, mapId=%d, reduceId=%d"
                .formatted(
                        address,
                        Json.integer(node, "Shuffle ID", -1),
                        Json.integer(node, "Map Index", Integer.MIN_VALUE),
                        node.path("Map ID").asLong(-1),
                        Json.integer(node, "Reduce ID", -1));
    }

    private static TaskEndReason lostExecutor(JsonNode node) {
        String id = Json.text(node, "Executor ID");
        String whose =
                node.path("Exit Caused By App").asBoolean(true)
                        ? "caused by one of the running tasks"
                        : "unrelated to the running tasks";
        return new TaskEndReason(
                "ExecutorLostFailure",
                "",
                "(executor "
                        + id
                        + " exited "
                        + whose
                        + ") Reason: "
                        + Json.text(node, "Loss Reason"),
                "",
                id,
                null);
    }

    private static TaskInfo task(JsonNode info) {
        return new TaskInfo(
                Json.number(info, "Task ID"),
                Json.integer(info, "Index", 0),
                Json.integer(info, "Attempt", 0),
                Json.integer(info, "Partition ID", -1),
                Json.number(info, "Launch Time"),
                Json.text(info, "Executor ID"),
                Json.text(info, "Host"),
                Json.text(info, "Locality"),
                info.path("Speculative").asBoolean(),
                Json.number(info, "Getting Result Time"),
                Json.number(info, "Finish Time"),
                info.path("Failed").asBoolean(),
                info.path("Killed").asBoolean(),
                accumulables(info.path("Accumulables")));
    }

    private static Accumulables accumulables(JsonNode list) {
        List<long[]> sql = new ArrayList<>();
        List<UserAccumulator> user = new ArrayList<>();
        for (JsonNode each : list) {
            String name = Json.textOrNull(each, "Name");
            if (Json.text(each, "Metadata").equals("sql")) {
                if (each.has("Update")) {
                    sql.add(new long[] {Json.number(each, "ID"), Json.number(each, "Update")});
                }
            } else if (name != null && !name.startsWith("internal.metrics.")) {
                user.add(
                        new UserAccumulator(
                                Json.number(each, "ID"),
                                name,
                                plain(each.get("Update")),
                                value(each)));
            }
        }
        return sql.isEmpty() && user.isEmpty()
                ? Accumulables.NONE
                : new Accumulables(
                        sql.stream().mapToLong(pair -> pair[0]).toArray(),
                        sql.stream().mapToLong(pair -> pair[1]).toArray(),
                        user);
    }

    private static String value(JsonNode accumulable) {
        String value = plain(accumulable.get("Value"));
        return value == null ? "" : value;
    }

    private static @Nullable String plain(@Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return null;
        }
        return value.isValueNode() ? value.asText() : value.toString();
    }

    /// The driver's own heartbeat, the only one that Spark writes.
    private static SparkEvent metricsUpdate(JsonNode event) {
        long[] peaks = new long[MetricKeys.PEAK_COLUMNS];
        for (JsonNode update : event.path("Executor Metrics Updated")) {
            long[] more = MetricKeys.PEAKS.read(update.path("Executor Metrics"));
            for (int i = 0; i < peaks.length; i++) {
                peaks[i] = Math.max(peaks[i], more[i]);
            }
        }
        return new SparkEvent.ExecutorPeaks(Json.text(event, "Executor ID"), -1, 0, peaks);
    }
}
