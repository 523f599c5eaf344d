package io.spindrift.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class MetricsTest {
    @Test
    void columns_countUpWithoutGaps() {
        assertThat(Arrays.stream(TaskMetric.values()).mapToInt(TaskMetric::column).toArray())
                .containsExactly(IntStream.range(0, TaskMetric.values().length).toArray());
        assertThat(Arrays.stream(PeakMetric.values()).mapToInt(PeakMetric::column).toArray())
                .containsExactly(IntStream.range(0, PeakMetric.values().length).toArray());
    }

    @Test
    void taskMetrics_addUp() {
        long[] values = new long[TaskMetric.values().length];
        values[TaskMetric.INPUT_BYTES.column()] = 5;
        TaskMetrics metrics = new TaskMetrics(values);
        values[TaskMetric.INPUT_BYTES.column()] = 99;

        assertThat(metrics.plus(metrics).of(TaskMetric.INPUT_BYTES)).isEqualTo(10);
        assertThat(metrics).hasToString("{inputBytes=5}").isNotEqualTo(TaskMetrics.NONE);
    }

    @Test
    void peaks_keepTheHigher() {
        PeakMetrics low = new PeakMetrics(new long[] {1, 20});
        PeakMetrics high = new PeakMetrics(new long[] {3, 10});

        assertThat(low.max(high)).isEqualTo(new PeakMetrics(new long[] {3, 20}));
        assertThat(PeakMetrics.NONE.measured()).isFalse();
    }
}
