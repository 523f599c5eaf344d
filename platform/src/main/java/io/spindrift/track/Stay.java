package io.spindrift.track;

import io.spindrift.app.AppKey;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The life of one container of one attempt: what it held, and from when to when.
///
/// @param container `driver`, `executor-0`, …
/// @param node where it lived; `local` on this machine
/// @param cores as allocated, what core hours and costs count
/// @param memoryMib heap and overhead
/// @param endedAt null while it lives
/// @param exitCode null while it lives, or when nobody knows
/// @param reason why it ended, for people
public record Stay(
        AppKey app,
        int attempt,
        String container,
        String node,
        int cores,
        int memoryMib,
        Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Integer exitCode,
        @Nullable String reason) {
    public static final String DRIVER = "driver";

    public Stay {
        Objects.requireNonNull(app, "app");
        Objects.requireNonNull(container, "container");
        Objects.requireNonNull(node, "node");
        if (attempt < 1 || cores < 0 || memoryMib < 0) {
            throw new IllegalArgumentException("not a container: " + app + " " + container);
        }
        if (endedAt != null && endedAt.isBefore(startedAt)) {
            throw new IllegalArgumentException(container + " ended before it began");
        }
    }

    public boolean driver() {
        return container.equals(DRIVER);
    }

    /// When it ended, or the given time while it lives; never before it began.
    public Instant endOr(Instant now) {
        Instant end = endedAt == null ? now : endedAt;
        return end.isBefore(startedAt) ? startedAt : end;
    }

    public Stay ended(Instant at, @Nullable Integer code, @Nullable String why) {
        Instant end = at.isBefore(startedAt) ? startedAt : at;
        return new Stay(app, attempt, container, node, cores, memoryMib, startedAt, end, code, why);
    }
}
