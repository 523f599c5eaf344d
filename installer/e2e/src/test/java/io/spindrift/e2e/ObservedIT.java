package io.spindrift.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real Spark that somebody else starts, seen by its event log and by the plugin.
final class ObservedIT {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final String JOB =
            """
            import sys, time
            from pyspark.sql import SparkSession
            spark = SparkSession.builder.appName(sys.argv[1]).getOrCreate()
            for i in range(4):
                spark.range(0, 20000, 1, 4).selectExpr("id % 17 as k").groupBy("k").count().collect()
                time.sleep(2)
            spark.stop()
            """;

    @TempDir Path folder;

    @Test
    void plainSparkSubmit_isSeen_byItsLogAlone_andOnceWhereItPushesToo() throws Exception {
        Path logs = Files.createDirectories(folder.resolve("spark-logs"));
        try (Platform platform =
                Platform.start("observed", Map.of("observed-logs", "elsewhere=" + logs))) {
            Api api = platform.api();
            Process pushing =
                    submit(
                            "pushed",
                            logs,
                            List.of(
                                    "spark.jars=" + agent(),
                                    "spark.plugins=io.spindrift.agent.SpindriftPlugin",
                                    "spark.spindrift.url=" + platform.address(),
                                    "spark.spindrift.memoryInterval=500ms",
                                    "spark.spindrift.token=" + platform.adminToken()));
            JsonNode running = named(api, "pushed", "RUNNING");
            String path = path(running);
            Reply kill = api.delete(path);
            assertThat(kill.status()).isEqualTo(409);
            assertThat(pushing.waitFor(240, TimeUnit.SECONDS)).isTrue();
            assertThat(pushing.exitValue()).as(said("pushed")).isZero();

            Process logging = submit("logged", logs, List.of());
            assertThat(logging.waitFor(240, TimeUnit.SECONDS)).isTrue();
            assertThat(logging.exitValue()).as(said("logged")).isZero();

            JsonNode pushed = named(api, "pushed", "COMPLETED");
            JsonNode logged = named(api, "logged", "COMPLETED");
            assertThat(logged.path("clusterId").asText()).isEqualTo("elsewhere");
            assertThat(logged.path("submissionSource").asText()).isEqualTo("event-log");
            assertThat(logged.path("type").asText()).isEqualTo("Python");
            assertThat(logged.path("mainApplicationFile").asText()).endsWith("job.py");
            assertThat(logged.at("/cost/total").isNull()).isTrue();
            assertThat(pushed.at("/metrics/tasks/completed").asInt())
                    .isEqualTo(logged.at("/metrics/tasks/completed").asInt())
                    .isPositive();
            assertThat(api.get(path(pushed) + "/memory").item().toString()).contains("driver");
            assertThat(all(api)).as("each once").hasSize(2);

            platform.kill();
            platform.start();
            assertThat(named(platform.api(), "pushed", "COMPLETED")).isEqualTo(pushed);
            assertThat(all(platform.api())).hasSize(2);
        }
        try (Stream<Path> left = Files.list(logs)) {
            assertThat(left).as("logs of others stay").hasSize(2);
        }
    }

    private static List<JsonNode> all(Api api) {
        List<JsonNode> all = new ArrayList<>();
        api.get("/ocean/spark/app").json().at("/response/items").forEach(all::add);
        return all;
    }

    private static String path(JsonNode app) {
        return "/ocean/spark/cluster/"
                + app.path("clusterId").asText()
                + "/app/"
                + app.path("id").asText();
    }

    private static JsonNode named(Api api, String name, String state) {
        return Await.value(
                () -> name + " " + state + ": " + all(api),
                PATIENCE,
                () ->
                        all(api).stream()
                                .filter(app -> app.path("displayName").asText().equals(name))
                                .filter(app -> app.path("appState").asText().equals(state))
                                .findFirst()
                                .map(app -> api.get(path(app)).item())
                                .or(Optional::empty));
    }

    private Process submit(String name, Path logs, List<String> more) throws IOException {
        Path spark = Surroundings.runtimes().resolve(Surroundings.DEFAULT_SPARK);
        Path job = Files.writeString(folder.resolve("job.py"), JOB);
        List<String> command =
                new ArrayList<>(
                        List.of(
                                spark.resolve("bin/spark-submit").toString(),
                                "--master",
                                "local[2]",
                                "--driver-memory",
                                "512m"));
        List<String> confs =
                new ArrayList<>(
                        List.of(
                                "spark.ui.enabled=false",
                                "spark.sql.shuffle.partitions=4",
                                "spark.eventLog.enabled=true",
                                "spark.eventLog.dir=" + logs.toUri()));
        confs.addAll(more);
        confs.forEach(conf -> command.addAll(List.of("--conf", conf)));
        command.addAll(List.of(job.toString(), name));
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve(name + ".out").toFile());
        builder.environment().put("SPARK_HOME", spark.toString());
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder.start();
    }

    private String said(String name) throws IOException {
        return Files.readString(folder.resolve(name + ".out"));
    }

    private static Path agent() throws IOException {
        Path target = Path.of("../../history-server/agent/target").toAbsolutePath().normalize();
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file ->
                            file.getFileName()
                                    .toString()
                                    .matches("spindrift-agent-[^-]+(-SNAPSHOT)?\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no plugin in " + target));
        }
    }
}
