package io.spindrift.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A line is read from its log on one beat and shown to searches on another, each once a second: so
/// it is found within two seconds. Of several lines the middle one counts, for on a busy machine a
/// single one may be late; none may be so late that it was missed and found by a later sweep.
///
/// The driver is not real, all that follows its log is: beats, index, HTTP.
final class LogFreshnessIT {
    private static final int LINES = 9;

    /// A machine that is busy for a while is measured again; a line that is missed stays missed.
    private static final int TRIES = 3;

    private static final long FOUND_WITHIN_MILLIS = 2_000;

    @Test
    void search_forALineOfARunningApplication_findsItWithinTwoSeconds(@TempDir Path home) {
        try (RunningPlatform platform = new RunningPlatform(home)) {
            platform.submitted("fresh");
            find(platform, "two");
            long middle = Long.MAX_VALUE;
            for (int round = 0; round < TRIES && middle > FOUND_WITHIN_MILLIS; round++) {
                long[] millis = times(platform, "fresh" + round + "x");
                middle = millis[LINES / 2];
                assertThat(millis[LINES - 1])
                        .as("from writing to finding: " + Arrays.toString(millis))
                        .isLessThan(10_000);
            }

            assertThat(middle).isLessThanOrEqualTo(FOUND_WITHIN_MILLIS);
        }
    }

    /// From writing a line to finding it, the shortest first.
    private static long[] times(RunningPlatform platform, String word) {
        long[] millis = new long[LINES];
        for (int line = 0; line < LINES; line++) {
            long begun = System.nanoTime();
            platform.spark.write("fresh", "INFO App: wrote " + word + line + " just now\n");
            find(platform, word + line);
            millis[line] = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        }
        Arrays.sort(millis);
        return millis;
    }

    private static void find(RunningPlatform platform, String word) {
        platform.await(
                "/ocean/spark/search?q=log:" + word,
                item -> item.path("appId").asText().equals("fresh"));
    }
}
