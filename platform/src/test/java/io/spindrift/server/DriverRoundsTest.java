package io.spindrift.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.runtime.OtherDriver;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Whose turn it is to be asked.
final class DriverRoundsTest {
    private static final Instant T0 = Instant.parse("2026-11-22T01:00:00Z");

    @Test
    void moreThanARoundTakes_haveTheirTurnsOneAfterTheOther() {
        List<OtherDriver> drivers =
                IntStream.range(0, 120).mapToObj(DriverRoundsTest::driver).toList();
        Map<String, Instant> asked = new HashMap<>();
        Set<String> heard = new HashSet<>();
        for (int round = 0; round < 3; round++) {
            List<OtherDriver> next = DriverRounds.next(drivers, asked);
            assertThat(next).hasSizeLessThanOrEqualTo(DriverRounds.MOST_A_ROUND);
            for (OtherDriver driver : next) {
                asked.put(driver.sparkAppId(), T0.plus(DriverRounds.BEAT.multipliedBy(round)));
                heard.add(driver.sparkAppId());
            }
        }
        assertThat(heard).hasSize(120);
    }

    private static OtherDriver driver(int number) {
        return new OtherDriver(
                "spark-" + number,
                "spark",
                "pod-" + number,
                "etl",
                "",
                "notebook",
                null,
                T0,
                T0,
                null);
    }
}
