package io.spindrift.app;

import java.time.Instant;
import java.util.Objects;

/// The entry into a state, with the reason in words for people.
public record Transition(AppState state, Instant at, String reason) {
    public Transition {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(reason, "reason");
    }
}
