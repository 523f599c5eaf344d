package io.spindrift.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.spindrift.history.ContainerLoad;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class AppMetricsTest {
    @Test
    void application_isToldByName() throws IOException {
        String text = text(List.of(reading("etl-1", "RUNNING", 4)), 10);
        assertThat(text)
                .contains(
                        """
                        # HELP spindrift_application_cores Cores of the containers that live
                        # TYPE spindrift_application_cores gauge
                        spindrift_application_cores{app="etl-1",cluster="prod",job="etl"} 4.0
                        """,
                        """
                        spindrift_application_state{app="etl-1",cluster="prod",job="etl",\
                        state="RUNNING"} 1.0
                        """);
    }

    @Test
    void applicationsBeyondTheBound_areOneTogether() throws IOException {
        List<AppReading> readings = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            readings.add(reading("etl-" + i, i < 700 ? "RUNNING" : "PENDING", 2));
        }
        String text = text(readings, 3);
        assertThat(text.lines().filter(line -> line.startsWith("spindrift_application_cores{")))
                .containsExactlyInAnyOrder(
                        "spindrift_application_cores{app=\"etl-0\",cluster=\"prod\",job=\"etl\"} 2.0",
                        "spindrift_application_cores{app=\"etl-1\",cluster=\"prod\",job=\"etl\"} 2.0",
                        "spindrift_application_cores{app=\"etl-2\",cluster=\"prod\",job=\"etl\"} 2.0",
                        "spindrift_application_cores{app=\"other\",cluster=\"prod\",job=\"other\"}"
                                + " 1994.0");
        assertThat(text)
                .contains(
                        "{app=\"other\",cluster=\"prod\",job=\"other\",state=\"RUNNING\"} 697.0",
                        "{app=\"other\",cluster=\"prod\",job=\"other\",state=\"PENDING\"} 300.0");
    }

    @Test
    void loadsOfContainers_areAddedUp_butForTheNearestToItsLimit() {
        Instant at = Instant.parse("2026-11-21T10:00:00Z");
        ContainerLoad driver = new ContainerLoad("driver", at, 400, 500L, 1000, 2_000_000L, null);
        ContainerLoad executor =
                new ContainerLoad(
                        "executor-1",
                        at,
                        600,
                        900L,
                        1000,
                        3_000_000L,
                        new ContainerLoad.Throttling(100, 40, 1_500_000));
        assertThat(ContainerFigures.of(List.of(driver, executor)))
                .containsOnly(
                        Map.entry(AppFigure.MEMORY, 1000.0),
                        Map.entry(AppFigure.MEMORY_CHARGED, 1400.0),
                        Map.entry(AppFigure.MEMORY_NEAREST, 0.9),
                        Map.entry(AppFigure.CONTAINER_CPU, 5.0),
                        Map.entry(AppFigure.CPU_PERIODS, 100.0),
                        Map.entry(AppFigure.CPU_PERIODS_THROTTLED, 40.0),
                        Map.entry(AppFigure.CPU_THROTTLED, 1.5));
        assertThat(ContainerFigures.of(List.of())).isEmpty();
    }

    @Test
    void peaks_doNotAddUp() {
        AppReading one = reading("a", Map.of(AppFigure.MEMORY_PEAK, 5.0, AppFigure.COST, 1.0));
        AppReading two = reading("b", Map.of(AppFigure.MEMORY_PEAK, 3.0, AppFigure.COST, 2.0));
        assertThat(one.and(two).figures())
                .containsOnly(
                        Map.entry(AppFigure.MEMORY_PEAK, 5.0), Map.entry(AppFigure.COST, 3.0));
    }

    @Test
    void unknown_isLeftOut() throws IOException {
        assertThat(text(List.of(reading("etl-1", "RUNNING", 4)), 10))
                .doesNotContain("spindrift_application_memory_bytes");
    }

    @Test
    void namesWithQuotes_areEscaped() throws IOException {
        assertThat(text(List.of(reading("a\"b", "RUNNING", 1)), 1)).contains("app=\"a\\\"b\"");
    }

    private static AppReading reading(String app, String state, double cores) {
        return new AppReading("prod", app, "etl", state, Map.of(AppFigure.CORES, cores));
    }

    private static AppReading reading(String app, Map<AppFigure, Double> figures) {
        return new AppReading("prod", app, "etl", "RUNNING", figures);
    }

    private static String text(List<AppReading> readings, int most) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create()
                .write(
                        out,
                        AppMetrics.of(
                                readings,
                                Map.of(new AppMetrics.ClusterState("prod", "RUNNING"), 1L),
                                most));
        return out.toString(StandardCharsets.UTF_8);
    }
}
