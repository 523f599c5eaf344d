package io.spindrift.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spindrift.server.RunningPlatform.Reply;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The way of an application through the whole platform.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class JourneysTest {
    private static final String APPS = RunningPlatform.APPS;

    private RunningPlatform platform;

    @BeforeAll
    void start(@TempDir Path home) {
        platform = new RunningPlatform(home);
    }

    @AfterAll
    void stop() {
        platform.close();
    }

    @Test
    void application_thatEndsWell_isCompletedAndBooked() {
        platform.finished("well", 0);
        JsonNode item = platform.get(APPS + "/well").item();
        assertThat(item.path("transitions").findValuesAsText("state"))
                .containsExactly("PENDING", "RUNNING", "COMPLETED");
        assertThat(item.at("/attempts/0/exitCode").asInt()).isZero();
        assertThat(item.at("/cost/final").asBoolean()).isTrue();
        assertThat(item.at("/metrics/coreHours").asDouble()).isPositive();
        JsonNode booked =
                platform.await(
                        "/ocean/spark/cost?bookedTo=finish&jobId=etl",
                        cost -> cost.at("/totals/applications").asInt() >= 1);
        assertThat(booked.at("/totals/cost/amount").asDouble()).isPositive();
    }

    @Test
    void application_whoseClusterALinkDoesNotKnow_isFoundAnywhere() {
        platform.finished("linked", 0);

        JsonNode item = platform.get("/ocean/spark/cluster/any/app/linked").item();

        assertThat(item.path("clusterId").asText()).isEqualTo("local");
        assertThat(platform.get("/ocean/spark/cluster/any/app/nothing").status()).isEqualTo(404);
        assertThat(platform.get("/ocean/spark/cluster/other/app/linked").status()).isEqualTo(404);
    }

    @Test
    void application_thatFails_saysWhy() {
        platform.finished("badly", 3);
        JsonNode item = platform.get(APPS + "/badly").item();
        assertThat(item.at("/failure/sentence").asText()).isEqualTo("it ended with an error");
        assertThat(item.at("/attempts/0/exitCode").asInt()).isEqualTo(3);
    }

    @Test
    void application_whoseProgramFails_saysItsLastWords() {
        platform.finished("python-badly", 1);
        JsonNode item = platform.get(APPS + "/python-badly").item();
        assertThat(item.at("/failure/sentence").asText()).isEqualTo("KeyError: 'day'");
    }

    @Test
    void killedApplication_endsKilled() {
        platform.submitted("unwanted");
        JsonNode asked =
                platform.send(platform.request(APPS + "/unwanted").DELETE().build()).item();
        assertThat(asked.path("killRequested").asBoolean()).isTrue();
        JsonNode item = platform.await("unwanted", "KILLED");
        assertThat(item.path("stateReason").asText()).isEqualTo("killed by admin");
    }

    @Test
    void rerun_isANewApplicationOfTheSameRequest() {
        platform.finished("again", 0);
        JsonNode item = platform.post(APPS + "/again/rerun", "").item();
        assertThat(item.path("rerunOf").asText()).isEqualTo("again");
        assertThat(item.path("id").asText()).isNotEqualTo("again").startsWith("etl-");
        assertThat(item.at("/config/mainApplicationFile").asText()).isEqualTo("/srv/etl.py");
    }

    @Test
    void list_isFilteredSortedAndCsv() {
        platform.finished("listed", 0);
        assertThat(
                        platform.get("/ocean/spark/app?q=listed&label=team=data")
                                .json()
                                .at("/response/total")
                                .asInt())
                .isEqualTo(1);
        assertThat(
                        platform.get("/ocean/spark/app?q=listed&appState=FAILED")
                                .json()
                                .at("/response/total")
                                .asInt())
                .isZero();
        Reply csv = platform.get("/ocean/spark/app?format=csv&q=listed");
        assertThat(csv.header("Content-Type")).startsWith("text/csv");
        assertThat(csv.body().lines()).hasSize(2);
        assertThat(csv.body()).startsWith("id,internalId,clusterId").contains("\r\nlisted,");
    }

    @Test
    void log_isReadFollowedAndCut() {
        platform.finished("logged", 0);
        assertThat(platform.get(APPS + "/logged/log/driver").body())
                .isEqualTo("line one\nline two\n");
        Reply part = platform.get(APPS + "/logged/log/driver?offset=5&limit=3");
        assertThat(part.body()).isEqualTo("one");
        assertThat(part.header("X-Log-Next-Offset")).isEqualTo("8");
        assertThat(platform.get(APPS + "/logged/log/live").body())
                .isEqualTo("line one\nline two\n");
        Reply events =
                platform.send(
                        platform.request(APPS + "/logged/log/live")
                                .header("Accept", "text/event-stream")
                                .build());
        assertThat(events.body())
                .contains("event: log", "\"nextOffset\":18", "event: end", "COMPLETED");
    }

    @Test
    void events_tellOfEachChange() throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient();
                BufferedReader lines =
                        new BufferedReader(
                                new InputStreamReader(
                                        client.send(
                                                        platform.request(
                                                                        "/ocean/spark/events?appId=told")
                                                                .build(),
                                                        BodyHandlers.ofInputStream())
                                                .body(),
                                        StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).isEqualTo("event: hello");
            platform.finished("told", 0);
            String line = lines.readLine();
            while (!(line.startsWith("data:") && line.contains("\"appState\":\"COMPLETED\""))) {
                line = lines.readLine();
            }
            assertThat(line).contains("\"id\":\"told\"");
        }
    }
}
