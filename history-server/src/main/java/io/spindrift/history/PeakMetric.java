package io.spindrift.history;

/// What an executor's JVM reports of its memory and collections; only the highest value seen is
/// kept. Columns never change: append only.
public enum PeakMetric {
    JVM_HEAP_MEMORY(0, "JVMHeapMemory"),
    /// The JVM's own non-heap memory, not Spark's off-heap.
    JVM_OFF_HEAP_MEMORY(1, "JVMOffHeapMemory"),
    ON_HEAP_EXECUTION_MEMORY(2, "OnHeapExecutionMemory"),
    OFF_HEAP_EXECUTION_MEMORY(3, "OffHeapExecutionMemory"),
    ON_HEAP_STORAGE_MEMORY(4, "OnHeapStorageMemory"),
    OFF_HEAP_STORAGE_MEMORY(5, "OffHeapStorageMemory"),
    ON_HEAP_UNIFIED_MEMORY(6, "OnHeapUnifiedMemory"),
    OFF_HEAP_UNIFIED_MEMORY(7, "OffHeapUnifiedMemory"),
    DIRECT_POOL_MEMORY(8, "DirectPoolMemory"),
    MAPPED_POOL_MEMORY(9, "MappedPoolMemory"),
    PROCESS_TREE_JVM_V_MEMORY(10, "ProcessTreeJVMVMemory"),
    PROCESS_TREE_JVM_RSS_MEMORY(11, "ProcessTreeJVMRSSMemory"),
    PROCESS_TREE_PYTHON_V_MEMORY(12, "ProcessTreePythonVMemory"),
    PROCESS_TREE_PYTHON_RSS_MEMORY(13, "ProcessTreePythonRSSMemory"),
    PROCESS_TREE_OTHER_V_MEMORY(14, "ProcessTreeOtherVMemory"),
    PROCESS_TREE_OTHER_RSS_MEMORY(15, "ProcessTreeOtherRSSMemory"),
    MINOR_GC_COUNT(16, "MinorGCCount"),
    MINOR_GC_TIME(17, "MinorGCTime"),
    MAJOR_GC_COUNT(18, "MajorGCCount"),
    MAJOR_GC_TIME(19, "MajorGCTime"),
    TOTAL_GC_TIME(20, "TotalGCTime"),
    CONCURRENT_GC_COUNT(21, "ConcurrentGCCount"),
    CONCURRENT_GC_TIME(22, "ConcurrentGCTime");

    private final int column;
    private final String sparkName;

    PeakMetric(int column, String sparkName) {
        this.column = column;
        this.sparkName = sparkName;
    }

    /// The key in event logs and in Spark's REST API alike.
    public String sparkName() {
        return sparkName;
    }

    /// Where its values are, in memory and in stored rows.
    public int column() {
        return column;
    }
}
