package io.spindrift.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.app.AppKey;
import io.spindrift.app.AppState;
import io.spindrift.app.Application;
import io.spindrift.app.Attempt;
import io.spindrift.app.ObservedConfig;
import io.spindrift.app.SubmissionSource;
import io.spindrift.history.AppRun;
import io.spindrift.history.CoreTime;
import io.spindrift.history.IssueCounts;
import io.spindrift.history.RunId;
import io.spindrift.history.RunState;
import io.spindrift.history.RunTotals;
import io.spindrift.history.TaskCounts;
import io.spindrift.history.TaskMetrics;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ObserverTest {
    private static final Instant T0 = Instant.parse("2026-11-21T09:00:00Z");
    private static final AppKey KEY = new AppKey("yarn", "application_1_0001");

    @Test
    void runningRun_isARunningApplication_thatWaitsForNothing() {
        Application app = application(null, run(1, RunState.RUNNING, null, null));

        assertThat(app.state()).isEqualTo(AppState.RUNNING);
        assertThat(app.observed()).isTrue();
        assertThat(app.waits(T0.plusSeconds(99))).isFalse();
        assertThat(app.startedAt()).contains(T0.plusSeconds(1));
        assertThat(app.figures().costNanos()).isNull();
        assertThat(app.figures().coreMillis()).isEqualTo(5_000);
        assertThat(app.origin().displayName()).isEqualTo("etl");
    }

    @Test
    void sameRun_givesTheSameApplication() {
        AppRun run = run(1, RunState.ENDED, 0, null);

        assertThat(application(null, run)).isEqualTo(application(null, run));
    }

    @Test
    void ends_areToldWithTheirReason() {
        assertThat(application(null, run(1, RunState.ENDED, 0, null)).state())
                .isEqualTo(AppState.COMPLETED);
        Application code = application(null, run(1, RunState.ENDED, 3, null));
        assertThat(code.state()).isEqualTo(AppState.FAILED);
        assertThat(code.progress().failure()).isEqualTo("its driver ended with exit code 3");
        Application cut = application(null, run(1, RunState.INCOMPLETE, null, "its log stops"));
        assertThat(cut.state()).isEqualTo(AppState.FAILED);
        assertThat(cut.progress().failure()).isEqualTo("its log stops");
        assertThat(application("OutOfMemoryError", run(1, RunState.CUT_OFF, null, null)).progress())
                .extracting(progress -> progress.failure())
                .isEqualTo("OutOfMemoryError");
    }

    @Test
    void logThatGrowsAfterAll_runsAgain() {
        AppRun cut = run(1, RunState.INCOMPLETE, null, "its log stops");
        AppRun grown = run(1, RunState.RUNNING, null, null);

        assertThat(application(null, cut).state().terminal()).isTrue();
        assertThat(application(null, grown).state()).isEqualTo(AppState.RUNNING);
    }

    @Test
    void attempts_areOneApplication_alsoWhereTheFirstIsUnknown() {
        Application app =
                application(
                        null,
                        run(3, RunState.RUNNING, null, null),
                        run(2, RunState.ENDED, 1, null));

        assertThat(app.progress().attempts()).extracting(Attempt::number).containsExactly(2, 3);
        assertThat(app.state()).isEqualTo(AppState.RUNNING);
        assertThat(app.startedAt()).contains(T0.plusSeconds(2));
        assertThat(app.figures().coreMillis()).isEqualTo(10_000);
    }

    @Test
    void runWithoutAName_isNotShownYet() {
        AppRun run = run(1, RunState.RUNNING, null, null);

        assertThat(Observer.visible(run)).isTrue();
        assertThat(Observer.visible(named(run, ""))).isFalse();
        assertThat(Observer.visible(named(run(1, RunState.INCOMPLETE, null, "x"), ""))).isTrue();
    }

    private static Application application(@Nullable String failure, AppRun... runs) {
        return Observer.application(
                KEY,
                SubmissionSource.EVENT_LOG,
                List.of(runs),
                ObservedConfig.of("3.5.9", Map.of(), ""),
                failure);
    }

    private static AppRun run(
            int attempt, RunState state, @Nullable Integer code, @Nullable String reason) {
        Instant from = T0.plusSeconds(attempt);
        Instant end = state == RunState.RUNNING ? null : from.plusSeconds(60);
        return new AppRun(
                new RunId(KEY.appId(), attempt),
                KEY.appId(),
                null,
                null,
                "etl",
                "amy",
                "3.5.9",
                from,
                end,
                from.plusSeconds(60),
                state,
                code,
                false,
                false,
                null,
                reason,
                false,
                totals());
    }

    private static AppRun named(AppRun run, String sparkAppId) {
        return new AppRun(
                run.id(),
                sparkAppId,
                null,
                null,
                "",
                "",
                "",
                run.startedAt(),
                run.endedAt(),
                run.updatedAt(),
                run.state(),
                null,
                false,
                false,
                null,
                run.endReason(),
                false,
                run.totals());
    }

    private static RunTotals totals() {
        return new RunTotals(
                0,
                0,
                0,
                0,
                0,
                TaskCounts.NONE,
                0,
                0,
                1,
                0,
                1,
                TaskMetrics.NONE,
                CoreTime.NONE,
                0,
                0,
                5_000,
                0,
                0,
                IssueCounts.NONE);
    }
}
