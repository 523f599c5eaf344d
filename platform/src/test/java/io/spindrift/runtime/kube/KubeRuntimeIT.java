package io.spindrift.runtime.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.app.AppSpec;
import io.spindrift.runtime.Container;
import io.spindrift.runtime.Exit;
import io.spindrift.runtime.ExitReason;
import io.spindrift.runtime.Launch;
import io.spindrift.runtime.LaunchId;
import io.spindrift.runtime.Sighting;
import io.spindrift.runtime.kube.pod.KubeLaunches;
import io.spindrift.runtime.kube.pod.Names;
import io.spindrift.runtime.local.ProbeJar;
import io.spindrift.runtime.log.Trees;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What happens to pods of a real cluster, and what is made of it.
@Timeout(600)
final class KubeRuntimeIT {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Patience SHORT =
            new Patience(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(5));

    private static Path folder = Path.of("missing");
    private static TestCluster cluster = TestCluster.NONE;
    private static @Nullable KubeRuntime opened;

    @BeforeAll
    static void prepare() throws IOException {
        folder = Files.createTempDirectory("spindrift-kube");
        cluster = TestCluster.open("runtime");
        cluster.bring(ProbeJar.make(folder, TestCluster.spark("3.5.9")));
        opened =
                new KubeRuntime(
                        KubeParts.of(
                                        cluster.described(),
                                        cluster.kubeconfig(),
                                        TestCluster.host(folder.resolve("data")))
                                .patient(SHORT));
        runtime().start();
    }

    @AfterAll
    static void removeAll() {
        runtime().close();
        cluster.close();
        Trees.remove(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.3.0", "3.5.9"})
    void pi_ofEachSpark_isSeenToItsEnd(String version) throws Exception {
        LaunchId id = new LaunchId("pi-" + version.replace('.', '-'), 1);
        launch(
                id,
                KubeLaunches.spec(
                        version,
                        "local:///opt/spindrift/examples/spindrift-examples.jar",
                        "io.spindrift.examples.Pi",
                        List.of(),
                        KubeLaunches.none(),
                        KubeLaunches.none()));
        Sighting over = await(id, Sighting::over);
        assertThat(exit(over).reason()).isEqualTo(ExitReason.COMPLETED);
        assertThat(over.executors()).hasSize(1);
        assertThat(over.executors().getFirst().host()).startsWith("node");
    }

    @Test
    void imageThatIsNotThere_isGivenUp() throws Exception {
        LaunchId id = new LaunchId("no-image", 1);
        launch(
                id,
                TestCluster.probe(
                        "4.3.0",
                        List.of("pi"),
                        Map.of(),
                        KubeLaunches.none().put("image", "localhost:5000/nowhere:1")));
        Exit exit = exit(await(id, Sighting::over));
        assertThat(exit.reason()).isEqualTo(ExitReason.IMAGE_PULL);
        assertThat(exit.message()).contains("localhost:5000/nowhere:1");
    }

    @Test
    void driverThatNoNodeMayTake_isGivenUpWithTheSchedulersWords() throws Exception {
        LaunchId id = new LaunchId("no-node", 1);
        launch(
                id,
                TestCluster.probe(
                        "4.3.0",
                        List.of("pi"),
                        Map.of("spark.kubernetes.node.selector.no", "such"),
                        KubeLaunches.none()));
        Exit exit = exit(await(id, Sighting::over));
        assertThat(exit.reason()).isEqualTo(ExitReason.UNSCHEDULABLE);
        assertThat(exit.message()).contains("0/2 nodes are available");
    }

    @Test
    void driverOverItsMemory_isKilled_andItSaysSo() throws Exception {
        LaunchId id = new LaunchId("hog", 1);
        launch(
                id,
                TestCluster.probe(
                        "4.3.0",
                        List.of("hog"),
                        Map.of("spark.driver.extraJavaOptions", "-XX:MaxDirectMemorySize=4g"),
                        KubeLaunches.none()));
        Exit exit = exit(await(id, Sighting::over));
        assertThat(exit.reason()).isEqualTo(ExitReason.OVER_MEMORY_LIMIT);
        assertThat(exit.code()).isEqualTo(137);
    }

    @Test
    void driversThatOthersEvictOrDelete_sayWhat_andTheUiIsReachedMeanwhile() throws Exception {
        LaunchId evicted = new LaunchId("evicted", 1);
        LaunchId deleted = new LaunchId("deleted", 1);
        launch(
                evicted,
                TestCluster.probe(
                        "4.3.0",
                        List.of("sleep"),
                        Map.of(),
                        KubeLaunches.none().put("prometheus", true)));
        launch(deleted, TestCluster.probe("4.3.0", List.of("sleep")));
        await(evicted, each -> each.executors().size() == 1);
        await(deleted, each -> each.driver().isPresent());
        assertThat(told(evicted, "/api/v1/applications")).contains("evicted-1");
        assertThat(told(evicted, "/metrics/executors/prometheus"))
                .contains("metrics_executor_totalCores{", "executor_id=\"driver\"");
        assertThat(told(evicted, "/metrics/prometheus/"))
                .contains("metrics_spark_driver_LiveListenerBus_numEventsPosted_Count{");
        cluster.api()
                .pods()
                .inNamespace(cluster.namespace())
                .withName(Names.driverPod(evicted))
                .evict();
        cluster.api()
                .pods()
                .inNamespace(cluster.namespace())
                .withName(Names.driverPod(deleted))
                .delete();
        Sighting gone = await(evicted, Sighting::over);
        assertThat(exit(gone).reason()).isEqualTo(ExitReason.EVICTED);
        assertThat(exit(await(deleted, Sighting::over)).reason()).isEqualTo(ExitReason.SIGNALLED);
        assertThat(gone.containers())
                .extracting(each -> each.id().name())
                .containsExactly("driver", "executor-1");
    }

    @Test
    void check_ofAnUnpreparedCluster_saysHowToPrepareIt() throws Exception {
        try (KubeRuntime other =
                KubeRuntime.open(
                        cluster.describedWith("spindrift-test-nowhere"),
                        cluster.kubeconfig(),
                        TestCluster.host(folder.resolve("other")))) {
            assertThat(other.check().problems())
                    .containsExactly(
                            "there is no namespace spindrift-test-nowhere: `spindrift cluster"
                                    + " provision test`, or `kubectl create namespace"
                                    + " spindrift-test-nowhere`");
        }
        try (KubeRuntime other =
                KubeRuntime.open(
                        cluster.describedWith("default"),
                        cluster.kubeconfig(),
                        TestCluster.host(folder.resolve("other")))) {
            assertThat(other.check().problems())
                    .singleElement()
                    .asString()
                    .contains("kubectl -n default create serviceaccount spindrift-spark");
        }
    }

    @Test
    void check_whereAPolicyRefusesDrivers_saysItsWords_andKeepsNothing() throws Exception {
        try (TestCluster strict = TestCluster.open("strict");
                KubeRuntime other =
                        KubeRuntime.open(
                                strict.described(),
                                strict.kubeconfig(),
                                TestCluster.host(folder.resolve("strict")))) {
            strict.label("pod-security.kubernetes.io/enforce", "restricted");

            assertThat(other.check().warnings())
                    .singleElement()
                    .asString()
                    .contains("violates PodSecurity \"restricted:latest\"", "podTemplateFile");
            strict.label("pod-security.kubernetes.io/enforce", "baseline");
            assertThat(other.check().warnings()).isEmpty();
            assertThat(strict.names()).isEmpty();
        }
    }

    /// What the driver's own UI says.
    private static String told(LaunchId id, String path) throws Exception {
        InetSocketAddress address = way(id);
        assertThat(address.getAddress().isLoopbackAddress()).isTrue();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(
                                            URI.create(
                                                    "http://127.0.0.1:" + address.getPort() + path))
                                    .timeout(Duration.ofSeconds(60))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    /// An API server that is busy may not lead there at once.
    private static InetSocketAddress way(LaunchId id) throws InterruptedException {
        Instant until = Instant.now().plusSeconds(60);
        Optional<InetSocketAddress> way = runtime().sparkUi(id);
        while (way.isEmpty()) {
            assertThat(Instant.now()).as("no way to the UI of %s", id).isBefore(until);
            Thread.sleep(200);
            way = runtime().sparkUi(id);
        }
        return way.get();
    }

    private static KubeRuntime runtime() {
        return Objects.requireNonNull(opened);
    }

    private static void launch(LaunchId id, AppSpec spec) {
        runtime().launch(new Launch(id, spec, null, "ada"));
    }

    private static Sighting await(LaunchId id, Predicate<Sighting> condition)
            throws InterruptedException {
        Instant until = Instant.now().plus(PATIENCE);
        while (true) {
            runtime().tend();
            Sighting sighting =
                    runtime().sightings().stream()
                            .filter(each -> each.id().equals(id))
                            .findFirst()
                            .orElseThrow();
            if (condition.test(sighting)) {
                return sighting;
            }
            assertThat(Instant.now()).as("waited in vain: %s", sighting).isBefore(until);
            Thread.sleep(200);
        }
    }

    private static Exit exit(Sighting sighting) {
        Container driver = sighting.driver().orElseThrow();
        return Objects.requireNonNull(driver.exit());
    }
}
