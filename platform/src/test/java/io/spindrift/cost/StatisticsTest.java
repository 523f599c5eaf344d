package io.spindrift.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spindrift.app.AppKey;
import io.spindrift.app.AppState;
import io.spindrift.app.AppSummary;
import io.spindrift.app.AppType;
import io.spindrift.app.Figures;
import io.spindrift.app.SubmissionSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class StatisticsTest {
    private static final Instant NOW = Instant.parse("2026-11-21T09:30:00Z");

    @Test
    void summary_aDay_countsThisAndTheDayBefore() {
        List<AppSummary> apps =
                List.of(
                        run("a", AppState.COMPLETED, hours(2), 10, 1000, 0.5),
                        run("b", AppState.FAILED, hours(3), 20, 3000, 0.9),
                        run("c", AppState.KILLED, hours(4), 1, 0, null),
                        run("d", AppState.RUNNING, hours(1), 1, 0, null),
                        run("e", AppState.COMPLETED_WITH_WARNINGS, hours(30), 7, 1, 0.1),
                        run("f", AppState.COMPLETED, hours(50), 7, 1, 0.1));
        Summary summary = Summary.of(apps, 1, NOW);
        assertThat(summary.figures().applications()).isEqualTo(4);
        assertThat(summary.figures().successRate()).isEqualTo(0.5);
        assertThat(summary.figures().costNanos()).isEqualTo(32);
        assertThat(summary.figures().efficiency()).isCloseTo(0.8, within(1e-9));
        assertThat(summary.before().applications()).isEqualTo(1);
        assertThat(summary.before().successRate()).isEqualTo(1.0);
        assertThat(summary.running()).isEqualTo(1);
        assertThat(summary.bucket()).isEqualTo(Duration.ofHours(1));
        assertThat(summary.stripFrom()).isEqualTo(Instant.parse("2026-11-20T10:00:00Z"));
        assertThat(summary.ended().get(AppState.COMPLETED)).hasSize(24);
        assertThat(summary.ended().values().stream().flatMap(List::stream).mapToInt(n -> n).sum())
                .isEqualTo(3);
    }

    @Test
    void summary_nothing_hasNoRates() {
        Summary summary = Summary.of(List.of(), 30, NOW);
        assertThat(summary.figures().successRate()).isNull();
        assertThat(summary.figures().efficiency()).isNull();
        assertThat(summary.ended().get(AppState.FAILED)).hasSize(30);
        assertThat(Summary.of(List.of(), 7, NOW).ended().get(AppState.FAILED)).hasSize(28);
    }

    @Test
    void jobStatistics_manyRuns_showsTheLast30AndMediansOf10() {
        List<AppSummary> apps = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            apps.add(run("r" + i, AppState.COMPLETED, hours(100 - i), i, 1, null));
        }
        apps.add(run("last", AppState.RUNNING, hours(1), 1000, 1, 0.5));
        JobStatistics job = JobStatistics.of("etl", apps).orElseThrow();
        assertThat(job.runs()).isEqualTo(41);
        assertThat(job.lastRuns()).hasSize(30);
        assertThat(job.lastRuns().getLast().id()).isEqualTo("last");
        RunMedians medians = Objects.requireNonNull(job.medians());
        assertThat(medians.runs()).isEqualTo(10);
        assertThat(medians.costNanos()).isEqualTo(35);
        assertThat(medians.efficiency()).isNull();
        assertThat(medians.durationMillis()).isEqualTo(60_000);
        assertThat(job.failedShare()).isZero();
        assertThat(JobStatistics.byJob(apps)).containsOnlyKeys("etl");
        assertThat(JobStatistics.of("none", apps)).isEmpty();
    }

    @Test
    void failedShare_killedRuns_countForNothing() {
        List<AppSummary> apps =
                List.of(
                        run("good", AppState.COMPLETED, hours(4), 0, 1, null),
                        run("bad", AppState.FAILED, hours(3), 0, 1, null),
                        run("stopped", AppState.KILLED, hours(2), 0, 1, null),
                        run("now", AppState.RUNNING, hours(1), 0, 1, null));
        assertThat(JobStatistics.of("etl", apps).orElseThrow().failedShare()).isEqualTo(0.5);
        assertThat(JobStatistics.of("etl", apps.subList(2, 4)).orElseThrow().failedShare())
                .isNull();
    }

    private static Duration hours(long hours) {
        return Duration.ofHours(hours);
    }

    private static AppSummary run(
            String id,
            AppState state,
            Duration ago,
            long costNanos,
            long coreMillis,
            @Nullable Double efficiency) {
        Instant created = NOW.minus(ago);
        return new AppSummary(
                new AppKey("local", id),
                new UUID(0, id.hashCode()),
                "etl",
                id,
                "amy",
                SubmissionSource.UI,
                state,
                AppType.PYTHON,
                "4.3.0",
                Map.of(),
                0,
                1000,
                2816,
                created,
                created,
                null,
                created,
                state.terminal() ? created.plusSeconds(60) : null,
                created,
                1,
                !state.terminal(),
                false,
                new Figures(coreMillis, costNanos, efficiency, efficiency, 1L, 1L, 1L, 0, 0, 0));
    }
}
