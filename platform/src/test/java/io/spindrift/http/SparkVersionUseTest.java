package io.spindrift.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.app.AppKey;
import io.spindrift.app.AppState;
import io.spindrift.app.AppSummary;
import io.spindrift.app.AppType;
import io.spindrift.app.Figures;
import io.spindrift.app.SubmissionSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class SparkVersionUseTest {
    private static final Instant NOW = Instant.parse("2026-11-21T09:30:00Z");

    @Test
    void applications_areCountedByVersion_theLastUsedFirst() {
        List<AppSummary> apps =
                List.of(
                        app("a", "3.5.9", AppState.COMPLETED, 50),
                        app("b", "3.5.9", AppState.FAILED, 40),
                        app("c", "4.3.0", AppState.RUNNING, 1),
                        app("d", "4.3.0", AppState.TIMED_OUT, 60),
                        app("e", "", AppState.KILLED, 70),
                        app("too-old", "3.3.4", AppState.COMPLETED, 200));

        assertThat(SparkVersionUse.of(apps, NOW.minus(Duration.ofMinutes(100))))
                .containsExactly(
                        new SparkVersionUse("4.3.0", 2, 1, 1, minutesAgo(1)),
                        new SparkVersionUse("3.5.9", 2, 0, 1, minutesAgo(40)),
                        new SparkVersionUse("", 1, 0, 0, minutesAgo(70)));
    }

    private static Instant minutesAgo(int minutes) {
        return NOW.minus(Duration.ofMinutes(minutes));
    }

    private static AppSummary app(String id, String version, AppState state, int minutesAgo) {
        Instant at = minutesAgo(minutesAgo);
        return new AppSummary(
                new AppKey("kube", id),
                new UUID(1, id.hashCode()),
                "etl",
                id,
                "amy",
                SubmissionSource.CLI,
                state,
                AppType.JAVA,
                version,
                Map.of(),
                0,
                1000,
                1024,
                at,
                at,
                null,
                at,
                null,
                at,
                1,
                false,
                false,
                Figures.NONE);
    }
}
