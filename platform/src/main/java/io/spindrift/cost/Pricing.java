package io.spindrift.cost;

import io.spindrift.cloud.Money;
import io.spindrift.track.Stay;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Prices applications: the exact integral over the lives of their containers.
public final class Pricing {
    private final Prices prices;

    public Pricing(Prices prices) {
        this.prices = prices;
    }

    public Prices prices() {
        return prices;
    }

    /// What the application cost, up to `now` where it still runs.
    ///
    /// @param efficiency 0 to 1; null while nobody knows
    /// @param runningFrom entry into RUNNING; null before
    /// @param runningTo the end; null while it runs
    public AppCost price(
            List<Stay> stays,
            @Nullable Double efficiency,
            @Nullable Instant runningFrom,
            @Nullable Instant runningTo,
            Instant now) {
        List<ContainerCost> containers = new ArrayList<>();
        SortedMap<LocalDate, DayShare> days = new TreeMap<>();
        boolean hasExecutors = stays.stream().anyMatch(stay -> !stay.driver());
        long total = 0;
        long coreMillis = 0;
        for (Stay stay : stays) {
            ContainerCost cost = container(stay, now);
            containers.add(cost);
            total += cost.cost().nanos();
            coreMillis += cost.coreMillis();
            // In local mode, without executors, tasks run in the driver.
            boolean worksOnTasks = !stay.driver() || !hasExecutors;
            addDays(days, stay, now, worksOnTasks ? efficiency : null);
        }
        if (runningFrom != null) {
            addRunning(days, runningFrom, runningTo == null ? now : runningTo);
        }
        long idle = days.values().stream().mapToLong(DayShare::idleNanos).sum();
        return new AppCost(
                new Money(total, prices.currency()),
                efficiency == null ? null : new Money(idle, prices.currency()),
                coreMillis,
                containers,
                List.copyOf(days.values()));
    }

    private ContainerCost container(Stay stay, Instant now) {
        long millis = millis(stay.startedAt(), stay.endOr(now));
        long nanos = prices.nanos(stay.cores(), stay.memoryMib(), millis);
        return new ContainerCost(stay, millis, new Money(nanos, prices.currency()));
    }

    /// A day's part is the difference of two rounded sums, so that the parts add up to the whole.
    private void addDays(
            SortedMap<LocalDate, DayShare> days,
            Stay stay,
            Instant now,
            @Nullable Double efficiency) {
        long before = 0;
        for (Span span : spans(stay.startedAt(), stay.endOr(now))) {
            long upTo = millis(stay.startedAt(), span.to());
            long nanos = prices.nanos(stay.cores(), stay.memoryMib(), upTo) - before;
            before += nanos;
            long coreMillis = millis(span.from(), span.to()) * stay.cores();
            days.merge(
                    span.day(),
                    new DayShare(span.day(), nanos, idle(nanos, efficiency), coreMillis, 0),
                    DayShare::plus);
        }
    }

    private static void addRunning(SortedMap<LocalDate, DayShare> days, Instant from, Instant to) {
        for (Span span : spans(from, to)) {
            days.merge(
                    span.day(),
                    new DayShare(span.day(), 0, 0, 0, millis(span.from(), span.to())),
                    DayShare::plus);
        }
    }

    private static long idle(long nanos, @Nullable Double efficiency) {
        if (efficiency == null) {
            return 0;
        }
        double share = 1 - Math.clamp(efficiency, 0.0, 1.0);
        return BigDecimal.valueOf(nanos)
                .multiply(BigDecimal.valueOf(share))
                .setScale(0, RoundingMode.HALF_EVEN)
                .longValueExact();
    }

    private static long millis(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toMillis());
    }

    private record Span(LocalDate day, Instant from, Instant to) {}

    private static List<Span> spans(Instant from, Instant to) {
        List<Span> spans = new ArrayList<>();
        Instant at = from;
        while (at.isBefore(to)) {
            LocalDate day = LocalDate.ofInstant(at, ZoneOffset.UTC);
            Instant midnight = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
            Instant end = midnight.isBefore(to) ? midnight : to;
            spans.add(new Span(day, at, end));
            at = end;
        }
        return spans;
    }
}
