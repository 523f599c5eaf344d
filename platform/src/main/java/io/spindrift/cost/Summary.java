package io.spindrift.cost;

import io.spindrift.app.AppState;
import io.spindrift.app.AppSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The home page's tiles and strip for a range of days that ends now.
///
/// An application belongs to the range in which it was submitted; the strip counts by its end.
///
/// @param before the same figures of the range of the same length before
/// @param bucket the length of a bar of the strip
/// @param stripFrom where the first bar begins
/// @param ended for each terminal state, how many ended in each bar
public record Summary(
        Instant from,
        Instant to,
        Figures figures,
        Figures before,
        int running,
        int pending,
        Duration bucket,
        Instant stripFrom,
        Map<AppState, List<Integer>> ended) {
    public Summary {
        Objects.requireNonNull(figures, "figures");
        Objects.requireNonNull(before, "before");
        ended = Map.copyOf(ended);
    }

    /// @param successRate of those that ended and were not killed; null without any
    /// @param efficiency weighted by core hours; null without any
    public record Figures(
            int applications,
            @Nullable Double successRate,
            long costNanos,
            long coreMillis,
            @Nullable Double efficiency,
            @Nullable Double cpuEfficiency) {}

    /// @param days 1, 7 or 30 in the console; any from 1 to 366
    public static Summary of(Collection<AppSummary> apps, int days, Instant now) {
        if (days < 1 || days > 366) {
            throw new IllegalArgumentException("'days' must be from 1 to 366, not " + days);
        }
        Instant from = now.minus(Duration.ofDays(days));
        Duration bucket = bucket(days);
        Instant end = ceiling(now, bucket);
        Instant stripFrom = end.minus(Duration.ofDays(days));
        return new Summary(
                from,
                now,
                figures(apps, from, now.plusNanos(1)),
                figures(apps, from.minus(Duration.ofDays(days)), from),
                count(apps, AppState.RUNNING),
                count(apps, AppState.PENDING),
                bucket,
                stripFrom,
                strip(apps, stripFrom, end, bucket));
    }

    private static Duration bucket(int days) {
        if (days == 1) {
            return Duration.ofHours(1);
        }
        return days <= 7 ? Duration.ofHours(6) : Duration.ofDays(1);
    }

    private static Instant ceiling(Instant time, Duration bucket) {
        long length = bucket.toMillis();
        return Instant.ofEpochMilli(Math.ceilDiv(time.toEpochMilli(), length) * length);
    }

    private static Figures figures(Collection<AppSummary> apps, Instant from, Instant to) {
        int applications = 0;
        int ended = 0;
        int succeeded = 0;
        long costNanos = 0;
        long coreMillis = 0;
        Weighted efficiency = new Weighted();
        Weighted cpuEfficiency = new Weighted();
        for (AppSummary app : apps) {
            if (app.createdAt().isBefore(from) || !app.createdAt().isBefore(to)) {
                continue;
            }
            applications++;
            ended += app.state().terminal() && app.state() != AppState.KILLED ? 1 : 0;
            succeeded += app.state().successful() ? 1 : 0;
            costNanos += orZero(app.figures().costNanos());
            long weight = orZero(app.figures().coreMillis());
            coreMillis += weight;
            efficiency.add(app.figures().efficiency(), weight);
            cpuEfficiency.add(app.figures().cpuEfficiency(), weight);
        }
        return new Figures(
                applications,
                ended == 0 ? null : Double.valueOf((double) succeeded / ended),
                costNanos,
                coreMillis,
                efficiency.mean(),
                cpuEfficiency.mean());
    }

    private static long orZero(@Nullable Long value) {
        return value == null ? 0 : value;
    }

    private static int count(Collection<AppSummary> apps, AppState state) {
        return (int) apps.stream().filter(app -> app.state() == state).count();
    }

    private static Map<AppState, List<Integer>> strip(
            Collection<AppSummary> apps, Instant from, Instant to, Duration bucket) {
        int bars = (int) Duration.between(from, to).dividedBy(bucket);
        Map<AppState, int[]> counts = new EnumMap<>(AppState.class);
        for (AppState state : AppState.values()) {
            if (state.terminal()) {
                counts.put(state, new int[bars]);
            }
        }
        for (AppSummary app : apps) {
            Instant endedAt = app.endedAt();
            int[] row = counts.get(app.state());
            if (row != null && endedAt != null && !endedAt.isBefore(from) && endedAt.isBefore(to)) {
                row[(int) Duration.between(from, endedAt).dividedBy(bucket)]++;
            }
        }
        Map<AppState, List<Integer>> ended = new EnumMap<>(AppState.class);
        counts.forEach((state, row) -> ended.put(state, IntStream.of(row).boxed().toList()));
        return ended;
    }

    private static final class Weighted {
        private double sum;
        private double weights;

        void add(@Nullable Double value, long weight) {
            if (value != null) {
                sum += value * weight;
                weights += weight;
            }
        }

        @Nullable Double mean() {
            return weights == 0 ? null : Double.valueOf(sum / weights);
        }
    }
}
