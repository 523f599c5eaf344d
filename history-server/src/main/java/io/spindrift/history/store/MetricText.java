package io.spindrift.history.store;

import io.spindrift.history.SqlRun.MetricValue;
import io.spindrift.history.store.SqlState.SqlMetric;
import java.util.Locale;

/// SQL metrics in the words of Spark's own pages.
final class MetricText {
    private MetricText() {}

    static MetricValue value(String type, SqlMetric metric) {
        Sketch values = metric.values;
        boolean none = values.count == 0;
        long total = values.sum;
        // Tasks that told nothing count as 0, but not where averages are told.
        long silent = none || type.equals("average") ? 0 : metric.silent();
        long min = none || silent > 0 ? 0 : values.min;
        long max = none ? 0 : values.max;
        long median = none ? 0 : median(values, silent);
        long count = none ? 1 : values.count + silent;
        return new MetricValue(
                total, min, median, max, count, text(type, metric, total, min, median, max, count));
    }

    private static long median(Sketch values, long silent) {
        long at = (values.count + silent) / 2;
        return at < silent ? 0 : values.quantile((at - silent + 0.5) / values.count);
    }

    private static String text(
            String type,
            SqlMetric metric,
            long total,
            long min,
            long median,
            long max,
            long count) {
        String at =
                metric.maxStage < 0
                        ? "driver)"
                        : "stage %d.%d: task %d)"
                                .formatted(metric.maxStage, metric.maxStageAttempt, metric.maxTask);
        return switch (type) {
            case "sum" -> String.format(Locale.ROOT, "%,d", total);
            case "average" ->
                    count == 1
                            ? average(max)
                            : "(min, med, max (stageId: taskId)):\n(%s, %s, %s (%s)"
                                    .formatted(average(min), average(median), average(max), at);
            default ->
                    count == 1
                            ? one(type, total)
                            : "total (min, med, max (stageId: taskId))\n%s (%s, %s, %s (%s)"
                                    .formatted(
                                            one(type, total),
                                            one(type, min),
                                            one(type, median),
                                            one(type, max),
                                            at);
        };
    }

    private static String one(String type, long value) {
        return switch (type) {
            case "size" -> bytes(value);
            case "timing" -> duration(value);
            case "nsTiming" -> duration(value / 1_000_000);
            default -> String.format(Locale.ROOT, "%,d", value);
        };
    }

    /// Stored ten times too big; whole ones without a point, as Spark.
    private static String average(long value) {
        return value % 10 == 0
                ? String.format(Locale.ROOT, "%,d", value / 10)
                : String.format(Locale.ROOT, "%,.1f", value / 10.0);
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String bytes(long value) {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
        double scaled = value;
        int unit = 0;
        while (scaled >= 2048 && unit < units.length - 1) {
            scaled /= 1024;
            unit++;
        }
        return decimal(scaled) + " " + units[unit];
    }

    /// In single precision, whose rounding shows.
    private static String duration(long millis) {
        if (millis < 1000) {
            return millis + " ms";
        }
        if (millis < 60_000) {
            return decimal((float) millis / 1000) + " s";
        }
        return millis < 3_600_000
                ? decimal((float) millis / 60_000) + " m"
                : String.format(Locale.ROOT, "%.2f h", (float) millis / 3_600_000);
    }
}
