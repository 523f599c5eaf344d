package io.spindrift.app;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where an application stands and how it came there.
///
/// @param transitions oldest first; the first is PENDING
/// @param attempts oldest first
/// @param stop null while nobody wants it to end
/// @param failure why it failed, in a sentence; null unless it did
/// @param retryAt when the next attempt may begin, after one that failed; null unless one is due
public record Progress(
        List<Transition> transitions,
        List<Attempt> attempts,
        @Nullable StopOrder stop,
        @Nullable String failure,
        @Nullable Instant retryAt) {
    public Progress {
        transitions = List.copyOf(transitions);
        attempts = List.copyOf(attempts);
        if (transitions.isEmpty() || transitions.getFirst().state() != AppState.PENDING) {
            throw new IllegalArgumentException("an application begins PENDING");
        }
    }

    public static Progress submitted(Instant at) {
        return new Progress(
                List.of(new Transition(AppState.PENDING, at, "submitted")),
                List.of(),
                null,
                null,
                null);
    }

    public AppState state() {
        return transitions.getLast().state();
    }

    public Optional<Attempt> lastAttempt() {
        return attempts.isEmpty() ? Optional.empty() : Optional.of(attempts.getLast());
    }

    /// @throws IllegalStateException when that step is not allowed: a terminal state never changes
    public Progress entering(AppState state, Instant at, String reason) {
        if (!state().mayBecome(state)) {
            throw new IllegalStateException("no way from " + state() + " to " + state);
        }
        List<Transition> more = new ArrayList<>(transitions);
        more.add(new Transition(state, at, reason));
        return new Progress(more, attempts, stop, failure, state.terminal() ? null : retryAt);
    }

    /// Adds the attempt, or replaces the one of the same number.
    public Progress with(Attempt attempt) {
        List<Attempt> kept = new ArrayList<>(attempts);
        if (attempt.number() == attempts.size() + 1) {
            kept.add(attempt);
            return new Progress(transitions, kept, stop, failure, null);
        }
        kept.set(attempt.number() - 1, attempt);
        return new Progress(transitions, kept, stop, failure, retryAt);
    }

    /// The first order stands.
    public Progress stopping(StopOrder order) {
        return stop == null ? new Progress(transitions, attempts, order, failure, retryAt) : this;
    }

    public Progress failing(String sentence) {
        return new Progress(transitions, attempts, stop, sentence, retryAt);
    }

    public Progress retryingAt(Instant at) {
        return new Progress(transitions, attempts, stop, failure, at);
    }
}
