package io.spindrift.app;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One run of Spark code: as asked for, and where it stands.
///
/// @param updatedAt when anything of it last changed
public record Application(
        Origin origin,
        EffectiveConfig config,
        Progress progress,
        Figures figures,
        Instant updatedAt) {
    public Application {
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(config, "config");
        Objects.requireNonNull(progress, "progress");
        Objects.requireNonNull(figures, "figures");
        Objects.requireNonNull(updatedAt, "updatedAt");
    }

    public AppKey key() {
        return origin.key();
    }

    public String id() {
        return origin.key().appId();
    }

    public UUID internalId() {
        return origin.internalId();
    }

    public String clusterId() {
        return origin.key().clusterId();
    }

    public @Nullable String jobId() {
        return origin.jobId();
    }

    public AppState state() {
        return progress.state();
    }

    /// Whether others started it, and we only look on.
    public boolean observed() {
        return origin.source().observed();
    }

    /// The configuration in types; read anew on each call.
    public AppSpec spec() {
        return AppSpec.from(config);
    }

    /// The timeout of [#spec], null when it is disabled; for those who ask often.
    public @Nullable AppTimeout timeout() {
        return AppSpec.timeout(config);
    }

    /// The executors of [#spec]; for those who ask often.
    public ExecutorCount executors() {
        return AppSpec.executors(config);
    }

    public Instant createdAt() {
        return progress.transitions().getFirst().at();
    }

    /// The entry into RUNNING.
    public Optional<Instant> startedAt() {
        return progress.transitions().stream()
                .filter(transition -> transition.state() == AppState.RUNNING)
                .map(Transition::at)
                .findFirst();
    }

    /// The end of the driver, or of the wait; empty before a terminal state.
    public Optional<Instant> endedAt() {
        Transition last = progress.transitions().getLast();
        return last.state().terminal() ? Optional.of(last.at()) : Optional.empty();
    }

    /// Whether it waits for room: no attempt of it is open, and the wait before a retry is over.
    public boolean waits(Instant now) {
        if (state().terminal() || progress.stop() != null) {
            return false;
        }
        Instant retryAt = progress.retryAt();
        return progress.attempts().isEmpty() || (retryAt != null && !retryAt.isAfter(now));
    }

    /// Whether room is given to it: its last attempt has not ended.
    public boolean holdsRoom() {
        return !state().terminal() && progress.lastAttempt().map(Attempt::open).orElse(false);
    }

    /// Since when it waits: the order within a priority.
    public Instant queuedAt() {
        Instant retryAt = progress.retryAt();
        return retryAt == null ? createdAt() : retryAt;
    }

    public Application with(Progress next, Instant now) {
        return new Application(origin, config, next, figures, now);
    }

    public Application with(Figures next, Instant now) {
        return new Application(origin, config, progress, next, now);
    }
}
