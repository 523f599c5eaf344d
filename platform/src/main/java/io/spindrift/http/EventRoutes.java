package io.spindrift.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The stream of all that changes.
final class EventRoutes {
    private static final Duration BEAT = Duration.ofSeconds(15);

    private final Feed feed;
    private final InstantSource clock;

    EventRoutes(Feed feed, InstantSource clock) {
        this.feed = feed;
        this.clock = clock;
    }

    void addTo(RouteTable table) {
        table.get("/ocean/spark/events", this::stream);
    }

    private void stream(Call call) {
        Query query = call.query("clusterId", "appId");
        Set<String> clusters = query.texts("clusterId");
        @Nullable String appId = query.text("appId").orElse(null);
        try (Feed.Listener listener = feed.listen(call.header("Last-Event-ID").orElse(null));
                EventStream stream = EventStream.open(call.response())) {
            String at = Json.time(clock.instant());
            stream.send(
                    null,
                    "hello",
                    Json.object().put("resumed", listener.resumed()).put("at", at).toString());
            while (!feed.closed()) {
                Feed.Event event = listener.queue().poll(BEAT.toSeconds(), TimeUnit.SECONDS);
                if (event == null) {
                    stream.beat();
                } else if (event.isEnd()) {
                    return;
                } else if (wanted(event, clusters, appId)) {
                    stream.send(event.id(), event.kind(), event.data());
                }
            }
        } catch (IOException | UncheckedIOException e) {
            return; // The client is gone, which is how these streams end.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean wanted(Feed.Event event, Set<String> clusters, @Nullable String appId) {
        boolean cluster =
                clusters.isEmpty()
                        || event.clusterId() == null
                        || clusters.contains(event.clusterId());
        return cluster && (appId == null || event.appId() == null || appId.equals(event.appId()));
    }
}
