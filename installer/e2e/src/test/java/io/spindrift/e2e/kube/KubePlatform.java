package io.spindrift.e2e.kube;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spindrift.e2e.Api;
import io.spindrift.e2e.Await;
import io.spindrift.e2e.Json;
import io.spindrift.e2e.Platform;
import io.spindrift.e2e.Surroundings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A platform of a test's own, on which a namespace of the cluster is registered.
final class KubePlatform implements AutoCloseable {
    static final String CLUSTER = "kube";
    static final String APPS = "/ocean/spark/cluster/" + CLUSTER + "/app";
    private static final int PAGE = 500;
    private static final Duration READY_WITHIN = Duration.ofSeconds(60);

    private final Platform platform;

    private KubePlatform(Platform platform) {
        this.platform = platform;
    }

    /// @param name of its log
    /// @param cores that all applications together may request
    static KubePlatform start(String name, Space space, double cores) {
        KubePlatform started = new KubePlatform(Platform.start(name, Map.of()));
        try {
            started.register(space, cores);
        } catch (RuntimeException | Error e) {
            started.close();
            throw e;
        }
        return started;
    }

    Platform platform() {
        return platform;
    }

    Api api() {
        return platform.api();
    }

    private void register(Space space, double cores) {
        ObjectNode cluster = Json.object("{}");
        cluster.put("id", CLUSTER);
        cluster.put("kubeconfig", kubeconfig());
        cluster.put("namespace", space.namespace());
        cluster.put("serviceAccount", Space.SERVICE_ACCOUNT);
        cluster.put("imageRepository", Surroundings.imageRepository());
        cluster.putObject("capacity").put("cores", cores).put("memoryBytes", 1L << 50);
        api().post("/ocean/spark/cluster", cluster).expect(201);
        String path = "/ocean/spark/cluster/" + CLUSTER;
        Await.value(
                () -> "a cluster that is available: " + api().get(path + "/doctor"),
                READY_WITHIN,
                () -> {
                    api().get(path + "/doctor");
                    String state = api().get(path).expect(200).item().path("state").asText();
                    return state.equals("AVAILABLE")
                            ? java.util.Optional.of(true)
                            : java.util.Optional.<Boolean>empty();
                });
    }

    /// Has drivers run as an account that the platform makes, with the least rights.
    void provision() {
        String path = "/ocean/spark/cluster/" + CLUSTER;
        api().post(path, Json.object("{\"serviceAccount\": \"spindrift-spark\"}")).expect(200);
        JsonNode made = api().post(path + "/provision", Json.object("{}")).expect(200).item();
        assertThat(made.path("made").valueStream().map(JsonNode::asText))
                .containsExactly(
                        "made the serviceaccount spindrift-spark",
                        "made the role spindrift-driver",
                        "made the rolebinding spindrift-spark-driver");
        JsonNode again = api().post(path + "/provision", Json.object("{}")).expect(200).item();
        assertThat(again.path("made")).isEmpty();
    }

    /// All applications, as many as there are.
    List<JsonNode> applications() {
        List<JsonNode> all = new ArrayList<>();
        for (int more = PAGE; more == PAGE; ) {
            List<JsonNode> page =
                    api().get(APPS + "?sort=createdAt&limit=" + PAGE + "&offset=" + all.size())
                            .expect(200)
                            .items();
            all.addAll(page);
            more = page.size();
        }
        return all;
    }

    /// User and system time of its process so far.
    Duration cpu() {
        return ProcessHandle.of(platform.pid())
                .flatMap(process -> process.info().totalCpuDuration())
                .orElseThrow();
    }

    /// @param line `VmRSS` or `VmHWM`
    long memoryKib(String line) {
        Path status = Path.of("/proc", Long.toString(platform.pid()), "status");
        try {
            return Files.readAllLines(status).stream()
                    .filter(each -> each.startsWith(line + ":"))
                    .map(each -> Long.parseLong(each.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String kubeconfig() {
        String file = Objects.requireNonNull(System.getenv("KUBECONFIG"), "KUBECONFIG");
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        platform.close();
    }
}
