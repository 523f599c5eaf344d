package io.spindrift.e2e.kube;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.spindrift.e2e.Await;
import io.spindrift.e2e.Json;
import io.spindrift.e2e.Report;
import io.spindrift.e2e.Surroundings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What goes wrong in a cluster, each under a running application: none is lost, none submitted
/// twice, each ends as it should, and nothing of it stays. `-Dspindrift.e2e.rounds=10` does it ten
/// times, `-Dspindrift.e2e.away=120` keeps the API server away for two minutes: for the platform
/// alone, or with `-Dspindrift.e2e.stop-parts=true` on the testbed for everybody, and etcd as well.
/// `installer/test.sh` says so where it started the testbed itself.
@Timeout(1800)
final class KubeFaultsIT {
    private static final int ROUNDS = Surroundings.number("rounds", 1);
    private static final int AWAY_SECONDS = Surroundings.number("away", 20);
    private static final boolean STOPS = Boolean.getBoolean("spindrift.e2e.stop-parts");
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Report REPORT =
            new Report("kube-faults", "fault", "round", "state", "attempts", "drivers", "s");

    private static Sufferer sufferer;

    static IntStream rounds() {
        return IntStream.rangeClosed(1, ROUNDS);
    }

    @BeforeAll
    static void start() {
        sufferer = Sufferer.start("faults");
    }

    @AfterAll
    static void stop() {
        REPORT.write();
        sufferer.close();
    }

    @ParameterizedTest
    @MethodSource("rounds")
    void application_runsOn_whileAllAroundItFails(int round) {
        Instant begun = Instant.now();
        String appId = sufferer.submit(sufferer.program("work", AWAY_SECONDS + 600));
        sufferer.awaitWord(appId, "STEP");
        sufferer.proxy().expireWatches();
        sufferer.killAndStart();
        apiServerAway();
        stoppable().ifPresent(testbed -> Testbed.without(testbed, "etcd", () -> {}));
        sufferer.proxy().expireWatches();
        assertThat(sufferer.application(appId).path("appState").asText()).isEqualTo("RUNNING");
        sufferer.enough(appId);

        JsonNode ended = over("kill -9, API server, etcd, 410", round, appId, begun);
        assertThat(ended.path("appState").asText()).as(ended.toString()).isEqualTo("COMPLETED");
        assertThat(ended.path("attempts")).hasSize(1);
        assertThat(sufferer.driverLog(appId)).containsOnlyOnce("ENDED");
        assertThat(containers(appId)).containsExactlyInAnyOrder("driver", "executor-1");
    }

    private static Optional<Path> stoppable() {
        return STOPS ? Testbed.program() : Optional.empty();
    }

    /// The whole API server where it may be stopped; else the platform's way to it.
    private static void apiServerAway() {
        Runnable wait = () -> Await.pause(Duration.ofSeconds(AWAY_SECONDS));
        Optional<Path> testbed = stoppable();
        if (testbed.isPresent()) {
            Testbed.without(testbed.get(), "apiserver", wait);
        } else {
            sufferer.proxy().down();
            wait.run();
            sufferer.proxy().up();
        }
    }

    @EnabledIfSystemProperty(
            named = "spindrift.e2e.stop-parts",
            matches = "true",
            disabledReason = "it takes nodes from others, on a cluster that may be theirs")
    @ParameterizedTest
    @MethodSource("rounds")
    void driver_whoseNodeIsDrained_orThatIsEvicted_isTriedAgain(int round) {
        Instant begun = Instant.now();
        ObjectNode request = sufferer.program("sleep", 15);
        request.withObject("/configOverrides/restartPolicy")
                .put("type", "onInfrastructureFailure")
                .put("maxInfrastructureRetries", 2)
                .put("backoffSeconds", 1);
        String appId = sufferer.submit(request);
        Pod first = running(appId, 1);
        drain(first, () -> running(appId, 2));
        Pod second = running(appId, 2);
        assertThat(second.getSpec().getNodeName()).isNotEqualTo(first.getSpec().getNodeName());
        evict(second);

        JsonNode ended = over("node drained, driver evicted", round, appId, begun);
        assertThat(ended.path("appState").asText()).as(ended.toString()).isEqualTo("COMPLETED");
        assertThat(Json.items(ended.path("attempts")))
                .extracting(each -> each.path("failureClass").asText())
                .containsExactly("evicted", "evicted", "null");
    }

    @ParameterizedTest
    @MethodSource("rounds")
    void executor_overItsMemory_isToldSo_andReplaced(int round) {
        Instant begun = Instant.now();
        ObjectNode request = sufferer.program("fill", 0);
        request.withObject("/configOverrides/sparkConf")
                .put("spark.kubernetes.local.dirs.tmpfs", "true");
        String appId = sufferer.submit(request);

        JsonNode ended = over("executor OOMKilled", round, appId, begun);
        assertThat(ended.path("appState").asText()).as(ended.toString()).startsWith("COMPLETED");
        assertThat(ended.path("attempts")).hasSize(1);
        assertThat(containers(appId)).contains("driver", "executor-1", "executor-2");
        assertThat(Json.items(sufferer.cost(appId).path("containers")))
                .filteredOn(each -> each.path("container").asText().equals("executor-1"))
                .singleElement()
                .extracting(each -> each.path("reason").asText())
                .asString()
                .contains("OOMKilled");
    }

    @ParameterizedTest
    @MethodSource("rounds")
    void images_thatAreMissing_endTheApplication_withWhatToDo(int round) {
        Instant begun = Instant.now();
        ObjectNode request = sufferer.program("sleep", 1);
        request.withObject("/configOverrides")
                .put("image", Surroundings.imageRepository() + ":no-such");
        String appId = sufferer.submit(request);
        Await.until(
                "the words of the node",
                Duration.ofSeconds(60),
                () ->
                        sufferer.application(appId)
                                .path("stateReason")
                                .asText()
                                .contains("cannot be pulled"));
        JsonNode ended = over("image missing", round, appId, begun);
        assertThat(ended.path("appState").asText()).as(ended.toString()).isEqualTo("FAILED");
        assertThat(ended.path("startedAt").isNull()).as("it never ran").isTrue();
        assertThat(ended.at("/attempts/0/failureClass").asText()).isEqualTo("imagePull");
        assertThat(ended.at("/failure/sentence").asText()).contains(":no-such");
        assertThat(ended.at("/failure/advice").asText()).contains("image");
    }

    @ParameterizedTest
    @MethodSource("rounds")
    void nodes_ofSpotThatGo_areToldFromOthers(int round) {
        Instant begun = Instant.now();
        ObjectNode request = sufferer.program("sleep", 1);
        String appId;
        try (SpotNode node = SpotNode.make(sufferer.space())) {
            request.withObject("/configOverrides/driver").setAll(node.placement());
            appId = sufferer.submit(request);
            running(appId, 1);
            Await.until("its state", Duration.ofSeconds(30), () -> state(appId).equals("RUNNING"));
        }
        JsonNode ended = over("spot node gone", round, appId, begun);
        assertThat(ended.path("appState").asText()).as(ended.toString()).isEqualTo("FAILED");
        assertThat(ended.at("/attempts/0/failureClass").asText())
                .as(ended.toString())
                .isEqualTo("spotReclaimed");
    }

    @ParameterizedTest
    @MethodSource("rounds")
    void namespaces_thatAreDeleted_takeTheirApplicationsWithThem(int round) {
        Instant begun = Instant.now();
        ObjectNode request = sufferer.program("sleep", 120);
        String appId;
        try (Space doomed = Space.make("doomed")) {
            Sufferer.bring(doomed.client(), doomed.namespace());
            request.withObject("/configOverrides").put("namespace", doomed.namespace());
            appId = sufferer.submit(request);
            sufferer.awaitWord(appId, "BEGUN");
        }
        JsonNode ended = over("namespace deleted", round, appId, begun);
        assertThat(ended.path("appState").asText()).as(ended.toString()).isEqualTo("FAILED");
        assertThat(ended.at("/attempts/0/failureClass").asText())
                .as(ended.toString())
                .isEqualTo("endedFromOutside");
        assertThat(sufferer.driverLog(appId)).contains("BEGUN");
    }

    private static JsonNode over(String fault, int round, String appId, Instant begun) {
        JsonNode ended = sufferer.awaitEnd(appId, PATIENCE);
        long seconds = Duration.between(begun, Instant.now()).toSeconds();
        sufferer.awaitNothingLeft(appId);
        int attempts = ended.path("attempts").size();
        int drivers = 0;
        for (int attempt = 1; attempt <= attempts; attempt++) {
            Set<String> uids =
                    sufferer.drivers().uids().getOrDefault(appId + "-" + attempt, Set.of());
            assertThat(uids).as("drivers of attempt %d", attempt).hasSizeLessThanOrEqualTo(1);
            drivers += uids.size();
        }
        REPORT.row(fault, round, ended.path("appState").asText(), attempts, drivers, seconds);
        return ended;
    }

    private static String state(String appId) {
        return sufferer.application(appId).path("appState").asText();
    }

    private static List<String> containers(String appId) {
        return Json.items(sufferer.cost(appId).path("containers"))
                .map(each -> each.path("container").asText())
                .toList();
    }

    private static Pod running(String appId, int attempt) {
        return Await.value(
                () -> "attempt " + attempt + " running: " + sufferer.application(appId),
                Duration.ofMinutes(4),
                () ->
                        Optional.of(sufferer.driverPod(appId, attempt))
                                .filter(pod -> "Running".equals(pod.getStatus().getPhase())));
    }

    /// As `kubectl drain` does, as far as pods of this namespace go.
    private static void drain(Pod pod, Runnable meanwhile) {
        KubernetesClient api = sufferer.space().client();
        String node = pod.getSpec().getNodeName();
        cordon(api, node, true);
        try {
            evict(pod);
            meanwhile.run();
        } finally {
            cordon(api, node, false);
        }
    }

    private static void cordon(KubernetesClient api, String node, boolean on) {
        api.nodes()
                .withName(node)
                .edit(each -> {
                    each.getSpec().setUnschedulable(on);
                    return each;
                });
    }

    private static void evict(Pod pod) {
        sufferer.space()
                .client()
                .pods()
                .inNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName())
                .evict();
    }
}
