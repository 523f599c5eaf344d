package io.spindrift.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spindrift.server.RunningPlatform.Reply;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What is remembered of a cluster, asked over HTTP.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ClusterRecordsTest {
    private static final String LOCAL = "/ocean/spark/cluster/local";
    private RunningPlatform platform;

    @BeforeAll
    void start(@TempDir Path home) {
        platform = new RunningPlatform(home);
        platform.finished("fine", 0);
        platform.finished("broken", 1);
    }

    @AfterAll
    void stop() {
        platform.close();
    }

    @Test
    void log_tellsWhatWasDecidedAndDone_newestFirst() {
        List<String> told = messages("/log?appId=broken").reversed();
        assertThat(told).startsWith("submitted", "admitted").contains("launched", "running");
        assertThat(told.getLast()).startsWith("ended FAILED: ");
        assertThat(messages("/log")).contains("ended COMPLETED");
        assertThat(messages("/log?level=ERROR&appId=fine")).isEmpty();
        JsonNode line = platform.get(LOCAL + "/log?appId=fine").item();
        assertThat(line.path("appId").asText()).isEqualTo("fine");
        assertThat(line.path("fields").has("appId")).isFalse();
        Reply csv = platform.get(LOCAL + "/log?appId=fine&format=csv");
        assertThat(csv.body()).startsWith("at,level,logger,message,appId").contains("admitted");
    }

    @Test
    void load_isThatOfThisMomentInTheLastStep() {
        platform.submitted("long");
        JsonNode load =
                platform.await(
                        LOCAL + "/load?days=1", item -> last(item, "runningMost").asInt() > 0);
        assertThat(load.path("running")).hasSize(288);
        assertThat(load.path("bucketMillis").asInt()).isEqualTo(300_000);
        assertThat(load.path("running").path(0).isNull()).as("nobody looked then").isTrue();
        assertThat(last(load, "coresMost").asDouble()).isPositive();
        platform.spark.end("long", 0);
        platform.await("long", "COMPLETED");
    }

    @Test
    void runtimes_areThoseOfApplications() {
        JsonNode used = platform.get(LOCAL + "/runtime?days=30").item();
        assertThat(used.path("version").asText()).isEqualTo("4.3.0");
        assertThat(used.path("applications").asInt()).isGreaterThanOrEqualTo(2);
        assertThat(used.path("failed").asInt()).isEqualTo(1);
    }

    @Test
    void whatIsNotKnown_isRefused() {
        assertThat(platform.get(LOCAL + "/load?days=2").refusal())
                .isEqualTo("400 INVALID_VALUE 'days' must be one of 1, 7, 30, not '2' [\"days\"]");
        assertThat(platform.get(LOCAL + "/log?level=info").status()).isEqualTo(400);
        assertThat(platform.get("/ocean/spark/cluster/none/log").status()).isEqualTo(404);
        assertThat(platform.get("/ocean/spark/cluster/none/load").status()).isEqualTo(404);
        assertThat(platform.get("/ocean/spark/cluster/none/runtime").status()).isEqualTo(404);
    }

    private static JsonNode last(JsonNode load, String name) {
        return load.path(name).path(load.path(name).size() - 1);
    }

    private List<String> messages(String path) {
        JsonNode items = platform.get(LOCAL + path).json().at("/response/items");
        return StreamSupport.stream(items.spliterator(), false)
                .map(item -> item.path("message").asText())
                .toList();
    }
}
