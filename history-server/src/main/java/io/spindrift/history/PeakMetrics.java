package io.spindrift.history;

import java.util.Arrays;

/// The highest value of each [PeakMetric]; zero means not measured, which is common: Spark polls
/// every ten seconds unless told otherwise.
///
/// @param values by the metric's column; copied in and out
@SuppressWarnings("ArrayRecordComponent") // compared by content below
public record PeakMetrics(long[] values) {
    private static final PeakMetric[] METRICS = PeakMetric.values();
    public static final PeakMetrics NONE = new PeakMetrics(new long[METRICS.length]);

    public PeakMetrics {
        values = Arrays.copyOf(values, METRICS.length);
    }

    @Override
    public long[] values() {
        return values.clone();
    }

    public long of(PeakMetric metric) {
        return values[metric.column()];
    }

    public boolean measured() {
        return !equals(NONE);
    }

    public PeakMetrics max(PeakMetrics other) {
        long[] highest = values.clone();
        for (int i = 0; i < highest.length; i++) {
            highest[i] = Math.max(highest[i], other.values[i]);
        }
        return new PeakMetrics(highest);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PeakMetrics peaks && Arrays.equals(values, peaks.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        for (PeakMetric metric : METRICS) {
            if (of(metric) != 0) {
                text.append(text.length() > 1 ? ", " : "")
                        .append(metric.sparkName())
                        .append('=')
                        .append(of(metric));
            }
        }
        return text.append('}').toString();
    }
}
