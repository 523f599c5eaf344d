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
    private static final long FOUND_WITHIN_MILLIS = 2_000;

    @Test
    void search_forALineOfARunningApplication_findsItWithinTwoSeconds(@TempDir Path home) {
        try (RunningPlatform platform = new RunningPlatform(home)) {
            platform.submitted("fresh");
            find(platform, "two");
            long[] millis = new long[LINES];
            for (int line = 0; line < LINES; line++) {
                long begun = System.nanoTime();
                platform.spark.write("fresh", "INFO App: wrote fresh" + line + " just now\n");
                find(platform, "fresh" + line);
                millis[line] = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
            }

            Arrays.sort(millis);

            String all = "milliseconds from writing to finding: " + Arrays.toString(millis);
            assertThat(millis[LINES / 2]).as(all).isLessThanOrEqualTo(FOUND_WITHIN_MILLIS);
            assertThat(millis[LINES - 1]).as(all).isLessThan(10_000);
        }
    }

    private static void find(RunningPlatform platform, String word) {
        platform.await(
                "/ocean/spark/search?q=log:" + word,
                item -> item.path("appId").asText().equals("fresh"));
    }
}
