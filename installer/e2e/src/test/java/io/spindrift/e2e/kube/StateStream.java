package io.spindrift.e2e.kube;

import com.fasterxml.jackson.databind.JsonNode;
import io.spindrift.e2e.Api;
import io.spindrift.e2e.Json;
import io.spindrift.e2e.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// Listens to the platform as a page of the console does, and knows when it heard of an
/// application's state first, by `System.nanoTime`.
final class StateStream implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final Api api;
    private final Map<String, Long> heard = new ConcurrentHashMap<>();
    private final Stream<String> lines;

    StateStream(Platform platform, String clusterId) {
        this.api = platform.api();
        HttpRequest request =
                HttpRequest.newBuilder(
                                platform.address()
                                        .resolve("/ocean/spark/events?clusterId=" + clusterId))
                        .header("Authorization", "Bearer " + platform.adminToken())
                        .build();
        try {
            this.lines = client.send(request, HttpResponse.BodyHandlers.ofLines()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        Thread.ofVirtual().name("state-stream").start(this::read);
    }

    /// When this state was heard of first.
    Optional<Long> at(String appId, String state) {
        return Optional.ofNullable(heard.get(appId + " " + state));
    }

    private void read() {
        try {
            String[] kind = {""};
            lines.forEach(line -> {
                if (line.startsWith("event: ")) {
                    kind[0] = line.substring("event: ".length());
                } else if (line.startsWith("data: ")) {
                    take(kind[0], line.substring("data: ".length()));
                }
            });
        } catch (UncheckedIOException e) {
            return; // closed
        }
    }

    private void take(String kind, String data) {
        switch (kind) {
            case "application" -> note(Json.parse(data));
            case "overflow" -> api.applications().forEach(this::note);
            default -> {}
        }
    }

    private void note(JsonNode app) {
        String key = app.path("id").asText() + " " + app.path("appState").asText();
        heard.putIfAbsent(key, System.nanoTime());
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
