package io.spindrift.history.store;

import io.spindrift.history.StageId;
import java.time.Instant;

/// When a stage attempt ran: the front of its row, read without the rest.
///
/// @param submittedMillis 0 before it was submitted, or where it never was
/// @param completedMillis 0 while it runs
record StageSpan(StageId id, long submittedMillis, long completedMillis) {
    boolean overlaps(Instant from, Instant to) {
        return submittedMillis > 0
                && submittedMillis <= to.toEpochMilli()
                && (completedMillis == 0 || completedMillis >= from.toEpochMilli());
    }

    long millis(Instant to) {
        return (completedMillis == 0 ? to.toEpochMilli() : completedMillis) - submittedMillis;
    }
}
