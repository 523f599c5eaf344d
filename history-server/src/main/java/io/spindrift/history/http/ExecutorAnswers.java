package io.spindrift.history.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.http.NotFoundException;
import io.helidon.webserver.http.ServerRequest;
import io.spindrift.history.EnvironmentRun;
import io.spindrift.history.EnvironmentRun.Property;
import io.spindrift.history.EnvironmentRun.ResourceProfile;
import io.spindrift.history.ExecutorRun;
import io.spindrift.history.ExecutorRun.StorageMemory;
import io.spindrift.history.History;
import io.spindrift.history.LogNotes;
import io.spindrift.history.MemorySample;
import io.spindrift.history.PeakMetric;
import io.spindrift.history.PeakMetrics;
import io.spindrift.history.ProcessRun;
import io.spindrift.history.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Executors with the bars of their memory, and what they all ran with.
final class ExecutorAnswers {
    private static final Map<String, Comparator<ExecutorRun>> SORTS =
            Map.of(
                    "executorId", Comparator.comparing(ExecutorRun::id),
                    "addedAt", Comparator.comparing(ExecutorRun::addedAt),
                    "endedAt", Rows.by(ExecutorRun::endedAt),
                    "taskMillis", Comparator.comparingLong(ExecutorRun::taskMillis),
                    "tasks", Comparator.comparingInt(executor -> executor.tasks().total()),
                    "failed", Comparator.comparingInt(executor -> executor.tasks().failed()),
                    "gcShare",
                            Rows.by(executor ->
                                    Json.share(
                                            executor.coreTime().gcMillis(), executor.taskMillis())),
                    "memory", Comparator.comparingLong(ExecutorAnswers::peakBytes));

    private final History history;

    ExecutorAnswers(History history) {
        this.history = history;
    }

    Answer executors(ServerRequest request, RunId run) {
        Parameters query = Parameters.ofList(request);
        Instant until =
                history.run(run)
                        .map(app -> app.endedAt() == null ? app.updatedAt() : app.endedAt())
                        .orElse(Instant.EPOCH);
        List<ExecutorRun> executors =
                history.executors(run).stream()
                        .sorted(Comparator.comparingLong(ExecutorAnswers::peakBytes).reversed())
                        .toList();
        return Rows.page("executor", query, executors, SORTS, executor -> json(executor, until));
    }

    Answer environment(ServerRequest request, RunId run) {
        Parameters.of(request);
        EnvironmentRun environment =
                history.environment(run)
                        .orElseThrow(() ->
                                new NotFoundException(
                                        "the log of " + run + " has not told its environment"));
        ObjectNode json =
                Json.object()
                        .put("javaVersion", environment.javaVersion())
                        .put("javaHome", environment.javaHome())
                        .put("scalaVersion", environment.scalaVersion());
        put(json, "sparkProperties", environment.sparkProperties());
        put(json, "hadoopProperties", environment.hadoopProperties());
        put(json, "systemProperties", environment.systemProperties());
        put(json, "metricsProperties", environment.metricsProperties());
        put(json, "classpath", environment.classpath());
        ArrayNode profiles = json.putArray("resourceProfiles");
        environment.resourceProfiles().forEach(profile -> profiles.add(json(profile)));
        ArrayNode processes = json.putArray("processes");
        history.processes(run).forEach(each -> processes.add(json(each)));
        json.set("log", json(history.logNotes(run)));
        return Answer.one("environment", json);
    }

    private static void put(ObjectNode json, String name, List<Property> properties) {
        ArrayNode array = json.putArray(name);
        properties.forEach(
                each -> array.addObject().put("key", each.key()).put("value", Secrets.shown(each)));
    }

    private static ObjectNode json(ResourceProfile profile) {
        ObjectNode json = Json.object().put("id", profile.id());
        ObjectNode executor = json.putObject("executor");
        profile.executor().forEach((name, request) -> executor.put(name, request.amount()));
        ObjectNode task = json.putObject("task");
        profile.task().forEach(task::put);
        return json;
    }

    private static ObjectNode json(ProcessRun process) {
        ObjectNode json =
                Json.object()
                        .put("processId", process.id())
                        .put("hostPort", process.hostPort())
                        .put("cores", process.cores())
                        .put("addedAt", Json.time(process.addedAt()));
        json.set("logUrls", Json.sortedTexts(process.logUrls()));
        return json;
    }

    private static ObjectNode json(LogNotes notes) {
        ObjectNode json =
                Json.object()
                        .put("malformedLines", notes.malformedLines())
                        .put("unknownEvents", notes.unknownEvents());
        ArrayNode names = json.putArray("unknownByName");
        new TreeMap<>(notes.unknownByName())
                .forEach((name, count) -> names.addObject().put("name", name).put("count", count));
        return json;
    }

    /// Spark may tell of an executor's removal after the application's end, which is not uptime.
    private static ObjectNode json(ExecutorRun executor, Instant until) {
        Instant ended = executor.endedAt();
        Instant end = ended == null || ended.isAfter(until) ? until : ended;
        long aliveMillis = Math.max(0, Duration.between(executor.addedAt(), end).toMillis());
        ObjectNode json =
                Json.object()
                        .put("executorId", executor.id())
                        .put("hostPort", executor.hostPort())
                        .put("active", executor.active())
                        .put("cores", executor.cores())
                        .put("slots", executor.slots())
                        .put("addedAt", Json.time(executor.addedAt()))
                        .put("endedAt", Json.time(executor.endedAt()))
                        .put("endReason", executor.removeReason())
                        .put("taskMillis", executor.taskMillis())
                        .put("slotMillis", executor.slots() * aliveMillis)
                        .put("gcMillis", executor.coreTime().gcMillis())
                        .put(
                                "gcShare",
                                Json.share(executor.coreTime().gcMillis(), executor.taskMillis()))
                        .put("excluded", executor.excluded());
        json.set("logUrls", Json.sortedTexts(executor.logUrls()));
        json.set("tasks", Json.tasks(executor.tasks()));
        json.set("coreTime", Json.coreTime(executor.coreTime()));
        json.set("memory", memory(executor));
        StorageMemory storage = executor.storage();
        json.putObject("storage")
                .put("totalBytes", storage.totalBytes())
                .put("usedBytes", storage.usedBytes())
                .put("diskBytes", storage.usedDiskBytes())
                .put("blocks", storage.rddBlocks());
        return Json.putBytes(json, executor.metrics());
    }

    /// The machine's own figures where there were any, else the peaks that the JVM reported.
    private static @Nullable ObjectNode memory(ExecutorRun executor) {
        MemorySample sample = executor.peakSample();
        if (sample != null) {
            return Json.object()
                    .put("limitBytes", sample.limitBytes() == 0 ? null : sample.limitBytes())
                    .put("peakBytes", sample.totalBytes())
                    .put("heapBytes", sample.jvmBytes())
                    .putNull("offHeapBytes")
                    .put("pythonBytes", sample.pythonBytes())
                    .put("otherBytes", sample.otherBytes())
                    .put("source", "sampled");
        }
        PeakMetrics peaks = executor.peaks();
        return !peaks.measured()
                ? null
                : Json.object()
                        .putNull("limitBytes")
                        .put("peakBytes", peakBytes(executor))
                        .put("heapBytes", peaks.of(PeakMetric.JVM_HEAP_MEMORY))
                        .put("offHeapBytes", offHeapBytes(peaks))
                        .put("pythonBytes", peaks.of(PeakMetric.PROCESS_TREE_PYTHON_RSS_MEMORY))
                        .put("otherBytes", peaks.of(PeakMetric.PROCESS_TREE_OTHER_RSS_MEMORY))
                        .put("source", "spark");
    }

    private static long offHeapBytes(PeakMetrics peaks) {
        return peaks.of(PeakMetric.JVM_OFF_HEAP_MEMORY)
                + peaks.of(PeakMetric.OFF_HEAP_UNIFIED_MEMORY)
                + peaks.of(PeakMetric.DIRECT_POOL_MEMORY);
    }

    private static long peakBytes(ExecutorRun executor) {
        MemorySample sample = executor.peakSample();
        if (sample != null) {
            return sample.totalBytes();
        }
        PeakMetrics peaks = executor.peaks();
        return peaks.of(PeakMetric.JVM_HEAP_MEMORY)
                + offHeapBytes(peaks)
                + peaks.of(PeakMetric.PROCESS_TREE_PYTHON_RSS_MEMORY)
                + peaks.of(PeakMetric.PROCESS_TREE_OTHER_RSS_MEMORY);
    }
}
