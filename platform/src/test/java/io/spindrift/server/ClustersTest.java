package io.spindrift.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spindrift.runtime.Health;
import io.spindrift.server.RunningPlatform.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clusters come and go while the platform runs, and are taken up again by the next start.
final class ClustersTest {
    private static final String CLUSTERS = "/ocean/spark/cluster";
    private static final String PROD =
            """
            {"id": "prod", "displayName": "Production", "kubeconfig": "apiVersion: v1 # token very-secret",
             "namespace": "jobs", "imageRepository": "registry.example.com:5000/spark",
             "capacity": {"cores": 16, "memoryBytes": 68719476736},
             "prices": {"perCoreHour": 3600, "perGibHour": 0}}
            """;
    private static final String APP =
            """
            {"jobId": "etl", "appId": "%s", "configOverrides": {"type": "Python",
             "mainApplicationFile": "local:///etl.py", "driver": {"cores": 1, "memory": "1g"},
             "executor": {"instances": 1, "cores": 1, "memory": "1g"}}}
            """;

    @TempDir Path home;

    @Test
    void registeredCluster_runsApplicationsAtItsPrices_andIsFoundAfterARestart() {
        try (RunningPlatform platform = new RunningPlatform(home)) {
            Reply made = platform.post(CLUSTERS, PROD);
            assertThat(made.status()).as(made.body()).isEqualTo(201);
            assertThat(made.body()).doesNotContain("secret", "kubeconfig");
            assertThat(made.item().at("/kubernetes/namespace").asText()).isEqualTo("jobs");
            JsonNode ready = available(platform);
            assertThat(ready.at("/kubernetes/version").asText()).isEqualTo("v1.34.1");
            run(platform, "first");
            platform.registered("prod").end("first", 0);
            JsonNode ended = ended(platform, "first");
            JsonNode cost = platform.get(CLUSTERS + "/prod/app/first/cost").item();
            assertThat(cost.at("/containers/0/pricePerCoreHour/amount").asDouble())
                    .isEqualTo(3600.0);
            assertThat(ended.at("/cost/total/amount").asDouble()).isPositive();
            Reply twice = platform.post(CLUSTERS + "/local/app", APP.formatted("first"));
            assertThat(twice.refusal()).contains("409 CONFLICT", "exists on the cluster 'prod'");
        }
        try (RunningPlatform platform = new RunningPlatform(home)) {
            available(platform);
            run(platform, "second");
            platform.registered("prod").end("second", 0);
            ended(platform, "second");
        }
    }

    @Test
    void credentials_lieNowhereInTheClear() throws IOException {
        try (RunningPlatform platform = new RunningPlatform(home)) {
            assertThat(platform.post(CLUSTERS, PROD).status()).isEqualTo(201);
        }
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertThat(text).as(file.toString()).doesNotContain("very-secret");
            }
        }
    }

    @Test
    void clusterThatIsNotReached_losesNothing_applicationsWait() {
        try (RunningPlatform platform = new RunningPlatform(home)) {
            platform.post(CLUSTERS, PROD);
            available(platform);
            run(platform, "runs");
            FakeSpark spark = platform.registered("prod");
            spark.health = Health.unreachable("connection refused");
            JsonNode away = state(platform, "UNREACHABLE");
            assertThat(away.path("stateReason").asText())
                    .startsWith("its API server has not answered since ")
                    .endsWith(": connection refused");
            platform.post(CLUSTERS + "/prod/app", APP.formatted("waits"));
            spark.end("runs", 0);
            ended(platform, "runs");
            assertThat(app(platform, "waits").path("appState").asText()).isEqualTo("PENDING");
            spark.health = new Health(true, "v1.34.1", List.of(), List.of());
            platform.await(
                    CLUSTERS + "/prod/app/waits",
                    item -> item.path("appState").asText().equals("RUNNING"));
        }
    }

    @Test
    void removal_isRefusedWhileApplicationsLive_unlessForcedByName() {
        try (RunningPlatform platform = new RunningPlatform(home)) {
            platform.post(CLUSTERS, PROD);
            available(platform);
            run(platform, "left");
            assertThat(delete(platform, "").refusal())
                    .startsWith("409 CONFLICT 1 applications wait or run on 'prod'");
            assertThat(delete(platform, "?force=other").refusal()).startsWith("400 INVALID_VALUE");
            assertThat(delete(platform, "?force=prod").item().path("state").asText())
                    .isEqualTo("DELETING");
            platform.await(
                    CLUSTERS + "/prod/app/left",
                    item -> item.path("appState").asText().equals("KILLED"));
            delete(platform, "?force=prod");
            assertThat(platform.get(CLUSTERS + "/prod").status()).isEqualTo(404);
            assertThat(app(platform, "left").path("appState").asText()).isEqualTo("KILLED");
            assertThat(platform.get("/ocean/spark/app?q=left").total()).isEqualTo(1);
        }
    }

    @Test
    void badInput_isNamedFieldByField() {
        try (RunningPlatform platform = new RunningPlatform(home)) {
            Reply reply =
                    platform.post(
                            CLUSTERS,
                            """
                            {"id": "No Good", "nmespace": "x", "namespace": "A_B", "platformUrl": "ftp://x",
                             "capacity": {"cores": -1, "memoryBytes": 1}, "prices": {"perCoreHour": "x"},
                             "imageRepository": "a:b:c", "eventLogDir": "nowhere", "displayName": 3}
                            """);
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.json().at("/response/errors").findValuesAsText("fieldPaths"))
                    .hasSameSizeAs(reply.json().at("/response/errors"));
            List<String> fields =
                    reply.json()
                            .at("/response/errors")
                            .valueStream()
                            .map(error -> error.at("/fieldPaths/0").asText())
                            .toList();
            assertThat(fields)
                    .contains(
                            "nmespace",
                            "id",
                            "displayName",
                            "kubeconfig",
                            "namespace",
                            "imageRepository",
                            "platformUrl",
                            "eventLogDir",
                            "capacity.cores",
                            "prices.perCoreHour",
                            "prices.perGibHour");
            assertThat(
                            platform.post(
                                            CLUSTERS,
                                            "{\"id\":\"x\",\"kubeconfig\":\"y\",\"imageRepository\":\"r/s\"}")
                                    .refusal())
                    .isEqualTo(
                            "400 INVALID_VALUE this is no kubeconfig: it names no clusters"
                                    + " [\"kubeconfig\"]");
            assertThat(platform.get(CLUSTERS).total()).isEqualTo(1);
            assertThat(
                            platform.send(platform.request(CLUSTERS + "/local").DELETE().build())
                                    .refusal())
                    .startsWith("409 CONFLICT 'local' is a matter of the platform's settings");
        }
    }

    @Test
    void doctor_saysWhatIsWrong() {
        try (RunningPlatform platform = new RunningPlatform(home)) {
            platform.post(CLUSTERS, PROD);
            platform.registered("prod").health =
                    new Health(true, "v1.34.1", List.of("no namespace"), List.of("no agent"));
            JsonNode found = platform.get(CLUSTERS + "/prod/doctor").item();
            assertThat(found.path("ready").asBoolean()).isFalse();
            assertThat(found.path("findings").findValuesAsText("sentence"))
                    .containsExactly("no namespace", "no agent");
            assertThat(state(platform, "FAILING").path("stateReason").asText())
                    .isEqualTo("no namespace");
        }
    }

    private static JsonNode available(RunningPlatform platform) {
        return state(platform, "AVAILABLE");
    }

    private static JsonNode state(RunningPlatform platform, String state) {
        return platform.await(
                CLUSTERS + "/prod",
                item -> {
                    // Whoever looks has the state told sooner.
                    platform.get(CLUSTERS + "/prod/doctor");
                    return item.path("state").asText().equals(state);
                });
    }

    private static void run(RunningPlatform platform, String appId) {
        Reply reply = platform.post(CLUSTERS + "/prod/app", APP.formatted(appId));
        assertThat(reply.status()).as(reply.body()).isEqualTo(201);
        platform.await(
                CLUSTERS + "/prod/app/" + appId,
                item -> item.path("appState").asText().equals("RUNNING"));
    }

    private static JsonNode ended(RunningPlatform platform, String appId) {
        return platform.await(
                CLUSTERS + "/prod/app/" + appId,
                item -> item.path("appState").asText().equals("COMPLETED"));
    }

    private static JsonNode app(RunningPlatform platform, String appId) {
        return platform.get(CLUSTERS + "/prod/app/" + appId).item();
    }

    private static Reply delete(RunningPlatform platform, String query) {
        return platform.send(platform.request(CLUSTERS + "/prod" + query).DELETE().build());
    }
}
