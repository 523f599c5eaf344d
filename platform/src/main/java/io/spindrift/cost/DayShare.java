package io.spindrift.cost;

import java.time.LocalDate;
import java.util.Objects;

/// What arose on one UTC day.
///
/// @param idleNanos of the cost: cores that ran no task; 0 while nobody knows
/// @param appMillis how long the application ran that day
public record DayShare(
        LocalDate day, long costNanos, long idleNanos, long coreMillis, long appMillis) {
    public DayShare {
        Objects.requireNonNull(day, "day");
    }

    DayShare plus(DayShare more) {
        return new DayShare(
                day,
                costNanos + more.costNanos,
                idleNanos + more.idleNanos,
                coreMillis + more.coreMillis,
                appMillis + more.appMillis);
    }
}
