package io.spindrift.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.luben.zstd.ZstdInputStream;
import io.spindrift.server.RunningPlatform.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs that others started, in the platform.
final class ObservedTest {
    private static final Path LOGS = Path.of("../history-server/src/test/fixtures/logs");
    private static final String PI = "local-1795253114302";
    private static final String FAILED = "local-1795252947001";
    private static final String YARN = "/ocean/spark/cluster/yarn/app/";
    private static final String ON_YARN = "application_1795253114302_0007";

    @TempDir Path home;
    private Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectories(home.resolve("spark-logs"));
    }

    @Test
    void logs_areShownAsApplications_onTheirOwnCluster() throws IOException {
        copy("pi-3.5-zstd");
        copy("fail-4.3");
        Files.copy(log("pi-3.5-zstd"), folder.resolve(ON_YARN + "_1.zstd"));
        try (RunningPlatform platform = start()) {
            JsonNode pi = platform.await(YARN + PI, ended("COMPLETED"));
            assertThat(pi.path("submissionSource").asText()).isEqualTo("event-log");
            assertThat(pi.path("observed").asBoolean()).isTrue();
            assertThat(pi.path("displayName").asText()).isNotEqualTo(PI);
            assertThat(pi.path("sparkVersion").asText()).startsWith("3.5");
            assertThat(pi.path("type").asText()).isEqualTo("Python");
            assertThat(pi.at("/cost/total").isNull()).as("its price is not known").isTrue();
            assertThat(pi.at("/metrics/tasks/completed").asInt()).isPositive();
            assertThat(pi.at("/attempts/0/sparkAppId").asText()).isEqualTo(PI);
            assertThat(pi.path("phases")).isEmpty();

            JsonNode failed = platform.await(YARN + FAILED, ended("FAILED"));
            assertThat(failed.at("/issues/error").asInt()).isPositive();

            JsonNode second = platform.await(YARN + ON_YARN, ended("COMPLETED"));
            assertThat(second.at("/attempts/0/attempt").asInt()).isEqualTo(1);
            assertThat(platform.get(YARN + ON_YARN + "/stages").json().at("/response/total"))
                    .isNotNull();
            assertThat(platform.get("/ocean/spark/cluster/any/app/" + PI).item())
                    .isEqualTo(platform.get(YARN + PI).item());
            assertThat(platform.get("/ocean/spark/app?clusterId=yarn").total()).isEqualTo(3);
            JsonNode cluster = platform.get("/ocean/spark/cluster/yarn").item();
            assertThat(cluster.path("kind").asText()).isEqualTo("external");
            assertThat(cluster.path("state").asText()).isEqualTo("AVAILABLE");
            assertThat(cluster.path("pending").asInt()).isZero();
            assertThat(cluster.path("prices").isNull()).isTrue();
        }
    }

    @Test
    void observedApplication_answersEachQuestion_asTheContractSays() throws IOException {
        copy("etl-4.3");
        String app = YARN + "app-20261121092058-0000";
        try (RunningPlatform platform = start()) {
            platform.await(
                    app,
                    item ->
                            !item.path("endedAt").isMissingNode()
                                    && !item.path("endedAt").isNull());
            for (String page :
                    List.of(
                            "",
                            "/config",
                            "/stages",
                            "/jobs",
                            "/sql",
                            "/executors",
                            "/metrics",
                            "/memory",
                            "/timeline",
                            "/issues",
                            "/environment",
                            "/cost",
                            "/whatif",
                            "/compare")) {
                assertThat(platform.get(app + page).status()).as(page).isEqualTo(200);
            }
            assertThat(platform.get(app + "/eventlog").status()).isEqualTo(200);
            assertThat(platform.get(app + "/cost").item().path("total").isNull()).isTrue();
            assertThat(platform.get(app + "/log/driver").refusal())
                    .startsWith("404 NOT_FOUND logs of this cluster are not kept here")
                    .contains("was not started here");
            assertThat(platform.get("/api/v1/applications/app-20261121092058-0000").status())
                    .isEqualTo(200);
        }
    }

    @Test
    void observedApplication_isNeitherKilledNorRunAgain_andItsClusterTakesNone()
            throws IOException {
        copy("pi-3.5-zstd");
        try (RunningPlatform platform = start()) {
            platform.await(YARN + PI, ended("COMPLETED"));

            Reply kill = platform.send(platform.request(YARN + PI).DELETE().build());
            assertThat(kill.refusal())
                    .isEqualTo(
                            "409 NOT_OPERATED the application '"
                                    + PI
                                    + "' was not started here but on 'yarn', which is only looked"
                                    + " at: end it there []");
            assertThat(platform.post(YARN + PI + "/rerun", "").refusal())
                    .startsWith("409 NOT_OPERATED");
            assertThat(
                            platform.post("/ocean/spark/cluster/yarn/app", "{\"jobId\":\"etl\"}")
                                    .status())
                    .isEqualTo(404);
        }
    }

    @Test
    void restart_showsTheSame_andWhatCameMeanwhile_andLeavesLogsAlone() throws IOException {
        copy("pi-3.5-zstd");
        JsonNode before;
        try (RunningPlatform platform = start()) {
            before = platform.await(YARN + PI, ended("COMPLETED"));
        }
        copy("fail-4.3");
        try (RunningPlatform platform = start()) {
            assertThat(platform.get(YARN + PI).item()).isEqualTo(before);
            platform.await(YARN + FAILED, ended("FAILED"));
        }
        assertThat(log("pi-3.5-zstd")).hasSameBinaryContentAs(folder.resolve(PI + ".zstd"));
        Files.delete(folder.resolve(PI + ".zstd"));
        try (RunningPlatform platform = start()) {
            assertThat(platform.get(YARN + PI).item()).isEqualTo(before);
        }
        try (RunningPlatform platform = new RunningPlatform(home)) {
            JsonNode cluster = platform.get("/ocean/spark/cluster/yarn").item();
            assertThat(cluster.path("state").asText()).isEqualTo("UNKNOWN");
        }
    }

    @Test
    void pushedRun_isShownAmongThoseOfTheAgent() throws IOException {
        byte[] lines;
        try (InputStream in = new ZstdInputStream(Files.newInputStream(log("pi-3.5-zstd")))) {
            lines = in.readAllBytes();
        }
        try (RunningPlatform platform = new RunningPlatform(home)) {
            assertThat(platform.get("/ocean/spark/cluster/agent").status()).isEqualTo(404);
            Reply reply =
                    platform.send(
                            platform.request(
                                            "/agent/v1/runs/"
                                                    + PI
                                                    + "/1/events?stream=one&first=0&last=true")
                                    .POST(BodyPublishers.ofByteArray(lines))
                                    .build());
            assertThat(reply.status()).isEqualTo(200);

            JsonNode app =
                    platform.await("/ocean/spark/cluster/agent/app/" + PI, ended("COMPLETED"));
            assertThat(app.path("submissionSource").asText()).isEqualTo("agent");
        }
    }

    @Test
    void runThatIsPushedAndLogged_isOneApplication() throws IOException {
        byte[] lines;
        try (InputStream in = new ZstdInputStream(Files.newInputStream(log("pi-3.5-zstd")))) {
            lines = in.readAllBytes();
        }
        String events = "/agent/v1/runs/" + PI + "/1/events?stream=one&first=0";
        try (RunningPlatform platform = start()) {
            platform.send(
                    platform.request(events)
                            .POST(BodyPublishers.ofByteArray(begun(lines)))
                            .build());
            platform.await("/ocean/spark/cluster/agent/app/" + PI, ended("RUNNING"));
            copy("pi-3.5-zstd");
            copy("fail-4.3");
            platform.await(YARN + FAILED, ended("FAILED"));
            assertThat(platform.get(YARN + PI).status()).isEqualTo(404);

            platform.send(
                    platform.request(events + "&last=true")
                            .POST(BodyPublishers.ofByteArray(lines))
                            .build());
            platform.await("/ocean/spark/cluster/agent/app/" + PI, ended("COMPLETED"));
            assertThat(platform.get("/ocean/spark/app").total()).isEqualTo(2);
        }
    }

    @Test
    void driverOfOurs_thatIsPushedUnderSparksIdToo_isOneApplication() throws IOException {
        byte[] lines;
        try (InputStream in = new ZstdInputStream(Files.newInputStream(log("pi-3.5-zstd")))) {
            lines = in.readAllBytes();
        }
        String twin = "/ocean/spark/cluster/agent/app/" + PI;
        try (RunningPlatform platform = new RunningPlatform(home)) {
            platform.submitted("own");
            push(platform, PI, begun(lines));
            platform.await(twin, ended("RUNNING"));

            push(platform, "own", begun(lines));
            platform.await(twin, JsonNode::isMissingNode);

            push(platform, PI, lines);
            push(platform, "own", lines);
            platform.await(
                    RunningPlatform.APPS + "/own",
                    item -> item.at("/metrics/tasks/completed").asInt() > 0);
            assertThat(platform.get(twin).status()).isEqualTo(404);
            assertThat(platform.get("/ocean/spark/app").total()).isEqualTo(1);
        }
    }

    private static void push(RunningPlatform platform, String id, byte[] lines) {
        String events = "/agent/v1/runs/" + id + "/1/events?stream=one&first=0";
        Reply reply =
                platform.send(
                        platform.request(events).POST(BodyPublishers.ofByteArray(lines)).build());
        assertThat(reply.status()).isEqualTo(200);
    }

    @Test
    void logThatNamesItsJob_isARunOfIt() throws IOException {
        String log;
        try (InputStream in = new ZstdInputStream(Files.newInputStream(log("pi-3.5-zstd")))) {
            log = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        String named =
                log.replace(
                        "\"Spark Properties\":{",
                        "\"Spark Properties\":{\"spark.openlineage.parentJobName\":\"sales.daily\",");
        assertThat(named).isNotEqualTo(log);
        Files.writeString(folder.resolve(PI), named);
        try (RunningPlatform platform = start()) {
            JsonNode app = platform.await(YARN + PI, ended("COMPLETED"));
            assertThat(app.at("/job/id").asText()).isEqualTo("sales.daily");
            JsonNode job = platform.get("/ocean/spark/job/sales.daily").item();
            assertThat(job.path("runs").asInt()).isEqualTo(1);
            assertThat(job.at("/median/cost").isNull()).isTrue();
            assertThat(job.path("clusterIds").toString()).isEqualTo("[\"yarn\"]");
        }
    }

    /// Up to the line that names the application.
    private static byte[] begun(byte[] lines) {
        String text = new String(lines, StandardCharsets.UTF_8);
        int end = text.indexOf('\n', text.indexOf("SparkListenerApplicationStart"));
        return text.substring(0, end + 1).getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void places_areChecked() {
        assertThat(places("a=/srv/logs, b=s3a://bucket/x"))
                .isEqualTo(Map.of("a", "/srv/logs", "b", "s3a://bucket/x"));
        assertThat(places("a=logs")).isEqualTo(Map.of("a", home.resolve("logs").toString()));
        for (String wrong : List.of("/srv/logs", "local=/srv", "A=/srv", "a=", "a=/x,a=/y")) {
            assertThatThrownBy(() -> places(wrong)).hasMessageStartingWith("observed-logs must be");
        }
    }

    private Map<String, String> places(String text) {
        return ObservedSettings.from(
                        SettingsReader.read(
                                List.of("--home=" + home, "--observed-logs=" + text), Map.of()))
                .places();
    }

    private RunningPlatform start() {
        return new RunningPlatform(home, "--observed-logs=yarn=" + folder);
    }

    private static Predicate<JsonNode> ended(String state) {
        return item -> item.path("appState").asText().equals(state);
    }

    private static Path log(String fixture) throws IOException {
        try (Stream<Path> files = Files.list(LOGS.resolve(fixture))) {
            return files.findFirst().orElseThrow();
        }
    }

    /// As Spark left it.
    private void copy(String fixture) throws IOException {
        Path log = log(fixture);
        try (Stream<Path> all = Files.walk(log)) {
            for (Path each : all.toList()) {
                Files.copy(each, folder.resolve(LOGS.resolve(fixture).relativize(each).toString()));
            }
        }
    }
}
