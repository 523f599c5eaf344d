package io.spindrift.runtime.kube;

import io.spindrift.runtime.Container;
import io.spindrift.runtime.ContainerId;
import io.spindrift.runtime.Exit;
import io.spindrift.runtime.ExitReason;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A container that began, or will never begin, as it is written down: pods go, this stays.
///
/// @param endReason null while it runs
record Seen(
        String container,
        String pod,
        String uid,
        String node,
        long startedAtMillis,
        @Nullable ExitReason endReason,
        long endedAtMillis,
        @Nullable Integer exitCode,
        @Nullable String endMessage) {

    static Seen begun(PodSight sight, Instant at) {
        return new Seen(
                sight.container().name(),
                sight.name(),
                sight.uid(),
                Objects.requireNonNullElse(sight.node(), ""),
                at.toEpochMilli(),
                null,
                0,
                null,
                null);
    }

    ContainerId id() {
        return new ContainerId(container);
    }

    Instant startedAt() {
        return Instant.ofEpochMilli(startedAtMillis);
    }

    /// Never before it began.
    Seen ended(Exit exit) {
        return new Seen(
                container,
                pod,
                uid,
                node,
                startedAtMillis,
                exit.reason(),
                Math.max(startedAtMillis, exit.at().toEpochMilli()),
                exit.code(),
                exit.message());
    }

    @Nullable Exit exit() {
        return endReason == null
                ? null
                : new Exit(
                        Instant.ofEpochMilli(endedAtMillis),
                        exitCode,
                        endReason,
                        Objects.requireNonNullElse(endMessage, ""));
    }

    Container sighting(Plan.Size size) {
        return new Container(
                id(),
                node,
                size.cores(),
                size.coreRequestMilliCores(),
                size.memoryMib(),
                startedAt(),
                exit());
    }
}
