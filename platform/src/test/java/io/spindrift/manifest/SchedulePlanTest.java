package io.spindrift.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spindrift.app.Apps;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SchedulePlanTest {
    private static final Instant MADE = Instant.parse("2026-11-22T10:00:00Z");
    private final ObjectNode object =
            Apps.json(
                    "{'metadata': {'name': 'nightly', 'namespace': 'team-a', 'uid': 'u-1',"
                            + " 'creationTimestamp': '2026-11-22T10:00:00Z'},"
                            + " 'spec': {'schedule': '*/5 * * * *',"
                            + " 'template': {'type': 'Python'}}}");
    private final Map<String, ObjectNode> runs = new LinkedHashMap<>();
    private final List<String> events = new ArrayList<>();

    @Test
    void run_isMadeWhenItIsDue_once() {
        beat(Duration.ofMinutes(4));
        assertThat(runs).isEmpty();
        assertThat(status("nextRun")).isEqualTo("2026-11-22T10:05:00Z");
        beat(Duration.ofMinutes(5));
        assertThat(runs).containsOnlyKeys("nightly-1795341900");
        assertThat(status("lastRunName")).isEqualTo("nightly-1795341900");
        assertThat(status("nextRun")).isEqualTo("2026-11-22T10:10:00Z");
        assertThat(status("scheduleState")).isEqualTo("Scheduled");
        beat(Duration.ofMinutes(6));
        assertThat(runs).hasSize(1);
        ObjectNode run = runs.values().iterator().next();
        assertThat(run.at("/spec/type").asText()).isEqualTo("Python");
        assertThat(run.at("/metadata/ownerReferences/0/uid").asText()).isEqualTo("u-1");
        assertThat(new Manifest(ResourceKind.APPLICATION, run).metadata().path("labels"))
                .isEqualTo(Apps.json("{'sparkoperator.k8s.io/scheduled-app-name': 'nightly'}"));
    }

    @Test
    void run_whoseStatusWasNotWritten_isMadeUnderTheSameName() {
        beat(Duration.ofMinutes(5));
        object.remove("status");
        beat(Duration.ofMinutes(6));
        assertThat(runs).hasSize(1);
    }

    @Test
    void downtime_isMadeUpForByTheLastTime() {
        beat(Duration.ofMinutes(5));
        end("COMPLETED");
        beat(Duration.ofMinutes(63));
        assertThat(status("lastRun")).isEqualTo("2026-11-22T11:00:00Z");
        assertThat(events.getLast()).endsWith("times that passed without a run: 10");
    }

    @Test
    void forbid_waitsForTheEnd() {
        spec().put("concurrencyPolicy", "Forbid");
        beat(Duration.ofMinutes(5));
        beat(Duration.ofMinutes(11));
        assertThat(runs).hasSize(1);
        end("FAILED");
        beat(Duration.ofMinutes(12));
        assertThat(runs).hasSize(2);
        assertThat(status("lastRun")).isEqualTo("2026-11-22T10:10:00Z");
    }

    @Test
    void allow_runsBesideTheOther_andReplace_endsIt() {
        beat(Duration.ofMinutes(5));
        beat(Duration.ofMinutes(10));
        assertThat(runs).hasSize(2);
        spec().put("concurrencyPolicy", "Replace");
        beat(Duration.ofMinutes(15));
        assertThat(runs).hasSize(1);
    }

    @Test
    void crash_afterARunWasMade_neitherEndsItNorForgetsIt() {
        for (String policy : List.of("Replace", "Forbid", "Allow")) {
            spec().put("concurrencyPolicy", policy);
            object.remove("status");
            runs.clear();
            beat(Duration.ofMinutes(5));
            String made = runs.keySet().iterator().next();
            object.remove("status");
            beat(Duration.ofMinutes(6));
            assertThat(runs).as(policy).containsOnlyKeys(made);
            assertThat(status("lastRunName")).as(policy).isEqualTo(made);
        }
    }

    @Test
    void history_keepsTheNewestOfEachOutcome() {
        spec().put("successfulRunHistoryLimit", 2);
        for (int i = 1; i <= 4; i++) {
            beat(Duration.ofMinutes(5L * i));
            end("COMPLETED");
        }
        beat(Duration.ofMinutes(21));
        assertThat(runs).hasSize(2);
        beat(Duration.ofMinutes(22));
        assertThat(object.at("/status/pastSuccessfulRunNames"))
                .hasSize(2)
                .first()
                .satisfies(name -> assertThat(name.asText()).endsWith("1795342800"));
    }

    @Test
    void suspended_makesNoRun() {
        spec().put("suspend", true);
        beat(Duration.ofMinutes(30));
        assertThat(runs).isEmpty();
        assertThat(status("nextRun")).isEmpty();
    }

    @Test
    void whatCannotBeRead_isTold() {
        spec().put("schedule", "every day");
        beat(Duration.ofMinutes(5));
        assertThat(status("scheduleState")).isEqualTo("FailedValidation");
        assertThat(status("reason")).contains("five fields");
        spec().put("schedule", "@daily").put("concurrencyPolicy", "Never");
        beat(Duration.ofMinutes(5));
        assertThat(status("reason")).contains("Allow, Forbid or Replace");
    }

    private void beat(Duration after) {
        Instant now = MADE.plus(after);
        List<Manifest> all =
                runs.values().stream()
                        .map(run -> new Manifest(ResourceKind.APPLICATION, run))
                        .toList();
        for (Deed deed : SchedulePlan.of(new Manifest(ResourceKind.SCHEDULED, object), all, now)) {
            switch (deed) {
                case Deed.Make make -> {
                    ObjectNode run = make.object().deepCopy();
                    run.withObjectProperty("metadata").put("creationTimestamp", now.toString());
                    runs.putIfAbsent(run.at("/metadata/name").asText(), run);
                }
                case Deed.Tell tell -> object.set("status", tell.status());
                case Deed.Delete delete -> runs.remove(delete.name());
                case Deed.Event event -> events.add(event.message());
                case Deed.Submit _, Deed.Kill _, Deed.Hold _, Deed.Serve _ ->
                        throw new AssertionError("not of a schedule: " + deed);
            }
        }
    }

    private void end(String state) {
        runs.values()
                .forEach(run ->
                        run.putObject("status").putObject("applicationState").put("state", state));
    }

    private ObjectNode spec() {
        return object.withObjectProperty("spec");
    }

    private String status(String field) {
        return object.path("status").path(field).asText();
    }
}
