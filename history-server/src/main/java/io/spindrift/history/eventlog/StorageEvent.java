package io.spindrift.history.eventlog;

/// What happened to blocks that Spark keeps.
public sealed interface StorageEvent {
    /// The application has let go of a dataset.
    record Unpersisted(int rddId) implements StorageEvent {}

    /// A block came, changed its place or went. Only where
    /// `spark.eventLog.logBlockUpdates.enabled`.
    ///
    /// @param level how it is kept now; of one that went, not at all
    /// @param memoryBytes of one that went, what it had; so with diskBytes
    record BlockUpdated(
            String executorId, String blockId, Level level, long memoryBytes, long diskBytes)
            implements StorageEvent {}

    record Level(
            boolean disk, boolean memory, boolean offHeap, boolean deserialized, int replication) {
        public boolean kept() {
            return (disk || memory) && replication > 0;
        }
    }
}
