package io.spindrift.history.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spindrift.history.eventlog.LogFixtures;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole server over logs that real Spark wrote: the richer questions. */
final class HistoryServerIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir static Path folder;
    private static HistoryServer server;
    private static final String FAILED = "local-1795252947001";
    private static final String SQL = "local-1795252961330";

    @BeforeAll
    static void start() throws Exception {
        Path logs = Files.createDirectory(folder.resolve("logs"));
        LogFixtures.unpack("fail-4.3", logs);
        LogFixtures.unpack("sql-4.3", logs);
        server =
                new HistoryServer(new Settings(logs, 0, folder.resolve("data")), Clock.systemUTC());
        server.start();
        for (int i = 0; i < 600 && get("/api/v1/applications?status=completed").size() < 2; i++) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        // What was read is shown to searches a moment later.
        for (int i = 0; i < 600 && found().path("items").isEmpty(); i++) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private static JsonNode found() throws Exception {
        return get("/ocean/spark/search?q=kind:error&limit=5").path("response");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stages",
                "jobs",
                "sql",
                "executors",
                "environment",
                "metrics",
                "memory",
                "timeline",
                "issues",
                "whatif",
                "compare",
                "compare?with=local-1795252947001&limit=1"
            })
    void question_aboutARun_isAnsweredInTheEnvelope(String question) throws Exception {
        JsonNode answer = ask(SQL, question);

        assertThat(answer.path("request").path("method").asText()).isEqualTo("GET");
        assertThat(answer.path("response").path("status").path("code").asInt()).isEqualTo(200);
        assertThat(answer.path("response").path("kind").asText()).startsWith("spindrift:spark:");
        assertThat(answer.path("response").path("items").isArray()).isTrue();
    }

    @Test
    void stages_sortedAndPaged_areThoseAskedFor() throws Exception {
        JsonNode two = ask(SQL, "stages?sort=-durationMillis&limit=2").path("response");

        assertThat(two.path("count").asInt()).isEqualTo(2);
        assertThat(two.path("total").asInt()).isGreaterThan(2);
        assertThat(two.path("items").get(0).path("durationMillis").asLong())
                .isGreaterThanOrEqualTo(two.path("items").get(1).path("durationMillis").asLong());
    }

    @Test
    void stage_inDetail_hasQuantilesExecutorsAndTasks() throws Exception {
        JsonNode stage = item(ask(SQL, "stages?state=SUCCEEDED&limit=1"));
        String path = "stages/" + stage.path("stageId") + "/" + stage.path("stageAttempt");

        JsonNode detail = item(ask(SQL, path));
        JsonNode tasks = ask(SQL, path + "/tasks?sort=-durationMillis").path("response");
        JsonNode lanes = item(ask(SQL, path + "/timeline"));

        assertThat(detail.path("quantiles").path("durationMillis")).hasSize(6);
        assertThat(detail.path("executors")).isNotEmpty();
        assertThat(tasks.path("total").asInt())
                .isEqualTo(stage.path("tasks").path("total").asInt());
        assertThat(lanes.path("lanes").get(0).path("tasks")).isNotEmpty();
    }

    @Test
    void sql_inDetail_hasItsPlan() throws Exception {
        long id = item(ask(SQL, "sql?limit=1")).path("executionId").asLong();

        JsonNode query = item(ask(SQL, "sql/" + id));

        assertThat(query.path("planText").asText()).contains("Physical Plan");
        assertThat(query.path("nodes")).isNotEmpty();
    }

    @Test
    void metrics_ofAWindow_areAPartOfTheWhole() throws Exception {
        JsonNode whole = item(ask(SQL, "metrics?points=50"));
        String from = whole.path("startedAt").asText();

        assertThat(whole.path("series").path("cpu")).hasSize(whole.path("points").asInt());
        assertThat(whole.path("granted")).hasSize(whole.path("points").asInt());
        assertThat(item(ask(SQL, "metrics?points=50&from=" + from)).path("points").asInt())
                .isPositive();
    }

    @Test
    void timeline_withALimit_tellsWhatItLeftOut() throws Exception {
        JsonNode timeline = item(ask(SQL, "timeline?limit=1"));

        assertThat(timeline.path("stages")).hasSize(1);
        assertThat(timeline.path("omitted").path("stages").asInt()).isPositive();
    }

    @Test
    void issues_ofAFailedRun_beginWithAnError() throws Exception {
        JsonNode issue = item(ask(FAILED, "issues"));

        assertThat(issue.path("severity").asText()).isEqualTo("error");
        assertThat(issue.path("title").asText()).isNotBlank();
        assertThat(issue.path("advice").asText()).isNotBlank();
        assertThat(issue.path("link").path("id").asText()).isNotBlank();
    }

    @Test
    void compare_withARunOfAnotherKind_hasNoPairs_butAnyFigures() throws Exception {
        JsonNode comparison = item(ask(SQL, "compare?limit=2&with=" + FAILED));

        assertThat(comparison.path("base").path("appId").asText()).isEqualTo(FAILED);
        assertThat(comparison.path("run").path("appId").asText()).isEqualTo(SQL);
        assertThat(comparison.path("figures").get(0).path("name").asText())
                .isEqualTo("durationMillis");
        assertThat(comparison.path("figures").get(0).path("ratio").asDouble()).isPositive();
        assertThat(comparison.path("stages")).hasSize(2);
        assertThat(comparison.path("omitted").path("stages").asInt()).isPositive();
    }

    @Test
    void compare_withoutAnEarlierRun_hasNoItem() throws Exception {
        assertThat(ask(SQL, "compare").path("response").path("items")).isEmpty();
    }

    @Test
    void whatIf_hasTwelvePoints_andTheRunsOwn() throws Exception {
        JsonNode whatIf = item(ask(SQL, "whatif"));

        assertThat(whatIf.path("points")).hasSize(12);
        assertThat(whatIf.path("points").findValuesAsText("percent")).contains("100.0");
        assertThat(whatIf.path("criticalPath")).isNotEmpty();
        assertThat(whatIf.path("criticalPathMillis").asLong())
                .isLessThanOrEqualTo(whatIf.path("modelMillis").asLong());
    }

    @Test
    void search_forAnError_findsTheRun() throws Exception {
        JsonNode found = found();

        assertThat(found.path("items").get(0).path("kind").asText()).isEqualTo("error");
        assertThat(found.path("facets").path("kind").path("error").asInt()).isPositive();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "stages?limit=x|400",
                "stages?limit=501|400",
                "stages?colour=red|400",
                "stages?sort=colour|400",
                "stages?state=COLOURED|400",
                "stages/99999/0|404",
                "stages/x/0|400",
                "sql/99999|404",
                "metrics?points=5|400",
                "metrics?from=yesterday|400",
                "issues?attempt=9|404",
                "compare?with=nobody|404",
                "compare?with=local-1795252947001&withAttempt=9|404",
                "compare?with=local-1795252947001&withAttempt=0|400",
                "compare?limit=0|400",
                "whatif?executors=3|400",
            })
    void question_thatIsWrong_isRefused(String question, int status) throws Exception {
        HttpResponse<String> answer =
                send("/ocean/spark/cluster/local/app/" + SQL + "/" + question);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(
                        JSON.readTree(answer.body())
                                .path("response")
                                .path("errors")
                                .get(0)
                                .path("message")
                                .asText())
                .isNotBlank();
    }

    @Test
    void search_thatCannotBeRead_isRefusedWithASentence() throws Exception {
        HttpResponse<String> answer =
                send(
                        "/ocean/spark/search?q="
                                + URLEncoder.encode("\"open", StandardCharsets.UTF_8));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("is never closed");
    }

    @ParameterizedTest
    @CsvSource({
        "/history/APP, ?",
        "/history/APP/jobs/, ?tab=jobs",
        "/history/APP/1/jobs/job/?id=0, ?attempt=1&tab=stages&job=0",
        "/history/APP/stages/stage/?id=3&attempt=1, ?tab=stages&stage=3.1",
        "/history/APP/stages/stage?id=3, ?tab=stages&stage=3.0",
        "/history/APP/storage/rdd/?id=4, ?tab=storage&rdd=4",
        "/history/APP/environment/, ?tab=environment",
        "/history/APP/executors/, ?tab=executors",
        "/history/APP/SQL/, ?tab=sql",
        "/history/APP/SQL/execution/?id=2, ?tab=sql&query=2",
        "/history/APP/StreamingQuery/statistics/?id=ab-1, ?tab=streaming&stream=ab-1",
        "/history/APP/connect/session/?id=s%261, ?tab=connect&session=s%261",
        "/history/APP/nowhere/, ?",
    })
    void linkIntoSparksOwnPages_leadsToOurs(String link, String state) throws Exception {
        HttpResponse<String> answer = send(link.replace("APP", SQL));

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("location"))
                .hasValue("/applications/history/" + SQL + (state.equals("?") ? "" : state));
    }

    private static JsonNode ask(String app, String question) throws Exception {
        return get("/ocean/spark/cluster/local/app/" + app + "/" + question);
    }

    private static JsonNode item(JsonNode answer) {
        return answer.path("response").path("items").get(0);
    }

    private static JsonNode get(String path) throws Exception {
        return JSON.readTree(send(path).body());
    }

    private static HttpResponse<String> send(String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
        return CLIENT.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
}
