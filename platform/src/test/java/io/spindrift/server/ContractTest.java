package io.spindrift.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spindrift.app.SubmissionSource;
import io.spindrift.server.RunningPlatform.Reply;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Holds the server to `openapi.yaml`: each path and method answers as its schema says.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ContractTest {
    private static final String CLUSTER = "/ocean/spark/cluster/{clusterId}";
    private static final String APP = CLUSTER + "/app/{appId}";
    private static final String PUSHED = "/agent/v1/runs/{appId}/{attempt}";

    /// Streams do not end, a logout ends the session, an event log is not there without Spark, and
    /// a run's files are for its driver.
    private static final Set<String> ELSEWHERE =
            Set.of(
                    "GET /ocean/spark/events",
                    "GET " + APP + "/log/live",
                    "GET " + APP + "/eventlog",
                    "GET " + PUSHED + "/files/{sha256}",
                    "POST /logout");

    /// Needs a run with a log: held by the end-to-end `ContractIT`, with real Spark.
    private static final Set<String> OF_A_LOG =
            Set.of(
                    "/metrics",
                    "/memory",
                    "/timeline",
                    "/issues",
                    "/stages",
                    "/stages/{stageId}/{stageAttempt}",
                    "/stages/{stageId}/{stageAttempt}/tasks",
                    "/stages/{stageId}/{stageAttempt}/timeline",
                    "/jobs",
                    "/sql",
                    "/sql/{executionId}",
                    "/sql/{executionId}/plans",
                    "/sql/{executionId}/plans/{version}",
                    "/storage",
                    "/storage/{rddId}",
                    "/storage/{rddId}/blocks",
                    "/streaming",
                    "/streaming/{queryRunId}",
                    "/connect",
                    "/connect/operations",
                    "/executors",
                    "/environment",
                    "/compare",
                    "/whatif");

    private static final String SHA =
            "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881";
    private static final String SUBMISSION =
            "{\"jobId\":\"etl\",\"configOverrides\":{\"type\":\"Python\","
                    + "\"executor\":{\"spot\":true},\"mainApplicationFile\":\"/srv/etl.py\"}}";
    private static final Map<String, String> BODIES =
            Map.of(
                    "POST " + CLUSTER + "/app",
                    SUBMISSION,
                    "POST " + CLUSTER + "/app/check",
                    SUBMISSION,
                    "POST " + CLUSTER + "/configTemplate",
                    "{\"id\":\"large\",\"config\":{\"executor\":{\"memory\":\"2g\"}}}",
                    "PUT " + CLUSTER + "/configTemplate/{templateId}",
                    "{\"displayName\":\"Small\",\"config\":{}}",
                    "PUT " + CLUSTER + "/job/{jobId}",
                    "{\"config\":{\"executor\":{\"memory\":\"1g\"}}}",
                    "POST /ocean/spark/cluster",
                    "{\"id\":\"second\",\"kubeconfig\":\"apiVersion: v1\",\"imageRepository\":\"r/spark\"}",
                    "PATCH " + CLUSTER,
                    "{\"displayName\":\"Kube\",\"capacity\":{\"cores\":4,\"memoryBytes\":8589934592}}",
                    "POST /ocean/spark/token",
                    "{\"name\":\"airflow\",\"user\":\"airflow\"}",
                    "POST " + PUSHED + "/events",
                    "{\"Event\":\"SparkListenerLogStart\",\"Spark Version\":\"4.3.0\"}\n",
                    "POST " + PUSHED + "/memory",
                    "{\"samples\":[{\"container\":\"driver\",\"at\":\"2026-11-21T09:15:00Z\",\"jvmBytes\":1}]}");

    private static final String SCHEDULE =
            "{\"cron\":\"0 3 * * *\",\"request\":{\"configOverrides\":{\"type\":\"Python\","
                    + "\"mainApplicationFile\":\"/srv/etl.py\"}}}";
    private static final String MANIFEST =
            "{\"apiVersion\":\"sparkoperator.k8s.io/v1beta2\",\"kind\":\"SparkApplication\","
                    + "\"metadata\":{\"name\":\"etl\"},\"spec\":{\"type\":\"Python\","
                    + "\"sparkVersion\":\"4.3.0\",\"mainApplicationFile\":\"/srv/etl.py\","
                    + "\"driver\":{},\"executor\":{},\"failureRetries\":3}}";

    private RunningPlatform platform;
    private JsonNode document;
    private String tokenId;

    @BeforeAll
    void start(@TempDir Path home) {
        platform = new RunningPlatform(home);
        document = platform.get("/openapi?format=json").json();
        platform.finished("first", 0);
        platform.finished("shown", 1);
        platform.post(
                "/ocean/spark/cluster/local/configTemplate", "{\"id\":\"small\",\"config\":{}}");
        platform.post(
                "/ocean/spark/cluster",
                "{\"id\":\"kube\",\"kubeconfig\":\"apiVersion: v1\",\"imageRepository\":\"r/spark\"}");
        tokenId =
                platform.post("/ocean/spark/token", "{\"name\":\"old\"}")
                        .item()
                        .path("id")
                        .asText();
        platform.call("PUT", "/ocean/spark/cluster/local/job/etl/schedule", SCHEDULE);
        upload();
    }

    @AfterAll
    void stop() {
        platform.close();
    }

    @Test
    void everyDocumentedOperation_answersAsItsSchemaSays() {
        List<String> operations = operations();
        List<String> problems = new ArrayList<>();
        // Deletions last, for others need what they delete.
        operations.stream()
                .filter(operation -> !operation.startsWith("DELETE"))
                .forEach(operation -> problems.addAll(problems(operation)));
        operations.stream()
                .filter(operation -> operation.startsWith("DELETE"))
                .forEach(operation -> problems.addAll(problems(operation)));
        assertThat(problems).isEmpty();
    }

    @Test
    void everyRoute_isDocumented() {
        assertThat(operations()).containsAll(platform.routes());
    }

    @Test
    void everyExample_fitsItsSchema() {
        List<String> problems = new ArrayList<>();
        for (Map.Entry<String, JsonNode> schema : document.at("/components/schemas").properties()) {
            for (JsonNode example : schema.getValue().path("examples")) {
                new SchemaCheck(document)
                        .check(schema.getValue(), example, schema.getKey(), problems);
            }
        }
        assertThat(problems).isEmpty();
    }

    @Test
    void sourcesThatClientsMayClaim_areThoseDocumented() {
        List<String> documented = new ArrayList<>();
        document.at("/components/parameters/source/schema/enum")
                .forEach(source -> documented.add(source.asText()));
        assertThat(documented)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(SubmissionSource.values())
                                .filter(SubmissionSource::claimable)
                                .map(SubmissionSource::text)
                                .toList());
        for (SubmissionSource source : SubmissionSource.values()) {
            Reply reply =
                    platform.send(
                            platform.request(RunningPlatform.APPS)
                                    .header("X-Spindrift-Source", source.text())
                                    .POST(BodyPublishers.ofString(SUBMISSION))
                                    .build());
            assertThat(reply.status()).as(source.text()).isEqualTo(source.claimable() ? 201 : 400);
            if (source.claimable()) {
                assertThat(reply.item().path("submissionSource").asText()).isEqualTo(source.text());
            } else {
                assertThat(reply.refusal())
                        .contains("public-api, cli, spark-submit, notebook, schedule, ui");
            }
        }
    }

    private List<String> operations() {
        List<String> operations = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                if (method.getValue().has("responses")) {
                    String name = method.getKey().toUpperCase(Locale.ROOT);
                    operations.add(name + " " + path.getKey());
                }
            }
        }
        return operations;
    }

    private List<String> problems(String operation) {
        boolean ofALog = OF_A_LOG.stream().anyMatch(end -> operation.equals("GET " + APP + end));
        if (ELSEWHERE.contains(operation) || ofALog) {
            return List.of();
        }
        int space = operation.indexOf(' ');
        JsonNode described =
                document.path("paths")
                        .path(operation.substring(space + 1))
                        .path(operation.substring(0, space).toLowerCase(Locale.ROOT));
        Reply reply = reply(operation.substring(0, space), operation.substring(space + 1));
        JsonNode answer = described.path("responses").path(Integer.toString(reply.status()));
        if (answer.isMissingNode()) {
            return List.of(operation + ": " + reply.status() + " " + reply.body());
        }
        return problems(operation, answer, reply);
    }

    private List<String> problems(String operation, JsonNode answer, Reply reply) {
        JsonNode resolved =
                answer.has("$ref")
                        ? document.at(answer.path("$ref").asText().substring(1))
                        : answer;
        String type = reply.header("Content-Type").replaceAll(";.*", "");
        JsonNode content = resolved.path("content").path(type);
        List<String> problems = new ArrayList<>();
        if (content.isMissingNode()) {
            problems.add(operation + ": answers with " + type);
        } else if (type.equals("application/json")) {
            JsonNode schema = content.path("schema");
            new SchemaCheck(document).check(schema, reply.json(), operation, problems);
        }
        return problems;
    }

    private Reply reply(String method, String pattern) {
        boolean registered =
                (pattern.equals(CLUSTER) && !method.equals("GET"))
                        || pattern.equals(CLUSTER + "/provision");
        String path =
                pattern.replace("{clusterId}", registered ? "kube" : "local")
                        .replace("{appId}", "shown")
                        .replace("{jobId}", "etl")
                        .replace("{executorId}", "0")
                        .replace("{container}", "driver")
                        .replace("{attempt}", "1")
                        .replace("{templateId}", "small")
                        .replace("{tokenId}", tokenId);
        if (pattern.equals("/ocean/spark/file")) {
            return method.equals("PUT") ? upload() : platform.get(path + "?sha256=" + SHA);
        }
        if (pattern.startsWith(PUSHED)) {
            path = path.replace("/shown/", "/pushed/") + "?stream=s1&first=0";
        }
        if (pattern.equals("/login")) {
            return platform.post(path, "{\"token\":\"" + platform.token + "\"}");
        }
        return switch (method) {
            case "GET" -> platform.get(pattern.endsWith("/search") ? path + "?q=etl" : path);
            case "DELETE" -> platform.send(platform.request(path).DELETE().build());
            default -> platform.call(method, path, body(method, pattern));
        };
    }

    /// A cluster is changed by PATCH and POST alike.
    private static String body(String method, String pattern) {
        if (pattern.endsWith("/schedule")) {
            return SCHEDULE;
        }
        String verb = pattern.equals(CLUSTER) ? "PATCH" : method;
        return pattern.contains("/manifest")
                ? MANIFEST
                : BODIES.getOrDefault(verb + " " + pattern, "");
    }

    private Reply upload() {
        HttpRequest request =
                platform.request("/ocean/spark/file?name=x.txt")
                        .PUT(BodyPublishers.ofString("x"))
                        .build();
        return platform.send(request);
    }
}
