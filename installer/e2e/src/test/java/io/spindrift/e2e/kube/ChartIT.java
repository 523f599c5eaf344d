package io.spindrift.e2e.kube;

import static io.spindrift.e2e.Surroundings.DEFAULT_SPARK;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.LocalPortForward;
import io.spindrift.e2e.Api;
import io.spindrift.e2e.Await;
import io.spindrift.e2e.Reply;
import io.spindrift.e2e.Surroundings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The chart, on a real cluster: installed as its README says, with a leader and a standby.
final class ChartIT {
    private static final String RELEASE = "demo";
    private static final String NAME = "demo-spindrift";
    private static final String CLUSTER = "/ocean/spark/cluster/in-cluster/app";
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Helm HELM = Helm.find();
    private static final Space SPACE = Space.make("chart");
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String SUBMIT =
            """
            curl -sS --retry 30 --retry-delay 2 --retry-all-errors -f -X POST -d "$2" \
            -H "Authorization: Bearer $1" -H 'Content-Type: application/json' \
            http://demo-spindrift/ocean/spark/cluster/in-cluster/app
            """;

    @TempDir static Path folder;

    @BeforeAll
    static void install() throws IOException {
        String repository = Surroundings.imageRepository();
        String parent = repository.substring(0, repository.lastIndexOf('/'));
        Path values = folder.resolve("values.yaml");
        Files.writeString(
                values,
                """
                image: {repository: %s/platform, tag: test, pullPolicy: Always}
                replicas: 2
                javaOptions: -Xmx320m
                persistence: {size: 1Gi}
                resources: {requests: {cpu: 100m, memory: 512Mi}, limits: {memory: 1Gi}}
                cluster: {imageRepository: %s}
                """
                        .formatted(parent, repository));
        said(
                0,
                "install",
                RELEASE,
                HELM.chart().toString(),
                "--namespace",
                SPACE.namespace(),
                "--values",
                values.toString());
    }

    @AfterAll
    static void uninstall() {
        HELM.say("uninstall", RELEASE, "--namespace", SPACE.namespace());
        CLIENT.close();
        SPACE.close();
    }

    @Test
    void allThatIsSwitchedOn_isTakenByTheApiServer() {
        String rendered =
                said(
                        0,
                        "template",
                        "all",
                        HELM.chart().toString(),
                        "--kube-version",
                        "1.34",
                        "--namespace",
                        SPACE.namespace(),
                        "--set",
                        "replicas=2,ingress.enabled=true,ingress.tlsSecret=t,"
                                + "podDisruptionBudget.enabled=true,cluster.manifests=true,"
                                + "cluster.workloadIdentity=true,"
                                + "settings.keep-logs-days=9,"
                                + "cluster.capacity.cores=2,cluster.capacity.memoryBytes=4294967296");
        List<HasMetadata> objects =
                SPACE.client()
                        .load(new ByteArrayInputStream(rendered.getBytes(StandardCharsets.UTF_8)))
                        .items();
        assertThat(objects.stream().map(HasMetadata::getKind))
                .contains(
                        "Deployment",
                        "Ingress",
                        "NetworkPolicy",
                        "PersistentVolumeClaim",
                        "PodDisruptionBudget",
                        "Secret",
                        "Service");
        for (HasMetadata object : objects) {
            object.getMetadata().setName("all-" + object.getMetadata().getName());
            SPACE.client().resource(object).inNamespace(SPACE.namespace()).dryRun().create();
        }
    }

    @Test
    void monitors_areMadeWhereTheyAreWished() {
        String chart = HELM.chart().toString();
        assertThat(said(0, "template", "x", chart, "--kube-version", "1.34"))
                .doesNotContain("monitoring.coreos.com");
        String rendered =
                said(
                        0,
                        "template",
                        "x",
                        chart,
                        "--kube-version",
                        "1.34",
                        "--set",
                        "metrics.serviceMonitor.enabled=true,metrics.driverMonitor.enabled=true,"
                                + "metrics.serviceMonitor.labels.release=prometheus,"
                                + "cluster.otherNamespaces={team-a}");
        assertThat(rendered)
                .contains("kind: ServiceMonitor", "kind: PodMonitor", "release: prometheus")
                .contains("key: admin.token", "spindrift.io/scraped: \"true\"")
                .contains("namespace: team-a");
    }

    @Test
    void valueThatIsWrong_isRefusedByItsName() {
        String chart = HELM.chart().toString();
        Helm.Said said = HELM.say("template", "x", chart, "--set", "replica=2,service.port=no");
        assertThat(said.exitCode()).isNotZero();
        assertThat(said.text()).contains("replica", "/service/port");
    }

    @Test
    void leaderThatIsKilled_isFollowedByTheStandbyWithItsData() {
        Pod leader = ready(Set.of());
        assertThat(leader.getSpec().getContainers().getFirst().getSecurityContext())
                .satisfies(context -> assertThat(context.getReadOnlyRootFilesystem()).isTrue());
        standbySaysSo(leader);
        String appId = submitThroughTheService();
        long begun = System.nanoTime();
        SPACE.client().resource(leader).withGracePeriod(0).delete();
        Pod next = ready(Set.of(name(leader)));
        Duration time = Duration.ofNanos(System.nanoTime() - begun);
        System.out.println("taken over after " + time.toMillis() + " ms");
        try (Way way = Way.to(next)) {
            Reply kept =
                    Await.value(
                            "an answer of the new leader",
                            PATIENCE,
                            () -> way.answer(CLUSTER + "/" + appId));
            assertThat(kept.expect(200).item().path("id").asText()).isEqualTo(appId);
            JsonNode pi = endOf(appId, way);
            assertThat(pi.path("appState").asText()).as(pi.toString()).isEqualTo("COMPLETED");
            assertThat(pi.path("attempts").size()).isEqualTo(1);
            Await.until(
                    "its log, kept by the next leader",
                    PATIENCE,
                    () ->
                            way.answer(CLUSTER + "/" + appId + "/log/driver?stream=stdout")
                                    .filter(reply -> reply.body().contains("Pi is roughly"))
                                    .isPresent());
        }
    }

    /// It runs while one leader follows another.
    private static JsonNode endOf(String appId, Way way) {
        return Await.value(
                () -> "the end of " + appId + ", seen by the next leader",
                PATIENCE,
                () ->
                        way.answer(CLUSTER + "/" + appId)
                                .filter(reply -> reply.status() == 200)
                                .map(Reply::item)
                                .filter(Api::hasEnded));
    }

    private static void standbySaysSo(Pod leader) {
        Pod standby =
                Await.value(
                        "a standby that runs",
                        PATIENCE,
                        () ->
                                pods().stream()
                                        .filter(pod -> !name(pod).equals(name(leader)))
                                        .filter(pod -> "Running".equals(pod.getStatus().getPhase()))
                                        .findFirst());
        try (Way way = Way.to(standby)) {
            Reply health =
                    Await.value(
                            "a standby that knows its leader",
                            PATIENCE,
                            () -> way.answer("/health").filter(reply -> follows(reply, leader)));
            assertThat(health.item().path("role").asText()).isEqualTo("standby");
            assertThat(way.api().get("/ready").status()).isEqualTo(503);
        }
    }

    /// Until it has asked for the first time, a standby knows of no leader.
    private static boolean follows(Reply health, Pod leader) {
        return health.status() == 200 && health.item().path("leader").asText().equals(name(leader));
    }

    /// From a pod, so that the service, its name and its network are those of others.
    private static String submitThroughTheService() {
        String request =
                """
                {"jobId": "pi", "appId": "pi", "configOverrides": {"type": "Scala", "sparkVersion": "%s",
                 "mainClass": "io.spindrift.examples.Pi",
                 "mainApplicationFile": "local:///opt/spindrift/examples/spindrift-examples.jar",
                 "arguments": ["40"],
                 "driver": {"cores": 1, "coreRequest": "300m", "memory": "512m"},
                 "executor": {"cores": 1, "coreRequest": "300m", "memory": "512m", "instances": 1}}}
                """
                        .formatted(DEFAULT_SPARK);
        Space.Ended ended =
                SPACE.run(
                        "submit",
                        Surroundings.imageRepository() + ":" + DEFAULT_SPARK,
                        List.of("bash", "-c", SUBMIT, "submit", token(), request));
        assertThat(ended.exitCode()).as(ended.log()).isZero();
        return "pi";
    }

    private static String token() {
        Map<String, String> data =
                SPACE.client()
                        .secrets()
                        .inNamespace(SPACE.namespace())
                        .withName(NAME)
                        .require()
                        .getData();
        return new String(
                Base64.getDecoder().decode(data.get("admin.token")), StandardCharsets.UTF_8);
    }

    private static Pod ready(Set<String> butNot) {
        return Await.value(
                () -> "a leader among " + pods(),
                PATIENCE,
                () ->
                        pods().stream()
                                .filter(pod -> !butNot.contains(name(pod)))
                                .filter(ChartIT::isReady)
                                .findFirst());
    }

    private static boolean isReady(Pod pod) {
        return pod.getStatus().getConditions().stream()
                .anyMatch(one -> one.getType().equals("Ready") && one.getStatus().equals("True"));
    }

    private static List<Pod> pods() {
        return SPACE.client()
                .pods()
                .inNamespace(SPACE.namespace())
                .withLabel("app.kubernetes.io/instance", RELEASE)
                .list()
                .getItems();
    }

    private static String name(Pod pod) {
        return pod.getMetadata().getName();
    }

    private static String said(int exitCode, String... words) {
        Helm.Said said = HELM.say(words);
        assertThat(said.exitCode()).as(said.text()).isEqualTo(exitCode);
        return said.text();
    }

    /// A port of this machine that leads to a pod.
    private record Way(LocalPortForward forward, Api api) implements AutoCloseable {
        static Way to(Pod pod) {
            LocalPortForward forward = SPACE.client().pods().resource(pod).portForward(8480);
            URI address = URI.create("http://127.0.0.1:" + forward.getLocalPort());
            return new Way(forward, new Api(address, token(), CLIENT));
        }

        Optional<Reply> answer(String path) {
            try {
                return Optional.of(api.get(path));
            } catch (UncheckedIOException e) {
                return Optional.empty();
            }
        }

        @Override
        public void close() {
            try {
                forward.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
