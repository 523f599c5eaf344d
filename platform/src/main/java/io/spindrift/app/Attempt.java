package io.spindrift.app;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One try of an application, and the times of its start-up phases.
///
/// @param number from 1
/// @param queuedAt when it began to wait for room
/// @param admittedAt when room was given to it: written down before anything is launched
/// @param driverStartedAt when the driver's process began; null until it was seen
/// @param executorsReadyAt when as many executors ran as it begins with; null until then
/// @param endedAt when the driver ended; null until then
/// @param exitCode null until the driver ended, or when nobody knows
/// @param reason why it ended, for people
/// @param sparkAppId Spark's own id of it; null until its event log tells
public record Attempt(
        int number,
        Instant queuedAt,
        Instant admittedAt,
        @Nullable Instant driverStartedAt,
        @Nullable Instant executorsReadyAt,
        @Nullable Instant endedAt,
        @Nullable Integer exitCode,
        @Nullable String reason,
        @Nullable String sparkAppId) {
    public Attempt {
        if (number < 1) {
            throw new IllegalArgumentException("attempts count from 1, not " + number);
        }
        Objects.requireNonNull(queuedAt, "queuedAt");
        Objects.requireNonNull(admittedAt, "admittedAt");
    }

    public static Attempt admitted(int number, Instant queuedAt, Instant admittedAt) {
        return new Attempt(number, queuedAt, admittedAt, null, null, null, null, null, null);
    }

    /// Whether its driver has not ended as far as we know: it holds its room.
    public boolean open() {
        return endedAt == null;
    }

    public Attempt withDriverStarted(Instant at) {
        return new Attempt(
                number,
                queuedAt,
                admittedAt,
                at,
                executorsReadyAt,
                endedAt,
                exitCode,
                reason,
                sparkAppId);
    }

    public Attempt withExecutorsReady(Instant at) {
        return new Attempt(
                number,
                queuedAt,
                admittedAt,
                driverStartedAt,
                at,
                endedAt,
                exitCode,
                reason,
                sparkAppId);
    }

    public Attempt ended(Instant at, @Nullable Integer code, String why) {
        return new Attempt(
                number,
                queuedAt,
                admittedAt,
                driverStartedAt,
                executorsReadyAt,
                at,
                code,
                why,
                sparkAppId);
    }

    public Attempt withSparkAppId(String id) {
        return new Attempt(
                number,
                queuedAt,
                admittedAt,
                driverStartedAt,
                executorsReadyAt,
                endedAt,
                exitCode,
                reason,
                id);
    }
}
