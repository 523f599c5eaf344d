package io.spindrift.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.app.AppKey;
import io.spindrift.app.AppState;
import io.spindrift.app.AppSummary;
import io.spindrift.app.AppType;
import io.spindrift.app.Figures;
import io.spindrift.app.SubmissionSource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class AppListingTest {
    private static final Instant NOW = Instant.parse("2026-11-21T09:30:00Z");

    @Test
    void csv_roundsAsJsonDoes() {
        Figures figures =
                new Figures(105_178L, 684_759L, 0.5448982912, 0.2067371847, 1L, 2L, 3L, 0, 0, 0);
        AppSummary app =
                new AppSummary(
                        new AppKey("local", "a"),
                        new UUID(1, 2),
                        "etl",
                        "a",
                        "amy",
                        SubmissionSource.CLI,
                        AppState.COMPLETED,
                        AppType.JAVA,
                        "4.3.0",
                        Map.of(),
                        0,
                        1000,
                        1024,
                        NOW.minusSeconds(60),
                        NOW.minusSeconds(60),
                        null,
                        NOW.minusSeconds(59),
                        NOW,
                        NOW,
                        1,
                        false,
                        false,
                        figures);

        assertThat(AppListing.csv(List.of(app), NOW))
                .contains(",59000,0.029216,0.000684759,0.544898,0.206737,1,2,3,0,0,");
    }
}
