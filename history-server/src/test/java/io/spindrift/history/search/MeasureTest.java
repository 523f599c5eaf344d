package io.spindrift.history.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spindrift.history.search.Measure.Numbers;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MeasureTest {
    private static Numbers range(Field field, String text) {
        return Objects.requireNonNull(field.measure()).range(field, text);
    }

    @ParameterizedTest
    @CsvSource({
        "DURATION, 10m,       600000,     600000",
        "DURATION, 1h30m,     5400000,    5400000",
        "DURATION, 1.5s..2s,  1500,       2000",
        "TASKS,    20k,       20000,      20000",
        "SPILL,    2.5GiB,    2684354560, 2684354560",
        "INPUT,    500m,      524288000,  524288000",
        "COST,     1.5,        1500000,    1500000",
        "EFFICIENCY, 30%,     3000,       3000",
        "STARTED,  2026-11-21, 1795219200000, 1795305599999",
        "STARTED,  2026-11-21T00:00:01Z, 1795219201000, 1795219201000"
    })
    void numbers_haveUnits(Field field, String text, long least, long most) {
        assertThat(range(field, text)).isEqualTo(new Numbers(least, most));
    }

    @Test
    void comparison_leavesTheBoundOutUnlessItSaysEqual() {
        assertThat(range(Field.TASKS, ">5")).isEqualTo(new Numbers(6, Long.MAX_VALUE));
        assertThat(range(Field.TASKS, ">=5")).isEqualTo(new Numbers(5, Long.MAX_VALUE));
        assertThat(range(Field.TASKS, "<5")).isEqualTo(new Numbers(Long.MIN_VALUE, 4));
        assertThat(range(Field.TASKS, "<=5")).isEqualTo(new Numbers(Long.MIN_VALUE, 5));
        assertThat(range(Field.STARTED, ">2026-11-21").least()).isEqualTo(1795305600000L);
    }

    @ParameterizedTest
    @CsvSource({
        "DURATION, >abc",
        "DURATION, 10",
        "DURATION, >",
        "TASKS, 99999999999999999999",
        "STARTED, 2026-13-01",
        "EFFICIENCY, ..",
        "SPILL, 5x"
    })
    void whatIsNoNumber_isRefusedWithHowItIsWritten(Field field, String text) {
        assertThatThrownBy(() -> range(field, text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(field.word() + ": takes a ")
                .hasMessageEndingWith("not " + text);
    }
}
