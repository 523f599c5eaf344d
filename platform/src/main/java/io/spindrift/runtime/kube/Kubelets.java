package io.spindrift.runtime.kube;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Which nodes give no logs: a node that is lost, cut off or only simulated has as many followers
/// as containers, and need not be asked by all of them. One asks now and then until it answers.
/// Thread-safe.
final class Kubelets {
    /// So many questions in a row without an answer make a node silent.
    private static final int SILENT_AFTER = 16;

    private static final Duration ASK_EVERY = Duration.ofSeconds(8);

    private final Map<String, State> states = new ConcurrentHashMap<>();

    private record State(int failures, Instant askedAt) {}

    void answered(@Nullable String node) {
        if (node != null) {
            states.remove(node);
        }
    }

    void failed(@Nullable String node, Instant now) {
        if (node != null) {
            states.merge(
                    node,
                    new State(1, now),
                    (before, first) -> new State(before.failures() + 1, now));
        }
    }

    boolean silent(@Nullable String node) {
        State state = node == null ? null : states.get(node);
        return state != null && state.failures() >= SILENT_AFTER;
    }

    /// Whether a follower may ask now. Of those of a silent node one may, and then none for a
    /// while.
    boolean mayAsk(@Nullable String node, Instant now) {
        if (node == null || !silent(node)) {
            return true;
        }
        State state = states.get(node);
        return state == null
                || (!now.isBefore(state.askedAt().plus(ASK_EVERY))
                        && states.replace(node, state, new State(state.failures(), now)));
    }
}
