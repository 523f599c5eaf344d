package io.spindrift.cost;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Costs by time and group.
///
/// @param buckets first day of each, in order
/// @param groups largest first, the rest as one last group
/// @param before totals of the range of the same length before
public record CostReport(
        List<LocalDate> buckets, List<Group> groups, CostTotals totals, CostTotals before) {
    public CostReport {
        buckets = List.copyOf(buckets);
        groups = List.copyOf(groups);
        Objects.requireNonNull(totals, "totals");
        Objects.requireNonNull(before, "before");
    }

    /// One group's costs.
    ///
    /// @param key null for what has none
    /// @param rest whether it holds all groups that are not shown by themselves
    /// @param values of the metric, one a bucket
    /// @param share of the metric's total; null when that is zero
    /// @param change of the metric against the range before, 0.1 for 10 % more; null when it was
    ///   zero
    public record Group(
            @Nullable String key,
            boolean rest,
            List<Double> values,
            CostTotals totals,
            @Nullable Double share,
            @Nullable Double change) {
        public Group {
            values = List.copyOf(values);
            Objects.requireNonNull(totals, "totals");
        }
    }

    /// Lays out costs that were booked in the range or the one before; others are ignored.
    public static CostReport of(CostQuery query, List<BookedCost> costs) {
        List<BookedCost> within = new ArrayList<>();
        List<BookedCost> before = new ArrayList<>();
        for (BookedCost cost : costs) {
            if (!query.matches(cost) || cost.day().isBefore(query.beforeFrom())) {
                continue;
            }
            if (cost.day().isBefore(query.from())) {
                before.add(cost);
            } else if (cost.day().isBefore(query.to())) {
                within.add(cost);
            }
        }
        List<LocalDate> buckets = buckets(query);
        CostTotals totals = CostTotals.of(within);
        List<Group> groups = groups(query, buckets, within, before, totals);
        return new CostReport(buckets, groups, totals, CostTotals.of(before));
    }

    private static List<LocalDate> buckets(CostQuery query) {
        List<LocalDate> buckets = new ArrayList<>();
        LocalDate bucket = query.interval().bucket(query.from());
        while (bucket.isBefore(query.to())) {
            buckets.add(bucket);
            bucket = query.interval().next(bucket);
        }
        return buckets;
    }

    private static List<Group> groups(
            CostQuery query,
            List<LocalDate> buckets,
            List<BookedCost> within,
            List<BookedCost> before,
            CostTotals totals) {
        Map<Optional<String>, List<BookedCost>> now = byKey(query, within);
        Map<Optional<String>, List<BookedCost>> then = byKey(query, before);
        List<Optional<String>> order = new ArrayList<>(now.keySet());
        order.sort(
                Comparator.comparingDouble((Optional<String> key) ->
                                CostTotals.of(now.getOrDefault(key, List.of()))
                                        .value(query.metric()))
                        .reversed()
                        .thenComparing(key -> key.orElse("")));
        List<Group> groups = new ArrayList<>();
        List<BookedCost> restNow = new ArrayList<>();
        List<BookedCost> restThen = new ArrayList<>();
        for (Optional<String> key : order) {
            List<BookedCost> mine = now.getOrDefault(key, List.of());
            List<BookedCost> mineThen = then.getOrDefault(key, List.of());
            if (groups.size() < query.groups()) {
                String name = key.orElse(null);
                groups.add(group(query, buckets, name, false, mine, mineThen, totals));
            } else {
                restNow.addAll(mine);
                restThen.addAll(mineThen);
            }
        }
        if (!restNow.isEmpty()) {
            groups.add(group(query, buckets, null, true, restNow, restThen, totals));
        }
        return groups;
    }

    private static Map<Optional<String>, List<BookedCost>> byKey(
            CostQuery query, List<BookedCost> costs) {
        Map<Optional<String>, List<BookedCost>> groups = new LinkedHashMap<>();
        for (BookedCost cost : costs) {
            groups.computeIfAbsent(query.grouping().key(cost), key -> new ArrayList<>()).add(cost);
        }
        return groups;
    }

    private static Group group(
            CostQuery query,
            List<LocalDate> buckets,
            @Nullable String key,
            boolean rest,
            List<BookedCost> mine,
            List<BookedCost> mineBefore,
            CostTotals all) {
        Map<LocalDate, List<BookedCost>> byBucket = new LinkedHashMap<>();
        buckets.forEach(bucket -> byBucket.put(bucket, new ArrayList<>()));
        for (BookedCost cost : mine) {
            byBucket.getOrDefault(query.interval().bucket(cost.day()), new ArrayList<>()).add(cost);
        }
        List<Double> values = new ArrayList<>();
        byBucket.values().forEach(costs -> values.add(CostTotals.of(costs).value(query.metric())));
        CostTotals totals = CostTotals.of(mine);
        double value = totals.value(query.metric());
        double whole = all.value(query.metric());
        double was = CostTotals.of(mineBefore).value(query.metric());
        return new Group(
                key,
                rest,
                values,
                totals,
                whole == 0 ? null : Double.valueOf(value / whole),
                was == 0 ? null : Double.valueOf((value - was) / was));
    }
}
