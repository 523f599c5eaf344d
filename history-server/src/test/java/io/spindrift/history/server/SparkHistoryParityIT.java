package io.spindrift.history.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.spindrift.history.eventlog.LogFixtures;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reads logs that real Spark wrote, of 3.5 and 4.3, with Spark's own history server and with ours,
 * and compares what both say, field by field.
 */
final class SparkHistoryParityIT {
    private static final String SPARK = "4.3.0";

    /** Where we mean to differ, and why. */
    private static final Map<Pattern, String> ON_PURPOSE =
            Map.ofEntries(
                    differ(
                            ".*/attempts/\\d+/logSource(Name|FullPath)",
                            "we tell nobody where files lie"),
                    differ(
                            ".*/attempts/\\d+/lastUpdated(Epoch)?",
                            "the file's time there, the newest time in the log here"),
                    differ(".*/queryId", "not kept"),
                    differ(
                            ".*/taskMetricsDistributions/(duration|schedulerDelay)/\\d+",
                            "Spark mixes failed tasks into these two, and into no other"),
                    differ(
                            ".*/(executorSummary/driver|executorMetricsDistributions)(/.*)?",
                            "where its metrics are logged, Spark gives the driver a share of stages"),
                    differ(
                            ".*/(numActiveTasks|activeTasks|totalTasks)",
                            "tasks whose end the log does not tell run for ever there"),
                    differ(
                            ".*/tasks/\\d+/(status|duration|schedulerDelay)",
                            "tasks whose end the log does not tell run for ever there"),
                    differ(
                            ".*/(all)?executors/\\d+/totalGCTime",
                            "where its metrics are logged, Spark tells the driver's JVM, not its tasks"),
                    differ(
                            ".*/jobs/\\d+/(numKilledTasks|killedTasksSummary.*)",
                            "tasks that are killed after their job's end count for it here"),
                    differ(
                            "/applications/local-1795252947001/stages/0/0/taskList/.*",
                            "by run time, Spark sorts failed tasks behind all others"),
                    differ(".*/jobs/\\d+/stageIds/\\d+", "the order there is that of a set"),
                    differ(
                            ".*/sql/\\d+/nodes.*",
                            "a query that failed before it had a plan has an empty node there"));

    private static Map.Entry<Pattern, String> differ(String path, String reason) {
        return Map.entry(Pattern.compile(path), reason);
    }

    private static final List<String> QUESTIONS =
            List.of(
                    "/version",
                    "/applications?status=running",
                    "/applications?limit=0",
                    "/applications?minDate=2015-02-10",
                    "/applications/nope",
                    "/applications/APP",
                    "/applications/APP/jobs",
                    "/applications/APP/jobs?status=failed",
                    "/applications/APP/jobs/0",
                    "/applications/APP/jobs/999",
                    "/applications/APP/stages",
                    "/applications/APP/stages?status=failed",
                    "/applications/APP/stages?details=true&withSummaries=true",
                    "/applications/APP/stages/0",
                    "/applications/APP/stages/0/0?details=false",
                    "/applications/APP/stages/0/7",
                    "/applications/APP/stages/999",
                    "/applications/APP/stages/0/0/taskSummary",
                    "/applications/APP/stages/0/0/taskSummary?quantiles=0.1,0.9",
                    "/applications/APP/stages/0/0/taskSummary?quantiles=x",
                    "/applications/APP/stages/0/0/taskList",
                    "/applications/APP/stages/0/0/taskList?sortBy=-runtime&offset=1&length=2",
                    "/applications/APP/executors",
                    "/applications/APP/allexecutors",
                    "/applications/APP/environment",
                    "/applications/APP/sql",
                    "/applications/APP/sql?details=false&planDescription=false&offset=1&length=1",
                    "/applications/APP/sql/0",
                    "/applications/APP/sql/999",
                    "/applications/APP/storage/rdd",
                    "/applications/APP/storage/rdd/999");

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir Path folder;

    @Test
    void answers_ofBothServers_areTheSame() throws Exception {
        Path spark = spark();
        Path logs = Files.createDirectory(folder.resolve("logs"));
        LogFixtures.names().forEach(name -> LogFixtures.unpack(name, logs));
        int port = freePort();
        Process theirs = sparkHistoryServer(spark, logs, port);
        try (HistoryServer ours =
                new HistoryServer(
                        new Settings(logs, 0, folder.resolve("data")), Clock.systemUTC())) {
            ours.start();
            String expected = "http://127.0.0.1:" + port + "/api/v1";
            String actual = "http://127.0.0.1:" + ours.port() + "/api/v1";
            Set<String> apps = awaitCompleted(expected);
            assertThat(awaitCompleted(actual)).isEqualTo(apps);

            List<String> differences = new ArrayList<>();
            for (String app : apps) {
                for (String question : QUESTIONS) {
                    compare(question.replace("APP", app), expected, actual, differences);
                }
            }
            assertThat(differences).isEmpty();
        } finally {
            theirs.destroy();
            if (!theirs.waitFor(20, TimeUnit.SECONDS)) {
                theirs.destroyForcibly();
            }
        }
    }

    private void compare(String question, String theirs, String ours, List<String> differences)
            throws Exception {
        HttpResponse<String> expected = get(theirs + question);
        HttpResponse<String> actual = get(ours + question);
        if (expected.statusCode() != actual.statusCode()) {
            differences.add(
                    question + ": " + expected.statusCode() + " but " + actual.statusCode());
            return;
        }
        if (expected.statusCode() == 200) {
            compare(
                    question,
                    "",
                    json.readTree(expected.body()),
                    json.readTree(actual.body()),
                    differences);
        } else if (!expected.body().equals(actual.body())) {
            differences.add(question + ": " + expected.body() + " but " + actual.body());
        }
    }

    private static void compare(
            String question, String at, JsonNode theirs, JsonNode ours, List<String> differences) {
        String path = question.replaceAll("\\?.*", "") + at;
        if (theirs.equals(ours)
                || ON_PURPOSE.keySet().stream().anyMatch(each -> each.matcher(path).matches())) {
            return;
        }
        if (theirs.isObject() && ours.isObject()) {
            TreeSet<String> names = new TreeSet<>();
            theirs.fieldNames().forEachRemaining(names::add);
            ours.fieldNames().forEachRemaining(names::add);
            names.forEach(name ->
                    compare(
                            question,
                            at + "/" + name,
                            child(theirs, name),
                            child(ours, name),
                            differences));
        } else if (theirs.isArray() && ours.isArray() && theirs.size() == ours.size()) {
            for (int i = 0; i < theirs.size(); i++) {
                compare(question, at + "/" + i, theirs.get(i), ours.get(i), differences);
            }
        } else {
            differences.add(question + " " + at + ": " + theirs + " but " + ours);
        }
    }

    private static JsonNode child(JsonNode node, String name) {
        JsonNode child = node.get(name);
        return child == null ? MissingNode.getInstance() : child;
    }

    private static Path spark() {
        String runtimes = System.getenv("SPINDRIFT_RUNTIMES");
        assumeTrue(runtimes != null, "needs SPINDRIFT_RUNTIMES, the folder of Spark runtimes");
        Path spark = Path.of(String.valueOf(runtimes), SPARK);
        assumeTrue(Files.isDirectory(spark.resolve("jars")), "needs Spark " + SPARK);
        return spark;
    }

    private Process sparkHistoryServer(Path spark, Path logs, int port) throws IOException {
        ProcessBuilder command =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "--add-opens=java.base/java.nio=ALL-UNNAMED",
                        "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                        "-Dspark.history.fs.logDirectory=" + logs.toUri(),
                        "-Dspark.history.ui.port=" + port,
                        "-cp",
                        spark.resolve("jars") + "/*",
                        "org.apache.spark.deploy.history.HistoryServer");
        return start(command, spark, "history-server.log");
    }

    private Process start(ProcessBuilder command, Path spark, String log) throws IOException {
        command.environment().put("JAVA_HOME", System.getProperty("java.home"));
        command.environment().put("SPARK_HOME", spark.toString());
        command.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        return command.directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(log).toFile())
                .start();
    }

    /// The ids of all applications, once each is told to have ended.
    private Set<String> awaitCompleted(String base) throws Exception {
        int expected = LogFixtures.names().size();
        for (int i = 0; i < 600; i++) {
            try {
                Set<String> ids = new TreeSet<>();
                for (JsonNode app :
                        json.readTree(get(base + "/applications?status=completed").body())) {
                    ids.add(app.path("id").asText());
                }
                if (ids.size() == expected) {
                    return ids;
                }
            } catch (IOException e) {
                // Not listening yet: asked again below, a bounded number of times.
            }
            TimeUnit.MILLISECONDS.sleep(300);
        }
        throw new AssertionError(base + " did not list " + expected + " applications");
    }

    private HttpResponse<String> get(String url) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(60)).build();
        return client.send(request, BodyHandlers.ofString());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
