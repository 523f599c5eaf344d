package io.spindrift.history;

import java.util.List;

/// A dataset that the application asked Spark to keep. Where its blocks lie, and so all sizes, is
/// known only where block updates are logged (`spark.eventLog.logBlockUpdates.enabled`).
///
/// @param partitions that it has
/// @param cachedPartitions of which a block is kept now, or was when the run ended
/// @param memoryBytes now, over all executors, as is diskBytes
/// @param peakMemoryBytes the most there ever was, as peakDiskBytes
/// @param unpersisted whether the application has let go of it
/// @param executors what each keeps of it, in the order of their ids
public record RddRun(
        int id,
        String name,
        StorageLevel level,
        int partitions,
        int cachedPartitions,
        long memoryBytes,
        long diskBytes,
        long peakMemoryBytes,
        long peakDiskBytes,
        boolean unpersisted,
        List<RddShare> executors) {
    public RddRun {
        executors = List.copyOf(executors);
    }

    public record RddShare(
            String executorId, int blocks, long onHeapBytes, long offHeapBytes, long diskBytes) {
        public long memoryBytes() {
            return onHeapBytes + offHeapBytes;
        }
    }

    /// One partition as it is kept.
    ///
    /// @param executors that keep it, in the order in which they came by it
    /// @param memoryBytes over all of them, as is diskBytes
    public record StoredBlock(
            int partition,
            StorageLevel level,
            long memoryBytes,
            long diskBytes,
            List<String> executors) {
        public StoredBlock {
            executors = List.copyOf(executors);
        }
    }

    /// How a dataset is to be kept.
    public record StorageLevel(
            boolean disk, boolean memory, boolean offHeap, boolean deserialized, int replication) {
        public static final StorageLevel NONE = new StorageLevel(false, false, false, false, 1);

        /// Whether it is kept at all.
        public boolean kept() {
            return (disk || memory) && replication > 0;
        }

        /// In Spark's words: `Disk Memory Deserialized 1x Replicated`.
        public String description() {
            return (disk ? "Disk " : "")
                    + (memory ? offHeap ? "Memory (off heap) " : "Memory " : "")
                    + (deserialized ? "Deserialized " : "Serialized ")
                    + replication
                    + "x Replicated";
        }
    }
}
