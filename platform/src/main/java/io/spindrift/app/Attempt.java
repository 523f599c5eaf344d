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
/// @param failure what made it fail; null while nothing did, and of attempts of older versions.
///   Written down while it is open, it is to end for that
/// @param reason why it ended or is to end, for people
/// @param sparkAppId Spark's own id of it; null until its event log tells
/// @param hindrance what keeps its driver from beginning now, in the words of whoever does; null
///   where nothing is known to
/// @param node where its driver runs, on clusters of nodes; null until one is chosen
public record Attempt(
        int number,
        Instant queuedAt,
        Instant admittedAt,
        @Nullable Instant driverStartedAt,
        @Nullable Instant executorsReadyAt,
        @Nullable Instant endedAt,
        @Nullable Integer exitCode,
        @Nullable FailureClass failure,
        @Nullable String reason,
        @Nullable String sparkAppId,
        @Nullable String hindrance,
        @Nullable DriverNode node) {
    public Attempt {
        if (number < 1) {
            throw new IllegalArgumentException("attempts count from 1, not " + number);
        }
        Objects.requireNonNull(queuedAt, "queuedAt");
        Objects.requireNonNull(admittedAt, "admittedAt");
    }

    public static Attempt admitted(int number, Instant queuedAt, Instant admittedAt) {
        return new Attempt(
                number, queuedAt, admittedAt, null, null, null, null, null, null, null, null, null);
    }

    /// Whether its driver has not ended as far as we know: it holds its room.
    public boolean open() {
        return endedAt == null;
    }

    /// Whether it ended by itself, and well.
    public boolean succeeded() {
        return !open() && failure == null && Integer.valueOf(0).equals(exitCode);
    }

    /// What made it fail, as far as that is known; of one that failed.
    public FailureClass failureClass() {
        return failure == null ? FailureClass.APPLICATION : failure;
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
                failure,
                reason,
                sparkAppId,
                null,
                node);
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
                failure,
                reason,
                sparkAppId,
                hindrance,
                node);
    }

    /// It is to end, for this: written down before anything is done about it.
    public Attempt givenUp(FailureClass why, String sentence) {
        return new Attempt(
                number,
                queuedAt,
                admittedAt,
                driverStartedAt,
                executorsReadyAt,
                endedAt,
                exitCode,
                why,
                sentence,
                sparkAppId,
                hindrance,
                node);
    }

    /// What it was given up for before, stays.
    ///
    /// @param why null when it did not fail
    public Attempt ended(
            Instant at, @Nullable Integer code, @Nullable FailureClass why, String sentence) {
        return new Attempt(
                number,
                queuedAt,
                admittedAt,
                driverStartedAt,
                executorsReadyAt,
                at,
                code,
                failure == null ? why : failure,
                failure == null ? sentence : reason,
                sparkAppId,
                hindrance,
                node);
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
                failure,
                reason,
                id,
                hindrance,
                node);
    }

    public Attempt hindered(@Nullable String by) {
        return new Attempt(
                number,
                queuedAt,
                admittedAt,
                driverStartedAt,
                executorsReadyAt,
                endedAt,
                exitCode,
                failure,
                reason,
                sparkAppId,
                by,
                node);
    }

    /// Its driver was given a node, or has come further there.
    public Attempt on(DriverNode given) {
        return new Attempt(
                number,
                queuedAt,
                admittedAt,
                driverStartedAt,
                executorsReadyAt,
                endedAt,
                exitCode,
                failure,
                reason,
                sparkAppId,
                hindrance,
                given);
    }
}
