package io.spindrift.history.http;

import static io.spindrift.history.store.TestStore.RUN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.helidon.http.NotFoundException;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.spindrift.history.RunId;
import io.spindrift.history.eventlog.EventParser;
import io.spindrift.history.eventlog.LogFixtures;
import io.spindrift.history.eventlog.LogPosition;
import io.spindrift.history.store.RunWriter;
import io.spindrift.history.store.TestStore;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Streams, storage, clients and plans of real logs over HTTP: one run is made of several logs,
/// whose ids do not meet.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KeptRoutesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private TestStore test;
    private WebServer server;

    @BeforeAll
    void start(@TempDir Path folder) {
        test = new TestStore(folder.resolve("db"));
        RunWriter writer = test.store.open(RUN, "log", null);
        EventParser parser = new EventParser();
        for (String log : List.of("client-4.3", "keeps-4.3")) {
            for (byte[] line : LogFixtures.lines(LogFixtures.unpack(log, folder.resolve(log)))) {
                writer.apply(parser.parse(line, 0, line.length));
            }
        }
        writer.finish(new LogPosition(1, 1, 0, 1), 0);
        HttpRouting.Builder routing =
                HttpRouting.builder()
                        .register("/app", new RunRoutes(test.store, new Bare()))
                        .error(
                                IllegalArgumentException.class,
                                (request, response, e) ->
                                        response.status(Status.BAD_REQUEST_400)
                                                .send(String.valueOf(e.getMessage())))
                        .error(
                                NotFoundException.class,
                                (request, response, e) ->
                                        response.status(Status.NOT_FOUND_404)
                                                .send(String.valueOf(e.getMessage())));
        server = WebServer.builder().host("127.0.0.1").port(0).routing(routing).build().start();
    }

    @AfterAll
    void stop() {
        server.stop();
        test.close();
    }

    /// Items alone, for this mounter has no envelope.
    private static final class Bare implements Mount {
        @Override
        public RunId run(ServerRequest request) {
            return RUN;
        }

        @Override
        public RunId other(ServerRequest request, String appId, @Nullable Integer attempt) {
            return RUN;
        }

        @Override
        public void send(ServerRequest request, ServerResponse response, Answer answer) {
            String items = JSON.createArrayNode().addAll(answer.items()).toString();
            response.send(items.getBytes(StandardCharsets.UTF_8));
        }
    }

    private HttpResponse<String> get(String question) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + "/app/" + question);
        return CLIENT.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    private JsonNode items(String question) throws Exception {
        HttpResponse<String> answer = get(question);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    @Test
    void streaming_isToldWithItsProgress() throws Exception {
        JsonNode queries = items("streaming?sort=startedAt");
        assertThat(queries).hasSize(2);
        JsonNode counts = queries.get(0);
        assertThat(counts.path("name").asText()).isEqualTo("counts");
        assertThat(counts.path("state").asText()).isEqualTo("SUCCEEDED");
        assertThat(counts.path("outputRows").asLong()).isEqualTo(9);
        assertThat(counts.has("points")).isFalse();

        JsonNode one = items("streaming/" + counts.path("queryRunId").asText()).get(0);
        assertThat(one.path("points")).hasSize(1);
        assertThat(one.at("/points/0/partMillis/addBatch").asLong()).isEqualTo(12256);
        assertThat(one.at("/points/0/watermark").isNull()).isTrue();
        assertThat(one.at("/last/operators/0/rows").asLong()).isEqualTo(9);
        assertThat(one.at("/last/sink/description").asText()).isEqualTo("MemorySink");
        assertThat(items("jobs?group=" + counts.path("queryRunId").asText())).isNotEmpty();
        assertThat(items("jobs?group=other")).isEmpty();
    }

    @Test
    void storage_isToldWithItsBlocks() throws Exception {
        JsonNode rdd = items("storage/4").get(0);
        assertThat(rdd.path("level").asText()).contains("Memory");
        assertThat(rdd.at("/executors/0/blocks").asInt()).isEqualTo(4);
        assertThat(items("storage?sort=-memoryBytes").get(0).path("rddId").asInt()).isEqualTo(4);

        JsonNode executor = items("executors").get(0);
        assertThat(executor.at("/storage/blocks").asInt()).isGreaterThanOrEqualTo(4);
        assertThat(executor.at("/storage/usedBytes").asLong()).isGreaterThan(2000);

        JsonNode blocks = items("storage/4/blocks?sort=-memoryBytes&limit=3");
        assertThat(blocks).hasSize(3);
        assertThat(blocks.get(0).path("memoryBytes").asLong()).isEqualTo(584);
        assertThat(blocks.at("/0/executors/0").asText()).isEqualTo("driver");
    }

    @Test
    void clients_areToldWithWhatTheyRan() throws Exception {
        JsonNode session = items("connect").get(0);
        assertThat(session.path("user").asText()).isEqualTo("amy");
        assertThat(session.path("operations").asInt()).isEqualTo(5);

        String id = session.path("sessionId").asText();
        JsonNode newest = items("connect/operations?limit=2&session=" + id);
        assertThat(newest).hasSize(2);
        JsonNode failed = newest.get(0);
        assertThat(failed.path("state").asText()).isEqualTo("FAILED");
        assertThat(failed.path("error").asText()).contains("no");
        assertThat(failed.path("tags").get(0).asText()).isEqualTo("nightly");
        assertThat(items("connect/operations?session=other")).isEmpty();
    }

    @Test
    void plans_areToldOneByOne() throws Exception {
        JsonNode plans = items("sql/0/plans");
        assertThat(plans.size()).isGreaterThan(1);
        JsonNode first = items("sql/0/plans/1").get(0);
        assertThat(first.path("planText").asText()).contains("isFinalPlan=false");
        assertThat(first.path("nodes")).isNotEmpty();
        JsonNode last = items("sql/0/plans/" + plans.size()).get(0);
        assertThat(last.path("planText").asText()).contains("isFinalPlan=true");
        assertThat(last.path("since").asText()).isGreaterThan(first.path("since").asText());
    }

    @Test
    void environment_saysWhatWasNotUnderstood() throws Exception {
        JsonNode log = items("environment").get(0).path("log");
        assertThat(log.path("malformedLines").asInt()).isZero();
        assertThat(log.path("unknownByName").findValuesAsText("name"))
                .contains(
                        "org.apache.spark.sql.connect.service.SparkListenerConnectServiceStarted");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "streaming/none",
                "storage/999",
                "storage/999/blocks",
                "sql/999/plans",
                "sql/0/plans/99"
            })
    void whatIsNotThere_isNotFound(String question) throws Exception {
        assertThat(get(question).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"storage/x", "streaming?sort=colour", "connect/operations?sort=user"})
    void whatCannotBeRead_isRefused(String question) throws Exception {
        assertThat(get(question).statusCode()).isEqualTo(400);
    }
}
