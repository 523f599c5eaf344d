package io.spindrift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReportTest {
    private static final JsonNode DONE =
            json(
                    """
                    {"id": "etl-1", "clusterId": "local", "appState": "COMPLETED",
                     "createdAt": "2026-11-21T09:15:00.000Z",
                     "metrics": {"durationMillis": 69640, "coreHours": 0.0378, "efficiency": 0.71,
                      "cpuEfficiency": 0.48},
                     "cost": {"total": {"amount": 0.000842, "currency": "USD"}},
                     "attempts": [{"attempt": 1, "exitCode": 0}]}\
                    """);

    @Test
    void end_saysWhatTheDemoPromises() {
        assertThat(Report.ofEnd(DONE))
                .isEqualTo(
                        """
                        state        COMPLETED
                        duration     1 min 9 s
                        core hours   0.0378
                        efficiency   71 % (CPU 48 %)
                        cost         0.000842 USD\
                        """);
    }

    @Test
    void unknownFigures_areDashesNotZeros() {
        assertThat(
                        Report.ofEnd(
                                json(
                                        "{\"appState\": \"KILLED\", \"metrics\": {\"coreHours\": null}}")))
                .contains("duration     -", "core hours   -", "cost         -")
                .doesNotContain("0");
    }

    @Test
    void progress_namesStagesAndQueue() {
        assertThat(Report.ofProgress(json("{\"appState\": \"PENDING\", \"queuePosition\": 2}")))
                .isEqualTo("PENDING, waits for room as number 2");
        assertThat(
                        Report.ofProgress(
                                json(
                                        """
                                        {"appState": "RUNNING", "queuePosition": null,
                                         "metrics": {"stages": {"total": 6, "completed": 2,
                                          "active": 1, "skipped": 3},
                                          "tasks": {"total": 64, "completed": 20, "failed": 1}},
                                         "progress": {"activeStages": [{"stageId": 3, "name": "count",
                                          "tasks": {"total": 8, "completed": 4}}]}}\
                                        """)))
                .isEqualTo(
                        "RUNNING; stages 2 done, 1 running, 3 skipped; tasks 20 done, 1 failed;"
                                + " stage 3 count 4 of 8");
    }

    @Test
    void exitCode_followsTheApplication() {
        assertThat(AppEnd.exitCode(DONE)).isZero();
        assertThat(code("COMPLETED_WITH_WARNINGS", 0)).isZero();
        assertThat(code("FAILED", 3)).isEqualTo(3);
        assertThat(code("FAILED", 0)).isEqualTo(1);
        assertThat(AppEnd.exitCode(json("{\"appState\": \"FAILED\", \"attempts\": []}")))
                .isEqualTo(1);
        assertThat(code("KILLED", 143)).isEqualTo(137);
        assertThat(code("TIMED_OUT", 143)).isEqualTo(124);
    }

    @Test
    void applications_areRowsOfOneTable() {
        assertThat(AppsCommand.table(List.of(DONE)).toString())
                .isEqualTo(
                        """
                        ID     CLUSTER  STATE      SUBMITTED (UTC)      DURATION   CORE HOURS  EFF.  COST
                        etl-1  local    COMPLETED  2026-11-21 09:15:00  1 min 9 s  0.0378      71 %  0.000842 USD\
                        """);
    }

    @Test
    void costs_endWithTheirTotal() {
        assertThat(
                        CostsCommand.table(
                                        json(
                                                """
                                                {"groups": [{"displayName": "etl", "applications": 4,
                                                 "coreHours": 0.14, "share": 1,
                                                 "cost": {"amount": 2.5, "currency": "USD"}}],
                                                 "totals": {"applications": 4}}\
                                                """))
                                .toString())
                .contains("etl    4     0.1400      2.50 USD  -           100 %")
                .endsWith("total  4     -           -         -           -");
    }

    @Test
    void figures_readAsAPersonReadsThem() {
        assertThat(Figures.bytes(512)).isEqualTo("512 B");
        assertThat(Figures.bytes(188_743_680)).isEqualTo("180.0 MiB");
        assertThat(Figures.duration(Duration.ofMillis(900))).isEqualTo("0.9 s");
        assertThat(Figures.duration(Duration.ofMinutes(125))).isEqualTo("2 h 5 min");
    }

    @Test
    void followedLog_keepsItsPlaceAndItsEnd() {
        List<String> text = new ArrayList<>();
        LogEvents events = new LogEvents(text::add);
        List.of(
                        ": beat",
                        "",
                        "event: log",
                        "data: {\"nextOffset\": 5, \"text\": \"one\\n\"}",
                        "",
                        "event: log",
                        "data: {\"nextOffset\": 9,",
                        "data:  \"text\": \"two\\n\"}",
                        "")
                .forEach(events::line);
        assertThat(text).containsExactly("one\n", "two\n");
        assertThat(events.nextOffset()).isEqualTo(9);
        assertThat(events.ended()).isFalse();
        List.of("event: end", "data: {\"appState\": \"COMPLETED\"}", "").forEach(events::line);
        assertThat(events.ended()).isTrue();
    }

    private static int code(String state, int exitCode) {
        return AppEnd.exitCode(
                json(
                        "{\"appState\": \"%s\", \"attempts\": [{\"exitCode\": %d}]}"
                                .formatted(state, exitCode)));
    }

    private static JsonNode json(String text) {
        try {
            return Platform.JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
