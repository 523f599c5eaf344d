package io.spindrift.history;

import java.util.Arrays;

/// One number for each [TaskMetric]; zero where the log has none.
///
/// @param values by the metric's column; copied in and out
@SuppressWarnings("ArrayRecordComponent") // compared by content below; boxing 36 longs a task costs
public record TaskMetrics(long[] values) {
    private static final TaskMetric[] METRICS = TaskMetric.values();
    public static final TaskMetrics NONE = new TaskMetrics(new long[METRICS.length]);

    public TaskMetrics {
        values = Arrays.copyOf(values, METRICS.length);
    }

    @Override
    public long[] values() {
        return values.clone();
    }

    public long of(TaskMetric metric) {
        return values[metric.column()];
    }

    public TaskMetrics plus(TaskMetrics other) {
        long[] sum = values.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += other.values[i];
        }
        return new TaskMetrics(sum);
    }

    public long shuffleReadBytes() {
        return of(TaskMetric.SHUFFLE_REMOTE_BYTES_READ) + of(TaskMetric.SHUFFLE_LOCAL_BYTES_READ);
    }

    /// Input and shuffle read.
    public long readBytes() {
        return of(TaskMetric.INPUT_BYTES) + shuffleReadBytes();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TaskMetrics metrics && Arrays.equals(values, metrics.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        for (TaskMetric metric : METRICS) {
            if (of(metric) != 0) {
                text.append(text.length() > 1 ? ", " : "")
                        .append(metric.apiName())
                        .append('=')
                        .append(of(metric));
            }
        }
        return text.append('}').toString();
    }
}
