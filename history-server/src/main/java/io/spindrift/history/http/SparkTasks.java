package io.spindrift.history.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.webserver.http.ServerRequest;
import io.spindrift.history.ExecutorRun;
import io.spindrift.history.TaskMetric;
import io.spindrift.history.TaskMetrics;
import io.spindrift.history.TaskRun;
import io.spindrift.history.TaskRun.TaskStatus;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Tasks as Spark tells them.
final class SparkTasks {
    private static final Set<String> STATUSES =
            Set.of("running", "killed", "failed", "success", "unknown");

    private SparkTasks() {}

    static Set<TaskStatus> statuses(ServerRequest request, String name) {
        return request.query().contains(name)
                ? SparkQuery.oneOf(request, name, STATUSES).stream()
                        .map(word -> TaskStatus.valueOf(word.toUpperCase(Locale.ROOT)))
                        .collect(Collectors.toSet())
                : Set.of();
    }

    static ObjectNode json(TaskRun task, Map<String, ExecutorRun> executors) {
        ObjectNode json =
                Json.object()
                        .put("taskId", task.id())
                        .put("index", task.index())
                        .put("attempt", task.attempt())
                        .put("partitionId", task.partition())
                        .put("launchTime", SparkValues.time(task.launchedAt()));
        SparkValues.putTime(json, "resultFetchStart", task.resultFetchedAt());
        if (task.finishedAt() != null) {
            json.put("duration", task.durationMillis());
        }
        json.put("executorId", task.executorId())
                .put("host", task.host())
                .put("status", task.status().name())
                .put("taskLocality", task.locality())
                .put("speculative", task.speculative());
        json.set("accumulatorUpdates", SparkValues.accumulators(task.accumulators()));
        SparkValues.put(json, "errorMessage", task.errorMessage());
        if (task.status() != TaskStatus.RUNNING && task.status() != TaskStatus.UNKNOWN) {
            json.set("taskMetrics", metrics(task.metrics()));
        }
        ExecutorRun executor = executors.get(task.executorId());
        json.set(
                "executorLogs",
                SparkValues.texts(executor == null ? Map.of() : executor.logUrls()));
        return json.put("schedulerDelay", task.schedulerDelayMillis())
                .put("gettingResultTime", task.gettingResultMillis());
    }

    private static ObjectNode metrics(TaskMetrics metrics) {
        ObjectNode json =
                Json.object()
                        .put(
                                "executorDeserializeTime",
                                metrics.of(TaskMetric.EXECUTOR_DESERIALIZE_MILLIS))
                        .put(
                                "executorDeserializeCpuTime",
                                metrics.of(TaskMetric.EXECUTOR_DESERIALIZE_CPU_NANOS))
                        .put("executorRunTime", metrics.of(TaskMetric.EXECUTOR_RUN_MILLIS))
                        .put("executorCpuTime", metrics.of(TaskMetric.EXECUTOR_CPU_NANOS))
                        .put("resultSize", metrics.of(TaskMetric.RESULT_SIZE_BYTES))
                        .put("jvmGcTime", metrics.of(TaskMetric.JVM_GC_MILLIS))
                        .put(
                                "resultSerializationTime",
                                metrics.of(TaskMetric.RESULT_SERIALIZATION_MILLIS))
                        .put("memoryBytesSpilled", metrics.of(TaskMetric.MEMORY_SPILLED_BYTES))
                        .put("diskBytesSpilled", metrics.of(TaskMetric.DISK_SPILLED_BYTES))
                        .put(
                                "peakExecutionMemory",
                                metrics.of(TaskMetric.PEAK_EXECUTION_MEMORY_BYTES));
        json.putObject("inputMetrics")
                .put("bytesRead", metrics.of(TaskMetric.INPUT_BYTES))
                .put("recordsRead", metrics.of(TaskMetric.INPUT_RECORDS));
        json.putObject("outputMetrics")
                .put("bytesWritten", metrics.of(TaskMetric.OUTPUT_BYTES))
                .put("recordsWritten", metrics.of(TaskMetric.OUTPUT_RECORDS));
        json.set("shuffleReadMetrics", shuffleRead(metrics));
        json.putObject("shuffleWriteMetrics")
                .put("bytesWritten", metrics.of(TaskMetric.SHUFFLE_BYTES_WRITTEN))
                .put("writeTime", metrics.of(TaskMetric.SHUFFLE_WRITE_NANOS))
                .put("recordsWritten", metrics.of(TaskMetric.SHUFFLE_RECORDS_WRITTEN));
        return json;
    }

    private static ObjectNode shuffleRead(TaskMetrics metrics) {
        ObjectNode json =
                Json.object()
                        .put(
                                "remoteBlocksFetched",
                                metrics.of(TaskMetric.SHUFFLE_REMOTE_BLOCKS_FETCHED))
                        .put(
                                "localBlocksFetched",
                                metrics.of(TaskMetric.SHUFFLE_LOCAL_BLOCKS_FETCHED))
                        .put("fetchWaitTime", metrics.of(TaskMetric.SHUFFLE_FETCH_WAIT_MILLIS))
                        .put("remoteBytesRead", metrics.of(TaskMetric.SHUFFLE_REMOTE_BYTES_READ))
                        .put(
                                "remoteBytesReadToDisk",
                                metrics.of(TaskMetric.SHUFFLE_REMOTE_BYTES_READ_TO_DISK))
                        .put("localBytesRead", metrics.of(TaskMetric.SHUFFLE_LOCAL_BYTES_READ))
                        .put("recordsRead", metrics.of(TaskMetric.SHUFFLE_RECORDS_READ))
                        .put(
                                "remoteReqsDuration",
                                metrics.of(TaskMetric.SHUFFLE_REMOTE_REQUESTS_MILLIS));
        json.putObject("shufflePushReadMetrics")
                .put(
                        "corruptMergedBlockChunks",
                        metrics.of(TaskMetric.SHUFFLE_CORRUPT_MERGED_BLOCK_CHUNKS))
                .put(
                        "mergedFetchFallbackCount",
                        metrics.of(TaskMetric.SHUFFLE_MERGED_FETCH_FALLBACK_COUNT))
                .put(
                        "remoteMergedBlocksFetched",
                        metrics.of(TaskMetric.SHUFFLE_MERGED_REMOTE_BLOCKS_FETCHED))
                .put(
                        "localMergedBlocksFetched",
                        metrics.of(TaskMetric.SHUFFLE_MERGED_LOCAL_BLOCKS_FETCHED))
                .put(
                        "remoteMergedChunksFetched",
                        metrics.of(TaskMetric.SHUFFLE_MERGED_REMOTE_CHUNKS_FETCHED))
                .put(
                        "localMergedChunksFetched",
                        metrics.of(TaskMetric.SHUFFLE_MERGED_LOCAL_CHUNKS_FETCHED))
                .put(
                        "remoteMergedBytesRead",
                        metrics.of(TaskMetric.SHUFFLE_MERGED_REMOTE_BYTES_READ))
                .put("localMergedBytesRead", metrics.of(TaskMetric.SHUFFLE_MERGED_LOCAL_BYTES_READ))
                .put(
                        "remoteMergedReqsDuration",
                        metrics.of(TaskMetric.SHUFFLE_MERGED_REMOTE_REQUESTS_MILLIS));
        return json;
    }
}
