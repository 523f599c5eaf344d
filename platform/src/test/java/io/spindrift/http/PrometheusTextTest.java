package io.spindrift.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// All that `/metrics` tells can be read by what reads it.
final class PrometheusTextTest {
    @Test
    void everyMetric_isToldAsItShouldBe() {
        OwnMetrics own = new OwnMetrics();
        own.answered("GET", 200, Duration.ofMillis(3));
        own.answered("POST", 404, Duration.ofSeconds(40));
        own.add(() -> AppMetrics.of(List.of(all("etl"), all("\"\\\n{},=")), counts(), 1));
        String text = new String(own.text(), StandardCharsets.UTF_8);
        assertThat(PrometheusText.problems(text)).isEmpty();
        for (AppFigure figure : AppFigure.values()) {
            assertThat(text).contains("\n" + figure.metric() + "{app=\"etl\",");
        }
    }

    @Test
    void strangeNames_stayReadable() {
        OwnMetrics own = new OwnMetrics();
        own.add(() -> AppMetrics.of(List.of(all("\"\\\n{},=")), counts(), 10));
        String text = new String(own.text(), StandardCharsets.UTF_8);
        assertThat(PrometheusText.problems(text)).isEmpty();
        assertThat(text).contains("{app=\"\\\"\\\\\\n{},=\",");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a_b 1",
                "# HELP a b\n# TYPE a counter\na 1\n",
                "# HELP a b\n# TYPE a gauge\na{x=\"1\"} 1\na{x=\"1\"} 2\n",
                "# HELP a b\n# TYPE a gauge\na{x=\"\"\"} 1\n",
                "# HELP a b\n# TYPE a histogram\na_bucket{le=\"1\"} 1\na_count 1\na_sum 1\n",
                "# HELP a b\n# TYPE a gauge\na one\n"
            })
    void whatIsWrong_isFound(String text) {
        assertThat(PrometheusText.problems(text)).isNotEmpty();
    }

    private static AppReading all(String app) {
        Map<AppFigure, Double> figures = new EnumMap<>(AppFigure.class);
        for (AppFigure figure : AppFigure.values()) {
            figures.put(figure, 1.5);
        }
        return new AppReading("prod", app, "etl", "RUNNING", figures);
    }

    private static Map<AppMetrics.ClusterState, Long> counts() {
        return Map.of(new AppMetrics.ClusterState("prod", "RUNNING"), 2L);
    }
}
