package io.spindrift.e2e.kube;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.spindrift.e2e.Await;
import io.spindrift.e2e.Json;
import io.spindrift.e2e.Report;
import io.spindrift.e2e.Surroundings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Applications of three pods each through the queue of a cluster that takes only some of them at
/// once, on simulated nodes. `installer/bench/kube-load.sh` runs it with a hundred.
final class KubeQueueIT {
    private static final int APPLICATIONS = Surroundings.number("queue-applications", 12);
    private static final int AT_ONCE = Surroundings.number("queue-at-once", 4);
    private static final Duration LIFE = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int PODS_EACH = 3;
    private static final double NANOS = 1e9;

    @Test
    void manyApplications_startByPriorityThenByTurn_andNeverMoreThanFit() {
        try (Space space = Space.make("queue");
                SimulatedNodes nodes = SimulatedNodes.make(space, 2, 1000);
                KubePlatform platform = KubePlatform.start("kube-queue", space, 3.0 * AT_ONCE);
                PlayedSpark spark = new PlayedSpark(space, LIFE, 2)) {
            // All are there before any makes room, however long it takes to submit them.
            spark.holdEnds();
            List<String> ids = submitAll(platform, nodes, "");
            Load load = watch(platform, spark, ids);

            assertThat(spark.failures()).isEmpty();
            assertThat(load.mostAdmitted).isLessThanOrEqualTo(3.0 * AT_ONCE);
            assertThat(load.mostWaiting).isPositive();
            assertInTurn(platform, spark, ids);
            report(platform, spark, ids, load);
        }
    }

    @Test
    void namespaceWithAQuota_hasAQueueOfItsOwn() {
        try (Space space = Space.make("quota");
                Space other = Space.make("quota-other");
                SimulatedNodes nodes = SimulatedNodes.make(space, 2, 1000);
                KubePlatform platform = KubePlatform.start("kube-quota", space, 100);
                PlayedSpark spark = new PlayedSpark(space, LIFE, 2);
                PlayedSpark elsewhere = new PlayedSpark(other, LIFE, 2)) {
            quota(space);
            refuseWhatNeverFits(platform, nodes);
            spark.holdEnds();
            List<String> bound = submitAll(platform, nodes, "");
            String free = submit(platform, nodes, "free", 0, other.namespace());
            Await.until(
                    "an application elsewhere overtakes those that wait for the quota",
                    PATIENCE,
                    () -> elsewhere.createdAt(free).isPresent());
            assertThat(bound).anyMatch(id -> spark.createdAt(id).isEmpty());
            watch(platform, spark, bound);

            assertThat(spark.failures()).isEmpty();
            assertThat(platform.platform().log()).doesNotContain("exceeded quota");
        }
    }

    /// Room for two applications of three pods.
    private static void quota(Space space) {
        space.client()
                .resource(
                        new ResourceQuotaBuilder()
                                .withNewMetadata()
                                .withNamespace(space.namespace())
                                .withName("team")
                                .endMetadata()
                                .withNewSpec()
                                .addToHard("pods", Quantity.parse("6"))
                                .endSpec()
                                .build())
                .create();
    }

    private static void refuseWhatNeverFits(KubePlatform platform, SimulatedNodes nodes) {
        ObjectNode request = request(nodes, "never", 0, null);
        ((ObjectNode) request.at("/configOverrides/executor")).put("instances", 6);
        Await.until(
                "the quota is known",
                PATIENCE,
                () ->
                        platform.api().post(KubePlatform.APPS + "/check", request).status() != 404
                                && platform.api()
                                        .post(KubePlatform.APPS + "/check", request)
                                        .body()
                                        .contains("the quota team of the namespace"));
        assertThat(platform.api().post(KubePlatform.APPS, request).errorCodes())
                .containsExactly("DOES_NOT_FIT");
    }

    /// Priorities 0, 1 and 2 in turn, so that nearly all must overtake somebody.
    private static List<String> submitAll(
            KubePlatform platform, SimulatedNodes nodes, String namespace) {
        return IntStream.range(0, APPLICATIONS)
                .mapToObj(i -> submit(platform, nodes, "queued-" + i, i % 3, namespace))
                .toList();
    }

    private static String submit(
            KubePlatform platform,
            SimulatedNodes nodes,
            String id,
            int priority,
            String namespace) {
        ObjectNode request = request(nodes, id, priority, namespace);
        platform.api().post(KubePlatform.APPS, request).expect(201);
        return id;
    }

    private static ObjectNode request(
            SimulatedNodes nodes, String id, int priority, @Nullable String namespace) {
        ObjectNode request =
                Json.object(
                        """
                        {"jobId": "queue", "appId": "%s", "configOverrides": {
                          "type": "Java", "mainClass": "Main", "sparkVersion": "4.3.0",
                          "mainApplicationFile": "local:///opt/app.jar", "priority": %d,
                          "driver": {"cores": 1, "coreRequest": 1, "memory": "512m"},
                          "executor": {"instances": 2, "cores": 1, "coreRequest": 1,
                                       "memory": "512m"}}}
                        """
                                .formatted(id, priority));
        ObjectNode config = (ObjectNode) request.path("configOverrides");
        ((ObjectNode) config.path("driver")).setAll(nodes.placement());
        ((ObjectNode) config.path("executor")).setAll(nodes.placement());
        if (namespace != null && !namespace.isEmpty()) {
            config.put("namespace", namespace);
        }
        return request;
    }

    private record Load(double mostAdmitted, long mostWaiting) {}

    /// From the first look on, drivers end.
    private static Load watch(KubePlatform platform, PlayedSpark spark, List<String> ids) {
        double[] admitted = {0};
        long[] waiting = {0};
        Await.until(
                "all have ended",
                PATIENCE,
                () -> {
                    JsonNode cluster =
                            platform.api()
                                    .get("/ocean/spark/cluster/" + KubePlatform.CLUSTER)
                                    .expect(200)
                                    .item();
                    admitted[0] = Math.max(admitted[0], cluster.at("/admitted/cores").asDouble());
                    waiting[0] = Math.max(waiting[0], cluster.path("pending").asLong());
                    spark.letEnd();
                    return platform.applications().stream()
                            .filter(app -> ids.contains(app.path("id").asText()))
                            .allMatch(app -> app.path("appState").asText().equals("COMPLETED"));
                });
        return new Load(admitted[0], waiting[0]);
    }

    /// Of those that waited: nobody's pod was made before that of one with a higher priority, nor
    /// of one that came sooner. Up to eight are made at the same time, in no order.
    private static void assertInTurn(KubePlatform platform, PlayedSpark spark, List<String> ids) {
        List<String> made = new ArrayList<>(ids);
        made.sort(Comparator.comparingLong(id -> spark.createdAt(id).orElseThrow()));
        List<String> waited = made.subList(AT_ONCE, made.size());
        List<String> turn = new ArrayList<>(waited);
        turn.sort(
                Comparator.comparingInt(KubeQueueIT::priority)
                        .reversed()
                        .thenComparingInt(KubeQueueIT::number));
        for (int i = 0; i < waited.size(); i++) {
            assertThat(Math.abs(turn.indexOf(waited.get(i)) - i))
                    .as("place of %s in %s, which should be like %s", waited.get(i), waited, turn)
                    .isLessThan(AT_ONCE);
        }
    }

    private static int number(String id) {
        return Integer.parseInt(id.substring(id.indexOf('-') + 1));
    }

    private static int priority(String id) {
        return number(id) % 3;
    }

    private static void report(
            KubePlatform platform, PlayedSpark spark, List<String> ids, Load load) {
        Report report =
                new Report("kube-queue", "priority", "applications", "first made s", "last made s");
        long first =
                ids.stream().mapToLong(id -> spark.createdAt(id).orElseThrow()).min().orElseThrow();
        for (int priority = 2; priority >= 0; priority--) {
            int wanted = priority;
            double[] made =
                    ids.stream()
                            .filter(id -> priority(id) == wanted)
                            .mapToDouble(id -> (spark.createdAt(id).orElseThrow() - first) / NANOS)
                            .sorted()
                            .toArray();
            report.row(
                    priority,
                    made.length,
                    "%.1f".formatted(made[0]),
                    "%.1f".formatted(made[made.length - 1]));
        }
        report.remark(
                "%d applications of %d pods, %d at once: admitted at most %.1f of %.1f cores, %d waited at most"
                        .formatted(
                                ids.size(),
                                PODS_EACH,
                                AT_ONCE,
                                load.mostAdmitted,
                                3.0 * AT_ONCE,
                                load.mostWaiting));
        report.write();
    }
}
