package io.spindrift.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A client of the REST API, as a script would be.
public final class Api {
    public static final String CLUSTER = "/ocean/spark/cluster/local";
    private static final Set<String> ENDED =
            Set.of("COMPLETED", "COMPLETED_WITH_WARNINGS", "FAILED", "KILLED", "TIMED_OUT");

    private final HttpClient client;
    private final URI address;
    private final String token;
    private final String cluster;

    public Api(URI address, String token, HttpClient client) {
        this(address, token, client, CLUSTER);
    }

    private Api(URI address, String token, HttpClient client, String cluster) {
        this.client = client;
        this.address = address;
        this.token = token;
        this.cluster = cluster;
    }

    /// The same, for another cluster than this machine.
    public Api on(String clusterId) {
        return new Api(address, token, client, "/ocean/spark/cluster/" + clusterId);
    }

    /// Where an application is.
    public String path(String appId) {
        return cluster + "/app/" + appId;
    }

    public Reply get(String path) {
        return send("GET", path, HttpRequest.BodyPublishers.noBody(), "application/json");
    }

    public Reply delete(String path) {
        return send("DELETE", path, HttpRequest.BodyPublishers.noBody(), "application/json");
    }

    public Reply post(String path, JsonNode body) {
        return send(
                "POST",
                path,
                HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)),
                "application/json");
    }

    public Reply send(String method, String path, HttpRequest.BodyPublisher body, String type) {
        HttpRequest request =
                HttpRequest.newBuilder(address.resolve(path))
                        .timeout(Duration.ofSeconds(60))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", type)
                        .method(method, body)
                        .build();
        try {
            HttpResponse<String> answer =
                    client.send(request, HttpResponse.BodyHandlers.ofString());
            String answered = answer.headers().firstValue("Content-Type").orElse("");
            return new Reply(method + " " + path, answer.statusCode(), answered, answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /// Stores a text file; answers with its URI.
    public String upload(String name, String text) {
        return upload(name, text.getBytes(StandardCharsets.UTF_8));
    }

    public String upload(String name, byte[] content) {
        Reply reply =
                send(
                        "PUT",
                        "/ocean/spark/file?name=" + URLEncoder.encode(name, StandardCharsets.UTF_8),
                        HttpRequest.BodyPublishers.ofByteArray(content),
                        "application/octet-stream");
        if (reply.status() != 200 && reply.status() != 201) {
            throw new AssertionError("upload: " + reply);
        }
        return reply.item().path("uri").asText();
    }

    /// @return the appId
    public String submit(JsonNode request) {
        return post(cluster + "/app", brief(request)).expect(201).item().path("id").asText();
    }

    /// What runs here ends soon: its Java is spared the compiler whose work would come too late,
    /// which is half of what such a run costs. What is given stays.
    public static JsonNode brief(JsonNode request) {
        JsonNode brief = request.deepCopy();
        if (brief.path("configOverrides") instanceof ObjectNode overrides) {
            ObjectNode conf = overrides.withObjectProperty("sparkConf");
            for (String container : List.of("driver", "executor")) {
                String key = "spark." + container + ".defaultJavaOptions";
                if (!conf.has(key)) {
                    conf.put(key, "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
                }
            }
        }
        return brief;
    }

    public JsonNode application(String appId) {
        return get(path(appId)).expect(200).item();
    }

    /// One item of what lies below an application: `cost`, `metrics`, ...
    public JsonNode of(String appId, String what) {
        return get(path(appId) + "/" + what).expect(200).item();
    }

    /// All applications, the oldest first.
    public List<JsonNode> applications() {
        List<JsonNode> all = new ArrayList<>();
        long total = 1;
        while (all.size() < total) {
            JsonNode page =
                    get("/ocean/spark/app?sort=createdAt&limit=500&offset=" + all.size())
                            .expect(200)
                            .json()
                            .path("response");
            total = page.path("total").asLong();
            List<JsonNode> items = Json.items(page.path("items")).toList();
            if (items.isEmpty()) {
                break;
            }
            all.addAll(items);
        }
        return all;
    }

    public JsonNode cluster() {
        return get(cluster).expect(200).item();
    }

    public String log(String appId, String container, String stream) {
        String whose = container.replaceFirst("^executor-", "executor/");
        return get(path(appId) + "/log/" + whose + "?stream=" + stream).body();
    }

    public static boolean hasEnded(JsonNode application) {
        return ENDED.contains(application.path("appState").asText());
    }

    public JsonNode awaitEnd(String appId, Duration within) {
        return Await.value(
                () -> "the end of " + application(appId),
                within,
                () -> Optional.of(application(appId)).filter(Api::hasEnded));
    }

    public JsonNode awaitState(String appId, String state, Duration within) {
        return Await.value(
                () -> state + " of " + application(appId),
                within,
                () ->
                        Optional.of(application(appId))
                                .filter(one -> one.path("appState").asText().equals(state)));
    }
}
