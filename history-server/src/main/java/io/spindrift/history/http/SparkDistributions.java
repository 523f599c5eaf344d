package io.spindrift.history.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spindrift.history.PeakMetric;
import io.spindrift.history.StageRun.ExecutorStageRun;
import io.spindrift.history.TaskMetric;
import io.spindrift.history.TaskMetrics;
import io.spindrift.history.TaskSummary;
import java.util.List;
import java.util.function.ToLongFunction;

/// Quantiles over the tasks or the executors of a stage.
final class SparkDistributions {
    private SparkDistributions() {}

    /// Spark echoes quantiles as they were asked for, and takes those beyond 0 and 1 for these.
    static List<Double> within(List<Double> asked) {
        return asked.stream().map(each -> Math.clamp(each, 0.0, 1.0)).toList();
    }

    static ObjectNode tasks(TaskSummary summary, List<Double> asked) {
        ObjectNode json = Json.object();
        json.set("quantiles", SparkValues.decimals(asked));
        json.set("duration", SparkValues.decimals(summary.durationMillis()));
        put(json, "executorDeserializeTime", summary, TaskMetric.EXECUTOR_DESERIALIZE_MILLIS);
        put(json, "executorDeserializeCpuTime", summary, TaskMetric.EXECUTOR_DESERIALIZE_CPU_NANOS);
        put(json, "executorRunTime", summary, TaskMetric.EXECUTOR_RUN_MILLIS);
        put(json, "executorCpuTime", summary, TaskMetric.EXECUTOR_CPU_NANOS);
        put(json, "resultSize", summary, TaskMetric.RESULT_SIZE_BYTES);
        put(json, "jvmGcTime", summary, TaskMetric.JVM_GC_MILLIS);
        put(json, "resultSerializationTime", summary, TaskMetric.RESULT_SERIALIZATION_MILLIS);
        json.set("gettingResultTime", SparkValues.decimals(summary.gettingResultMillis()));
        json.set("schedulerDelay", SparkValues.decimals(summary.schedulerDelayMillis()));
        put(json, "peakExecutionMemory", summary, TaskMetric.PEAK_EXECUTION_MEMORY_BYTES);
        put(json, "memoryBytesSpilled", summary, TaskMetric.MEMORY_SPILLED_BYTES);
        put(json, "diskBytesSpilled", summary, TaskMetric.DISK_SPILLED_BYTES);
        ObjectNode input = json.putObject("inputMetrics");
        put(input, "bytesRead", summary, TaskMetric.INPUT_BYTES);
        put(input, "recordsRead", summary, TaskMetric.INPUT_RECORDS);
        ObjectNode output = json.putObject("outputMetrics");
        put(output, "bytesWritten", summary, TaskMetric.OUTPUT_BYTES);
        put(output, "recordsWritten", summary, TaskMetric.OUTPUT_RECORDS);
        json.set("shuffleReadMetrics", shuffleRead(summary));
        ObjectNode write = json.putObject("shuffleWriteMetrics");
        put(write, "writeBytes", summary, TaskMetric.SHUFFLE_BYTES_WRITTEN);
        put(write, "writeRecords", summary, TaskMetric.SHUFFLE_RECORDS_WRITTEN);
        put(write, "writeTime", summary, TaskMetric.SHUFFLE_WRITE_NANOS);
        return json;
    }

    static ObjectNode executors(List<ExecutorStageRun> executors, List<Double> asked) {
        ObjectNode json = Json.object();
        List<Double> quantiles = within(asked);
        json.set("quantiles", SparkValues.decimals(asked));
        put(json, "taskTime", executors, quantiles, ExecutorStageRun::taskMillis);
        put(json, "failedTasks", executors, quantiles, ExecutorStageRun::failedTasks);
        put(json, "succeededTasks", executors, quantiles, ExecutorStageRun::succeededTasks);
        put(json, "killedTasks", executors, quantiles, ExecutorStageRun::killedTasks);
        put(json, "inputBytes", executors, quantiles, of(TaskMetric.INPUT_BYTES));
        put(json, "inputRecords", executors, quantiles, of(TaskMetric.INPUT_RECORDS));
        put(json, "outputBytes", executors, quantiles, of(TaskMetric.OUTPUT_BYTES));
        put(json, "outputRecords", executors, quantiles, of(TaskMetric.OUTPUT_RECORDS));
        put(
                json,
                "shuffleRead",
                executors,
                quantiles,
                executor -> executor.metrics().shuffleReadBytes());
        put(json, "shuffleReadRecords", executors, quantiles, of(TaskMetric.SHUFFLE_RECORDS_READ));
        put(json, "shuffleWrite", executors, quantiles, of(TaskMetric.SHUFFLE_BYTES_WRITTEN));
        put(
                json,
                "shuffleWriteRecords",
                executors,
                quantiles,
                of(TaskMetric.SHUFFLE_RECORDS_WRITTEN));
        put(json, "memoryBytesSpilled", executors, quantiles, of(TaskMetric.MEMORY_SPILLED_BYTES));
        put(json, "diskBytesSpilled", executors, quantiles, of(TaskMetric.DISK_SPILLED_BYTES));
        ObjectNode peaks = json.putObject("peakMemoryMetrics");
        List<ExecutorStageRun> measured =
                executors.stream().filter(SparkDistributions::measured).toList();
        for (PeakMetric metric : PeakMetric.values()) {
            put(
                    peaks,
                    metric.sparkName(),
                    measured.isEmpty() ? executors : measured,
                    quantiles,
                    executor -> executor.peaks().of(metric));
        }
        return json;
    }

    private static ObjectNode shuffleRead(TaskSummary summary) {
        ObjectNode json = Json.object();
        json.set("readBytes", SparkValues.decimals(summary.shuffleReadBytes()));
        put(json, "readRecords", summary, TaskMetric.SHUFFLE_RECORDS_READ);
        put(json, "remoteBlocksFetched", summary, TaskMetric.SHUFFLE_REMOTE_BLOCKS_FETCHED);
        put(json, "localBlocksFetched", summary, TaskMetric.SHUFFLE_LOCAL_BLOCKS_FETCHED);
        put(json, "fetchWaitTime", summary, TaskMetric.SHUFFLE_FETCH_WAIT_MILLIS);
        put(json, "remoteBytesRead", summary, TaskMetric.SHUFFLE_REMOTE_BYTES_READ);
        put(json, "remoteBytesReadToDisk", summary, TaskMetric.SHUFFLE_REMOTE_BYTES_READ_TO_DISK);
        json.set("totalBlocksFetched", SparkValues.decimals(summary.shuffleBlocksFetched()));
        put(json, "remoteReqsDuration", summary, TaskMetric.SHUFFLE_REMOTE_REQUESTS_MILLIS);
        ObjectNode push = json.putObject("shufflePushReadMetricsDist");
        put(
                push,
                "corruptMergedBlockChunks",
                summary,
                TaskMetric.SHUFFLE_CORRUPT_MERGED_BLOCK_CHUNKS);
        put(
                push,
                "mergedFetchFallbackCount",
                summary,
                TaskMetric.SHUFFLE_MERGED_FETCH_FALLBACK_COUNT);
        put(
                push,
                "remoteMergedBlocksFetched",
                summary,
                TaskMetric.SHUFFLE_MERGED_REMOTE_BLOCKS_FETCHED);
        put(
                push,
                "localMergedBlocksFetched",
                summary,
                TaskMetric.SHUFFLE_MERGED_LOCAL_BLOCKS_FETCHED);
        put(
                push,
                "remoteMergedChunksFetched",
                summary,
                TaskMetric.SHUFFLE_MERGED_REMOTE_CHUNKS_FETCHED);
        put(
                push,
                "localMergedChunksFetched",
                summary,
                TaskMetric.SHUFFLE_MERGED_LOCAL_CHUNKS_FETCHED);
        put(push, "remoteMergedBytesRead", summary, TaskMetric.SHUFFLE_MERGED_REMOTE_BYTES_READ);
        put(push, "localMergedBytesRead", summary, TaskMetric.SHUFFLE_MERGED_LOCAL_BYTES_READ);
        put(
                push,
                "remoteMergedReqsDuration",
                summary,
                TaskMetric.SHUFFLE_MERGED_REMOTE_REQUESTS_MILLIS);
        return json;
    }

    private static void put(ObjectNode json, String name, TaskSummary summary, TaskMetric metric) {
        json.set(name, SparkValues.decimals(summary.metrics().getOrDefault(metric, List.of())));
    }

    static boolean measured(ExecutorStageRun executor) {
        return executor.peaks().measured() || !executor.metrics().equals(TaskMetrics.NONE);
    }

    /// As Spark: the value at min(⌊q × n⌋, n − 1) of the sorted ones.
    private static void put(
            ObjectNode json,
            String name,
            List<ExecutorStageRun> executors,
            List<Double> quantiles,
            ToLongFunction<ExecutorStageRun> value) {
        long[] sorted = executors.stream().mapToLong(value).sorted().toArray();
        json.set(
                name,
                SparkValues.decimals(
                        quantiles.stream()
                                .map(q ->
                                        (double)
                                                sorted[
                                                        (int)
                                                                Math.min(
                                                                        q * sorted.length,
                                                                        sorted.length - 1)])
                                .toList()));
    }

    private static ToLongFunction<ExecutorStageRun> of(TaskMetric metric) {
        return executor -> executor.metrics().of(metric);
    }
}
