package io.spindrift.e2e.kube;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spindrift.e2e.Api;
import io.spindrift.e2e.Await;
import io.spindrift.e2e.Json;
import io.spindrift.e2e.Report;
import io.spindrift.e2e.Surroundings;
import io.spindrift.e2e.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Real applications of a driver and an executor each on real nodes, more than run at once, with
/// the rights that the platform provisions and no others: `installer/bench/kube-load.sh` runs a
/// dozen.
final class KubeTurnIT {
    private static final int APPLICATIONS = Surroundings.number("turn-applications", 3);
    private static final int AT_ONCE = Surroundings.number("turn-at-once", 1);
    private static final double CORES_EACH = 0.6;
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    @Test
    void realApplications_thatWait_startByPriority() {
        try (Space space = Space.make("turn");
                KubePlatform platform =
                        KubePlatform.start("kube-turn", space, CORES_EACH * AT_ONCE + 0.001)) {
            platform.provision();
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < APPLICATIONS; i++) {
                ids.add(submit(platform.api(), i));
            }
            Await.until("all have ended", PATIENCE, () -> ended(platform, ids));
            List<JsonNode> turn =
                    platform.applications().stream()
                            .sorted(
                                    Comparator.comparing(KubeTurnIT::admittedAt)
                                            .thenComparingInt(app -> -app.path("priority").asInt()))
                            .toList();
            report(turn);

            assertThat(turn)
                    .allSatisfy(app ->
                            assertThat(app.path("appState").asText())
                                    .as(app.toString())
                                    .isEqualTo("COMPLETED"));
            // Those that came first found room; all others wait when the last comes.
            assertThat(turn.subList(AT_ONCE, turn.size()))
                    .isSortedAccordingTo(
                            Comparator.comparingInt((JsonNode app) -> app.path("priority").asInt())
                                    .reversed());
        }
    }

    /// The later, the more urgent.
    private static String submit(Api api, int index) {
        String id = "turn-" + index;
        String version = index % 2 == 0 ? Surroundings.DEFAULT_SPARK : Surroundings.OTHER_SPARK;
        String request =
                """
                {"jobId": "turn", "appId": "%s", "configOverrides": {
                  "type": "Java", "mainClass": "io.spindrift.examples.Pi", "sparkVersion": "%s",
                  "mainApplicationFile": "local:///opt/spindrift/examples/spindrift-examples.jar",
                  "arguments": ["2"], "priority": %d,
                  "driver": {"cores": 1, "coreRequest": 0.3, "memory": "512m"},
                  "executor": {"instances": 1, "cores": 1, "coreRequest": 0.3,
                               "memory": "512m"}}}
                """
                        .formatted(id, version, index);
        api.post(KubePlatform.APPS, Api.brief(Json.object(request))).expect(201);
        return id;
    }

    private static boolean ended(KubePlatform platform, List<String> ids) {
        return platform.applications().stream().filter(Api::hasEnded).count() == ids.size();
    }

    private static Instant admittedAt(JsonNode app) {
        JsonNode queued = app.path("phases").path(0);
        assertThat(queued.path("name").asText()).as(app.toString()).isEqualTo("queued");
        return Times.at(queued, "endedAt");
    }

    private static void report(List<JsonNode> turn) {
        Report report =
                new Report(
                        "kube-turn", "application", "spark", "priority", "admitted s", "ended s");
        Instant first =
                turn.stream()
                        .map(app -> Times.at(app, "createdAt"))
                        .min(Comparator.naturalOrder())
                        .orElseThrow();
        for (JsonNode app : turn) {
            report.row(
                    app.path("id").asText(),
                    app.path("sparkVersion").asText(),
                    app.path("priority").asInt(),
                    Times.seconds(Duration.between(first, admittedAt(app))),
                    Times.seconds(Duration.between(first, Times.at(app, "endedAt"))));
        }
        report.write();
    }
}
