package io.spindrift.cluster;

/// What a core and a GiB of a cluster cost for an hour, in billionths of the platform's currency.
public record CorePrices(long perCoreHourNanos, long perGibHourNanos) {
    public CorePrices {
        if (perCoreHourNanos < 0 || perGibHourNanos < 0) {
            throw new IllegalArgumentException("prices are not negative");
        }
    }
}
