package io.spindrift.agent;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Samples on their way to the server. When it is away for long, the oldest go.
final class Samples {
    private static final int WAITING_MAX = 10_000;
    private static final int BATCH = 2_000;
    private final Deque<MemorySample> waiting = new ArrayDeque<>();

    synchronized void add(MemorySample sample) {
        if (waiting.size() >= WAITING_MAX) {
            waiting.remove();
        }
        waiting.add(sample);
    }

    /// The oldest, and as many as fit into one call.
    synchronized List<MemorySample> some() {
        List<MemorySample> some = new ArrayList<>();
        for (MemorySample each : waiting) {
            if (some.size() == BATCH) {
                break;
            }
            some.add(each);
        }
        return some;
    }

    synchronized void done(List<MemorySample> sent) {
        for (MemorySample each : sent) {
            if (waiting.peek() == each) {
                waiting.remove();
            }
        }
    }
}
