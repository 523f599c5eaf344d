package io.spindrift.history.eventlog;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/// Which key of a metrics object goes to which column, for objects within objects, too.
///
/// The columns are those of `history.TaskMetric` and `history.PeakMetric`, which this package does
/// not import; a test holds them together.
final class MetricKeys {
    private static final int IGNORED = Repeated.IGNORED;

    private static final MetricKeys PUSHED =
            of(
                    "Corrupt Merged Block Chunks", 24,
                    "Merged Fetch Fallback Count", 25,
                    "Merged Remote Blocks Fetched", 26,
                    "Merged Local Blocks Fetched", 27,
                    "Merged Remote Chunks Fetched", 28,
                    "Merged Local Chunks Fetched", 29,
                    "Merged Remote Bytes Read", 30,
                    "Merged Local Bytes Read", 31,
                    "Merged Remote Requests Duration", 32);
    private static final MetricKeys SHUFFLE_READ =
            of(
                    "Remote Blocks Fetched", 16,
                    "Local Blocks Fetched", 17,
                    "Fetch Wait Time", 18,
                    "Remote Bytes Read", 19,
                    "Remote Bytes Read To Disk", 20,
                    "Local Bytes Read", 21,
                    "Total Records Read", 22,
                    "Remote Requests Duration", 23,
                    "Push Based Shuffle", PUSHED);
    private static final MetricKeys SHUFFLE_WRITE =
            of(
                    "Shuffle Bytes Written", 33,
                    "Shuffle Write Time", 34,
                    "Shuffle Records Written", 35);
    private static final MetricKeys INPUT = of("Bytes Read", 12, "Records Read", 13);
    private static final MetricKeys OUTPUT = of("Bytes Written", 14, "Records Written", 15);

    /// `Task Metrics`.
    static final MetricKeys TASK =
            of(
                    "Executor Deserialize Time", 0,
                    "Executor Deserialize CPU Time", 1,
                    "Executor Run Time", 2,
                    "Executor CPU Time", 3,
                    "Peak Execution Memory", 9,
                    "Peak On Heap Execution Memory", 10,
                    "Peak Off Heap Execution Memory", 11,
                    "Result Size", 4,
                    "JVM GC Time", 5,
                    "Result Serialization Time", 6,
                    "Memory Bytes Spilled", 7,
                    "Disk Bytes Spilled", 8,
                    "Shuffle Read Metrics", SHUFFLE_READ,
                    "Shuffle Write Metrics", SHUFFLE_WRITE,
                    "Input Metrics", INPUT,
                    "Output Metrics", OUTPUT,
                    "Updated Blocks", IGNORED);

    /// `Task Executor Metrics` and `Executor Metrics`.
    static final MetricKeys PEAKS =
            of(
                    "JVMHeapMemory", 0,
                    "JVMOffHeapMemory", 1,
                    "OnHeapExecutionMemory", 2,
                    "OffHeapExecutionMemory", 3,
                    "OnHeapStorageMemory", 4,
                    "OffHeapStorageMemory", 5,
                    "OnHeapUnifiedMemory", 6,
                    "OffHeapUnifiedMemory", 7,
                    "DirectPoolMemory", 8,
                    "MappedPoolMemory", 9,
                    "ProcessTreeJVMVMemory", 10,
                    "ProcessTreeJVMRSSMemory", 11,
                    "ProcessTreePythonVMemory", 12,
                    "ProcessTreePythonRSSMemory", 13,
                    "ProcessTreeOtherVMemory", 14,
                    "ProcessTreeOtherRSSMemory", 15,
                    "MinorGCCount", 16,
                    "MinorGCTime", 17,
                    "MajorGCCount", 18,
                    "MajorGCTime", 19,
                    "TotalGCTime", 20,
                    "ConcurrentGCCount", 21,
                    "ConcurrentGCTime", 22);

    static final int TASK_COLUMNS = 36;
    static final int PEAK_COLUMNS = 23;

    private final List<String> names;
    private final KeySet keys;
    private final int[] columns;
    private final MetricKeys[] nested;

    private MetricKeys(List<String> names, int[] columns, MetricKeys[] nested) {
        this.names = names;
        this.keys = new KeySet(names.toArray(String[]::new));
        this.columns = columns;
        this.nested = nested;
    }

    /// Names, each followed by its column or by the keys of the object that it names.
    private static MetricKeys of(Object... pairs) {
        String[] names = new String[pairs.length / 2];
        int[] columns = new int[names.length];
        MetricKeys[] nested = new MetricKeys[names.length];
        for (int i = 0; i < names.length; i++) {
            names[i] = (String) pairs[2 * i];
            if (pairs[2 * i + 1] instanceof MetricKeys inner) {
                nested[i] = inner;
                columns[i] = IGNORED;
            } else {
                columns[i] = (Integer) pairs[2 * i + 1];
            }
        }
        return new MetricKeys(List.of(names), columns, nested);
    }

    int width() {
        return this == PEAKS ? PEAK_COLUMNS : TASK_COLUMNS;
    }

    /// @param seen is told of every number
    void read(ByteCursor in, long[] values, Repeated seen) {
        in.expect('{');
        if (in.next('}')) {
            return;
        }
        int key = -1;
        do {
            key = in.key(keys, key + 1);
            if (key != KeySet.UNKNOWN && nested[key] != null) {
                nested[key].read(in, values, seen);
            } else {
                member(in, key == KeySet.UNKNOWN ? IGNORED : columns[key], values, seen);
            }
        } while (in.another());
    }

    private static void member(ByteCursor in, int column, long[] values, Repeated seen) {
        int start = in.at;
        if (column != IGNORED) {
            values[column] = in.number();
            seen.number(start, in, column);
            return;
        }
        boolean number = in.first() <= '9' && in.first() >= '-';
        in.skipValue();
        if (number) {
            seen.number(start, in, Repeated.IGNORED);
        }
    }

    long[] read(JsonNode object) {
        long[] values = new long[width()];
        read(object, values);
        return values;
    }

    private void read(JsonNode object, long[] values) {
        for (int i = 0; i < names.size(); i++) {
            JsonNode value = object.path(names.get(i));
            if (columns[i] != IGNORED) {
                values[columns[i]] = value.asLong();
            } else if (nested[i] != null) {
                nested[i].read(value, values);
            }
        }
    }

    /// For the test that holds columns and `history`'s enums together.
    void addColumnsTo(Map<String, Integer> byName) {
        for (int i = 0; i < names.size(); i++) {
            if (columns[i] != IGNORED) {
                byName.put(names.get(i), columns[i]);
            } else if (nested[i] != null) {
                nested[i].addColumnsTo(byName);
            }
        }
    }
}
