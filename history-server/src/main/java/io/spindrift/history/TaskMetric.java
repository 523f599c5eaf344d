package io.spindrift.history;

/// What Spark measures of each task. Its place in the list is its column in stored rows: append
/// only. Summed over tasks for stages, executors and runs, the peaks too, as Spark's own API does.
public enum TaskMetric {
    EXECUTOR_DESERIALIZE_MILLIS(0, "Executor Deserialize Time", "executorDeserializeTime"),
    EXECUTOR_DESERIALIZE_CPU_NANOS(
            1, "Executor Deserialize CPU Time", "executorDeserializeCpuTime"),
    EXECUTOR_RUN_MILLIS(2, "Executor Run Time", "executorRunTime"),
    EXECUTOR_CPU_NANOS(3, "Executor CPU Time", "executorCpuTime"),
    RESULT_SIZE_BYTES(4, "Result Size", "resultSize"),
    JVM_GC_MILLIS(5, "JVM GC Time", "jvmGcTime"),
    RESULT_SERIALIZATION_MILLIS(6, "Result Serialization Time", "resultSerializationTime"),
    MEMORY_SPILLED_BYTES(7, "Memory Bytes Spilled", "memoryBytesSpilled"),
    DISK_SPILLED_BYTES(8, "Disk Bytes Spilled", "diskBytesSpilled"),
    PEAK_EXECUTION_MEMORY_BYTES(9, "Peak Execution Memory", "peakExecutionMemory"),
    PEAK_ON_HEAP_EXECUTION_MEMORY_BYTES(
            10, "Peak On Heap Execution Memory", "peakOnHeapExecutionMemory"),
    PEAK_OFF_HEAP_EXECUTION_MEMORY_BYTES(
            11, "Peak Off Heap Execution Memory", "peakOffHeapExecutionMemory"),
    INPUT_BYTES(12, "Bytes Read", "inputBytes"),
    INPUT_RECORDS(13, "Records Read", "inputRecords"),
    OUTPUT_BYTES(14, "Bytes Written", "outputBytes"),
    OUTPUT_RECORDS(15, "Records Written", "outputRecords"),
    SHUFFLE_REMOTE_BLOCKS_FETCHED(16, "Remote Blocks Fetched", "shuffleRemoteBlocksFetched"),
    SHUFFLE_LOCAL_BLOCKS_FETCHED(17, "Local Blocks Fetched", "shuffleLocalBlocksFetched"),
    SHUFFLE_FETCH_WAIT_MILLIS(18, "Fetch Wait Time", "shuffleFetchWaitTime"),
    SHUFFLE_REMOTE_BYTES_READ(19, "Remote Bytes Read", "shuffleRemoteBytesRead"),
    SHUFFLE_REMOTE_BYTES_READ_TO_DISK(
            20, "Remote Bytes Read To Disk", "shuffleRemoteBytesReadToDisk"),
    SHUFFLE_LOCAL_BYTES_READ(21, "Local Bytes Read", "shuffleLocalBytesRead"),
    SHUFFLE_RECORDS_READ(22, "Total Records Read", "shuffleReadRecords"),
    SHUFFLE_REMOTE_REQUESTS_MILLIS(23, "Remote Requests Duration", "shuffleRemoteReqsDuration"),
    SHUFFLE_CORRUPT_MERGED_BLOCK_CHUNKS(
            24, "Corrupt Merged Block Chunks", "shuffleCorruptMergedBlockChunks"),
    SHUFFLE_MERGED_FETCH_FALLBACK_COUNT(
            25, "Merged Fetch Fallback Count", "shuffleMergedFetchFallbackCount"),
    SHUFFLE_MERGED_REMOTE_BLOCKS_FETCHED(
            26, "Merged Remote Blocks Fetched", "shuffleMergedRemoteBlocksFetched"),
    SHUFFLE_MERGED_LOCAL_BLOCKS_FETCHED(
            27, "Merged Local Blocks Fetched", "shuffleMergedLocalBlocksFetched"),
    SHUFFLE_MERGED_REMOTE_CHUNKS_FETCHED(
            28, "Merged Remote Chunks Fetched", "shuffleMergedRemoteChunksFetched"),
    SHUFFLE_MERGED_LOCAL_CHUNKS_FETCHED(
            29, "Merged Local Chunks Fetched", "shuffleMergedLocalChunksFetched"),
    SHUFFLE_MERGED_REMOTE_BYTES_READ(
            30, "Merged Remote Bytes Read", "shuffleMergedRemoteBytesRead"),
    SHUFFLE_MERGED_LOCAL_BYTES_READ(31, "Merged Local Bytes Read", "shuffleMergedLocalBytesRead"),
    SHUFFLE_MERGED_REMOTE_REQUESTS_MILLIS(
            32, "Merged Remote Requests Duration", "shuffleMergedRemoteReqsDuration"),
    SHUFFLE_BYTES_WRITTEN(33, "Shuffle Bytes Written", "shuffleWriteBytes"),
    SHUFFLE_WRITE_NANOS(34, "Shuffle Write Time", "shuffleWriteTime"),
    SHUFFLE_RECORDS_WRITTEN(35, "Shuffle Records Written", "shuffleWriteRecords");

    private final int column;
    private final String logName;
    private final String apiName;

    TaskMetric(int column, String logName, String apiName) {
        this.column = column;
        this.logName = logName;
        this.apiName = apiName;
    }

    /// The key in an event log's task metrics.
    public String logName() {
        return logName;
    }

    /// The field of `StageData` in Spark's REST API v1.
    public String apiName() {
        return apiName;
    }

    /// Where its values are, in memory and in stored rows.
    public int column() {
        return column;
    }
}
