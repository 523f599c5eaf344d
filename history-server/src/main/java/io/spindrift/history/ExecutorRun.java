package io.spindrift.history;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One executor, or the driver, whose id is `driver`.
///
/// @param slots tasks it can run at once: ⌊cores ÷ `spark.task.cpus`⌋
/// @param endedAt its removal, else the run's end; absent while it lives
/// @param removeReason Spark's free text, where it was removed before the end
/// @param taskMillis Σ durations of its ended tasks
/// @param peaks the highest values that its JVM reported
/// @param peakSample the sample with the most resident memory, where the platform sampled
public record ExecutorRun(
        String id,
        String hostPort,
        boolean active,
        int cores,
        int slots,
        Instant addedAt,
        @Nullable Instant endedAt,
        @Nullable String removeReason,
        TaskCounts tasks,
        long taskMillis,
        TaskMetrics metrics,
        CoreTime coreTime,
        StorageMemory storage,
        PeakMetrics peaks,
        @Nullable MemorySample peakSample,
        int resourceProfileId,
        boolean excluded,
        List<Integer> excludedInStages,
        Map<String, String> logUrls,
        Map<String, String> attributes) {
    public static final String DRIVER = "driver";

    public ExecutorRun {
        excludedInStages = List.copyOf(excludedInStages);
        logUrls = Map.copyOf(logUrls);
        attributes = Map.copyOf(attributes);
    }

    public boolean driver() {
        return id.equals(DRIVER);
    }

    /// Room for cached blocks, in bytes. Uses are known only where block updates are logged.
    ///
    /// @param rddBlocks how many blocks of datasets it keeps
    public record StorageMemory(
            long totalOnHeapBytes,
            long totalOffHeapBytes,
            long usedOnHeapBytes,
            long usedOffHeapBytes,
            long usedDiskBytes,
            int rddBlocks) {
        public static final StorageMemory NONE = new StorageMemory(0, 0, 0, 0, 0, 0);

        public long usedBytes() {
            return usedOnHeapBytes + usedOffHeapBytes;
        }

        public long totalBytes() {
            return totalOnHeapBytes + totalOffHeapBytes;
        }
    }
}
