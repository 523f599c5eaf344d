package io.spindrift.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spindrift.cluster.KubeCluster;
import io.spindrift.runtime.kube.KubeHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The real platform on a free port, with real stores in a folder of its own.
final class RunningPlatform implements AutoCloseable {
    static final String APPS = "/ocean/spark/cluster/local/app";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(5);

    final FakeSpark spark;

    /// Runtimes of the clusters that were registered.
    private final Map<String, FakeSpark> kube = new ConcurrentHashMap<>();

    /// What the platform gave them.
    private final Map<String, KubeHost> hosts = new ConcurrentHashMap<>();

    final String token;
    private final Platform platform;
    private final HttpClient client = HttpClient.newHttpClient();

    RunningPlatform(Path home, String... flags) {
        Clock clock = Clock.systemUTC();
        spark = new FakeSpark(clock);
        List<String> words = new ArrayList<>(List.of("--home=" + home, "--port=0"));
        words.addAll(Arrays.asList(flags));
        platform =
                new Platform(
                        SettingsReader.read(words, Map.of()),
                        (settings, blobs, time) -> new LocalSpark(spark, FakeSpark::versions),
                        this::kube,
                        clock);
        platform.start();
        try {
            token = Files.readString(home.resolve("conf/admin.token")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The runtime of a cluster that was registered.
    FakeSpark registered(String clusterId) {
        return Objects.requireNonNull(kube.get(clusterId), clusterId);
    }

    KubeHost host(String clusterId) {
        return Objects.requireNonNull(hosts.get(clusterId), clusterId);
    }

    /// The same runtime after a restart: what runs there does not go when the platform does.
    private FakeSpark kube(KubeCluster cluster, @Nullable String kubeconfig, KubeHost host) {
        if (kubeconfig != null && !kubeconfig.startsWith("apiVersion: v1")) {
            throw new IllegalArgumentException("this is no kubeconfig: it names no clusters");
        }
        hosts.put(cluster.clusterId(), host);
        return kube.computeIfAbsent(cluster.clusterId(), _ -> new FakeSpark(host.clock()));
    }

    List<String> routes() {
        return platform.routes();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + platform.port() + path);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).header("Authorization", "Bearer " + token);
    }

    Reply get(String path) {
        return send(request(path).build());
    }

    Reply post(String path, String body) {
        return call("POST", path, body);
    }

    Reply call(String method, String path, String body) {
        return send(
                request(path)
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body))
                        .build());
    }

    Reply send(HttpRequest request) {
        try {
            return new Reply(client.send(request, BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// An application that runs.
    String submitted(String appId) {
        String body =
                "{\"jobId\":\"etl\",\"appId\":\""
                        + appId
                        + "\",\"configOverrides\":{\"type\":\"Python\","
                        + "\"mainApplicationFile\":\"/srv/etl.py\","
                        + "\"labels\":{\"team\":\"data\"}}}";
        Reply reply = post(APPS, body);
        if (reply.status() != 201) {
            throw new AssertionError(reply.body());
        }
        await(appId, "RUNNING");
        return appId;
    }

    /// An application that has ended, COMPLETED or FAILED.
    String finished(String appId, int exitCode) {
        submitted(appId);
        spark.end(appId, exitCode);
        await(appId, exitCode == 0 ? "COMPLETED" : "FAILED");
        return appId;
    }

    JsonNode await(String appId, String state) {
        return await(APPS + "/" + appId, item -> item.path("appState").asText().equals(state));
    }

    /// Asks until the first item is as wanted.
    JsonNode await(String path, Predicate<JsonNode> wanted) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        JsonNode item = get(path).item();
        while (!wanted.test(item)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not in time: " + item);
            }
            // Who asks without a pause holds up what is waited for.
            LockSupport.parkNanos(PAUSE.toNanos());
            item = get(path).item();
        }
        return item;
    }

    @Override
    public void close() {
        client.close();
        platform.close();
    }

    record Reply(HttpResponse<String> response) {
        int status() {
            return response.statusCode();
        }

        String body() {
            return response.body();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        JsonNode json() {
            try {
                return JSON.readTree(response.body());
            } catch (IOException e) {
                throw new AssertionError("no JSON: " + response.body(), e);
            }
        }

        JsonNode item() {
            return json().at("/response/items/0");
        }

        int total() {
            return json().at("/response/total").asInt();
        }

        /// `400 UNKNOWN_FIELD 'x' is not known ["x"]`.
        String refusal() {
            JsonNode error = json().at("/response/errors/0");
            return status()
                    + " "
                    + error.path("code").asText()
                    + " "
                    + error.path("message").asText()
                    + " "
                    + error.path("fieldPaths");
        }
    }
}
