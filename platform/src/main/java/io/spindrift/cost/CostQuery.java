package io.spindrift.cost;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Which costs are asked for, and how they are laid out.
///
/// @param from the first day
/// @param to the day after the last
/// @param groups at most so many; the rest are one group
public record CostQuery(
        LocalDate from,
        LocalDate to,
        Interval interval,
        Grouping grouping,
        Metric metric,
        Set<String> clusterIds,
        Set<String> jobIds,
        Set<String> users,
        int groups) {
    /// More buckets than anyone can look at.
    private static final int MOST_DAYS = 3700;

    public CostQuery {
        Objects.requireNonNull(interval, "interval");
        Objects.requireNonNull(grouping, "grouping");
        Objects.requireNonNull(metric, "metric");
        clusterIds = Set.copyOf(clusterIds);
        jobIds = Set.copyOf(jobIds);
        users = Set.copyOf(users);
        if (!from.isBefore(to) || days(from, to) > MOST_DAYS) {
            throw new IllegalArgumentException("'from' must be before 'to', and at most ten years");
        }
        if (groups < 1) {
            throw new IllegalArgumentException("'groups' must be 1 or more");
        }
    }

    /// The first day of the range of the same length before.
    public LocalDate beforeFrom() {
        return from.minusDays(days(from, to));
    }

    private static long days(LocalDate from, LocalDate to) {
        return to.toEpochDay() - from.toEpochDay();
    }

    boolean matches(BookedCost cost) {
        String job = cost.jobId();
        return (clusterIds.isEmpty() || clusterIds.contains(cost.app().clusterId()))
                && (jobIds.isEmpty() || (job != null && jobIds.contains(job)))
                && (users.isEmpty() || users.contains(cost.user()));
    }

    /// How days are put together.
    public enum Interval {
        DAY,
        /// From Monday.
        WEEK,
        MONTH;

        /// The first day of the bucket that a day falls in.
        public LocalDate bucket(LocalDate day) {
            return switch (this) {
                case DAY -> day;
                case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
                case MONTH -> day.withDayOfMonth(1);
            };
        }

        LocalDate next(LocalDate bucket) {
            return switch (this) {
                case DAY -> bucket.plusDays(1);
                case WEEK -> bucket.plusWeeks(1);
                case MONTH -> bucket.plusMonths(1);
            };
        }
    }

    /// What is measured.
    public enum Metric {
        COST,
        CORE_HOURS,
        APP_HOURS,
        IDLE_COST
    }

    /// What costs are grouped by.
    public sealed interface Grouping {
        /// The group of a cost; empty for those that have none (no job, label not set).
        Optional<String> key(BookedCost cost);
    }

    public record ByJob() implements Grouping {
        @Override
        public Optional<String> key(BookedCost cost) {
            return Optional.ofNullable(cost.jobId());
        }
    }

    public record ByUser() implements Grouping {
        @Override
        public Optional<String> key(BookedCost cost) {
            return Optional.of(cost.user());
        }
    }

    public record ByCluster() implements Grouping {
        @Override
        public Optional<String> key(BookedCost cost) {
            return Optional.of(cost.app().clusterId());
        }
    }

    public record BySparkVersion() implements Grouping {
        @Override
        public Optional<String> key(BookedCost cost) {
            return Optional.of(cost.sparkVersion());
        }
    }

    public record ByLabel(String name) implements Grouping {
        @Override
        public Optional<String> key(BookedCost cost) {
            return Optional.ofNullable(cost.labels().get(name));
        }
    }

    /// All in one group.
    public record Together() implements Grouping {
        @Override
        public Optional<String> key(BookedCost cost) {
            return Optional.of("all");
        }
    }
}
