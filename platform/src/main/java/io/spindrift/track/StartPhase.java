package io.spindrift.track;

import io.spindrift.app.Attempt;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One span of the start of an attempt. On `local` there is no wait for a node and no image.
///
/// @param endedAt null while it lasts
public record StartPhase(Name name, Instant startedAt, @Nullable Instant endedAt) {
    public StartPhase {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(startedAt, "startedAt");
    }

    /// How long it took; null while it lasts.
    public @Nullable Duration duration() {
        return endedAt == null ? null : Duration.between(startedAt, endedAt);
    }

    /// What is waited for.
    public enum Name {
        QUEUED("queued"),
        DRIVER("driver"),
        EXECUTORS("executors");

        private final String text;

        Name(String text) {
            this.text = text;
        }

        /// Its name in the API.
        public String text() {
            return text;
        }
    }

    /// The phase of an application that waits for its first room.
    public static StartPhase queued(Instant since) {
        return new StartPhase(Name.QUEUED, since, null);
    }

    /// Those of an attempt, as far as it came; a phase that was cut off by its end, ended then.
    public static List<StartPhase> of(Attempt attempt) {
        List<StartPhase> phases = new ArrayList<>();
        Instant admitted = attempt.admittedAt();
        phases.add(new StartPhase(Name.QUEUED, attempt.queuedAt(), admitted));
        Instant driver = attempt.driverStartedAt();
        phases.add(new StartPhase(Name.DRIVER, admitted, endOf(driver, admitted, attempt)));
        if (driver != null) {
            Instant ready = attempt.executorsReadyAt();
            Instant begun = driver.isBefore(admitted) ? admitted : driver;
            phases.add(new StartPhase(Name.EXECUTORS, begun, endOf(ready, begun, attempt)));
        }
        return phases;
    }

    private static @Nullable Instant endOf(@Nullable Instant end, Instant begun, Attempt attempt) {
        Instant known = end == null ? attempt.endedAt() : end;
        return known != null && known.isBefore(begun) ? begun : known;
    }
}
