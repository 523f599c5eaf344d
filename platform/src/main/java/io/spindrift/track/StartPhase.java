package io.spindrift.track;

import io.spindrift.app.Attempt;
import io.spindrift.app.DriverNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One span of the start of an attempt. On `local` there is no wait for a node and no image.
///
/// @param endedAt null while it lasts
/// @param detail what it came to, in a few words; mostly null
public record StartPhase(
        Name name, Instant startedAt, @Nullable Instant endedAt, @Nullable String detail) {
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
        NODE("node"),
        IMAGE("image"),
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
        return new StartPhase(Name.QUEUED, since, null, null);
    }

    /// Those of an attempt, as far as it came; a phase that was cut off by its end, ended then.
    ///
    /// @param nodes whether its cluster gives drivers nodes, and brings their images there
    public static List<StartPhase> of(Attempt attempt, boolean nodes) {
        List<StartPhase> phases = new ArrayList<>();
        Instant begun = attempt.admittedAt();
        phases.add(new StartPhase(Name.QUEUED, attempt.queuedAt(), begun, null));
        Instant driver = attempt.driverStartedAt();
        DriverNode node = attempt.node();
        if (node != null) {
            begun = add(phases, Name.NODE, begun, node.chosenAt(), attempt, detail(node));
            begun = add(phases, Name.IMAGE, begun, node.imageAt(), attempt, null);
        } else if (nodes && driver == null) {
            begun = add(phases, Name.NODE, begun, null, attempt, null);
        }
        boolean waits = driver == null && (node == null ? nodes : node.imageAt() == null);
        if (!waits) {
            begun = add(phases, Name.DRIVER, begun, driver, attempt, null);
        }
        if (driver != null) {
            add(phases, Name.EXECUTORS, begun, attempt.executorsReadyAt(), attempt, null);
        }
        return phases;
    }

    /// @return when the next one begins
    private static Instant add(
            List<StartPhase> phases,
            Name name,
            Instant begun,
            @Nullable Instant end,
            Attempt attempt,
            @Nullable String detail) {
        StartPhase phase = new StartPhase(name, begun, endOf(end, begun, attempt), detail);
        phases.add(phase);
        return end == null || end.isBefore(begun) ? begun : end;
    }

    private static String detail(DriverNode node) {
        if (node.bought() == null) {
            return node.name();
        }
        return node.name() + (node.bought() ? ", which came for it" : ", which was there");
    }

    private static @Nullable Instant endOf(@Nullable Instant end, Instant begun, Attempt attempt) {
        Instant known = end == null ? attempt.endedAt() : end;
        return known != null && known.isBefore(begun) ? begun : known;
    }
}
