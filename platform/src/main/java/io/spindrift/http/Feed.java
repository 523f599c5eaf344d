package io.spindrift.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Carries changes to all browsers that listen. Memory is bounded: the last events are kept for
/// those that come back, each listener has a short queue, and a slow one is told to fetch again.
/// Safe for use from several threads.
public final class Feed {
    private static final int KEPT = 1000;
    private static final int QUEUE = 256;
    private static final int MOST_LISTENERS = 100;

    private final String boot;
    private final Deque<Event> last = new ArrayDeque<>();
    private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();
    private long sequence;

    /// @param boot differs from start to start, so that ids of another are not mistaken for ours
    public Feed(String boot) {
        this.boot = boot;
    }

    /// Whether anyone listens, so that events need not be made for nobody.
    public boolean heard() {
        return !listeners.isEmpty();
    }

    /// @param clusterId null for what belongs to no cluster
    /// @param appId null for what belongs to no application
    public void publish(
            String kind, @Nullable String clusterId, @Nullable String appId, JsonNode data) {
        synchronized (this) {
            sequence++;
            Event event = new Event(boot + "-" + sequence, kind, clusterId, appId, Json.text(data));
            last.addLast(event);
            if (last.size() > KEPT) {
                last.removeFirst();
            }
            listeners.forEach(listener -> listener.offer(event));
        }
    }

    /// Ends all streams, so that the server can stop.
    public void close() {
        closed.set(true);
        listeners.forEach(listener -> listener.offer(Event.END));
    }

    boolean closed() {
        return closed.get();
    }

    /// @param lastId what the client heard last, null if nothing
    /// @throws RefusedException when too many listen
    synchronized Listener listen(@Nullable String lastId) {
        if (listeners.size() >= MOST_LISTENERS) {
            throw RefusedException.of(
                    503, "UNAVAILABLE", MOST_LISTENERS + " clients listen already");
        }
        List<Event> missed = lastId == null ? null : missedSince(lastId);
        Listener listener = new Listener(missed != null);
        if (missed != null) {
            missed.forEach(listener::offer);
        }
        listeners.add(listener);
        return listener;
    }

    private @Nullable List<Event> missedSince(String lastId) {
        if (lastId.equals(boot + "-" + sequence)) {
            return List.of();
        }
        List<Event> missed = new ArrayList<>();
        boolean found = false;
        for (Event event : last) {
            if (found) {
                missed.add(event);
            }
            found |= event.id().equals(lastId);
        }
        return found && missed.size() < QUEUE ? missed : null;
    }

    record Event(
            String id,
            String kind,
            @Nullable String clusterId,
            @Nullable String appId,
            String data) {
        static final Event END = new Event("", "end", null, null, "{}");
        static final Event OVERFLOW = new Event("", "overflow", null, null, "{}");

        boolean isEnd() {
            return kind.equals("end");
        }
    }

    /// One client's queue.
    final class Listener implements AutoCloseable {
        private final BlockingQueue<Event> queue = new ArrayBlockingQueue<>(QUEUE);
        private final boolean resumed;

        Listener(boolean resumed) {
            this.resumed = resumed;
        }

        boolean resumed() {
            return resumed;
        }

        BlockingQueue<Event> queue() {
            return queue;
        }

        private void offer(Event event) {
            if (!queue.offer(event)) {
                queue.clear();
                queue.offer(event.isEnd() ? event : Event.OVERFLOW);
            }
        }

        @Override
        public void close() {
            listeners.remove(this);
        }
    }
}
