package io.spindrift.cost;

import io.spindrift.app.AppKey;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/// Sums over booked costs.
///
/// @param applications how many had a share in it
public record CostTotals(
        long costNanos, long idleNanos, long coreMillis, long appMillis, int applications) {
    static CostTotals of(Collection<BookedCost> costs) {
        long cost = 0;
        long idle = 0;
        long core = 0;
        long app = 0;
        Set<AppKey> applications = new HashSet<>();
        for (BookedCost booked : costs) {
            DayShare share = booked.share();
            cost += share.costNanos();
            idle += share.idleNanos();
            core += share.coreMillis();
            app += share.appMillis();
            applications.add(booked.app());
        }
        return new CostTotals(cost, idle, core, app, applications.size());
    }

    /// The metric as a number: money in units of the currency, times in hours.
    public double value(CostQuery.Metric metric) {
        return switch (metric) {
            case COST -> costNanos / 1e9;
            case IDLE_COST -> idleNanos / 1e9;
            case CORE_HOURS -> coreMillis / 3_600_000.0;
            case APP_HOURS -> appMillis / 3_600_000.0;
        };
    }
}
