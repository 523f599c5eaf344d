package io.spindrift.history.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.history.RunId;
import io.spindrift.history.store.KeptLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RetentionTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    /// Ten logs of 100 bytes, of jobs a and b and none by turns; the last ended an hour ago, each
    /// before it a day earlier.
    private final List<KeptLog> logs = new ArrayList<>();

    RetentionTest() {
        for (int i = 0; i < 10; i++) {
            String job = i % 3 == 2 ? null : i % 3 == 0 ? "a" : "b";
            logs.add(log(i, job, NOW.minus(Duration.ofDays(9 - i)).minus(Duration.ofHours(1))));
        }
    }

    private static KeptLog log(int number, @Nullable String job, Instant endedAt) {
        KeptLog.Part part = new KeptLog.Part("events", "key-" + number, 100, true);
        return kept("app-" + number, job, endedAt, part);
    }

    private static KeptLog kept(
            String appId, @Nullable String job, Instant endedAt, KeptLog.Part part) {
        RunId run = new RunId(appId, 1);
        return new KeptLog(run, "/logs", job, endedAt, null, Map.of(), 1000, List.of(part));
    }

    @Test
    void surplus_withoutBounds_isNothing() {
        assertThat(gone(Retention.all())).isEmpty();
    }

    @Test
    void surplus_byAge_areThoseThatEndedLongAgo() {
        assertThat(gone(Retention.all().withAgeMax(Duration.ofDays(7)))).containsExactly(2, 1, 0);
    }

    @Test
    void surplus_byCountOrBytes_areTheOldest() {
        assertThat(gone(Retention.all().withCountMax(8))).containsExactly(1, 0);
        assertThat(gone(Retention.all().withBytesMax(799))).containsExactly(2, 1, 0);
        assertThat(gone(Retention.all().withCountMax(0))).hasSize(10);
    }

    @Test
    void surplus_byJob_leavesAloneWhatHasNoJob() {
        assertThat(gone(Retention.all().withPerJobMax(1))).containsExactly(6, 4, 3, 1, 0);
    }

    @Test
    void surplus_ofALogThatDoesNotFit_leavesNoHoles() {
        KeptLog.Part large = new KeptLog.Part("events", "key", 10_000, true);
        logs.set(7, kept("app-7", null, logs.get(7).endedAt(), large));

        assertThat(gone(Retention.all().withBytesMax(5000)))
                .containsExactly(7, 6, 5, 4, 3, 2, 1, 0);
    }

    private List<Integer> gone(Retention retention) {
        return retention.surplus(logs, NOW).stream()
                .map(log -> Integer.valueOf(log.run().appId().substring(4)))
                .toList();
    }
}
