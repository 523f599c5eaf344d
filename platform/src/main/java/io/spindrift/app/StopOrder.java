package io.spindrift.app;

import java.time.Instant;
import java.util.Objects;

/// That an application is to end, written down before anything is done about it.
///
/// @param into the state it will have then: KILLED or TIMED_OUT
public record StopOrder(AppState into, Instant at, String reason) {
    public StopOrder {
        if (into != AppState.KILLED && into != AppState.TIMED_OUT) {
            throw new IllegalArgumentException("an application is not stopped into " + into);
        }
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(reason, "reason");
    }
}
