package io.spindrift.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ProgressTest {
    private static final Instant T = Instant.parse("2026-11-21T09:00:00Z");

    @ParameterizedTest
    @EnumSource(AppState.class)
    void mayBecome_fromATerminalState_isNothing(AppState next) {
        for (AppState state : AppState.values()) {
            if (state.terminal()) {
                assertThat(state.mayBecome(next)).isFalse();
            }
        }
    }

    @Test
    void entering_afterATerminalState_isRefused() {
        Progress done = Progress.submitted(T).entering(AppState.KILLED, T, "killed");
        assertThatIllegalStateException()
                .isThrownBy(() -> done.entering(AppState.COMPLETED, T, "done"));
    }

    @Test
    void stopping_twice_keepsTheFirstOrder() {
        StopOrder kill = new StopOrder(AppState.KILLED, T, "asked by amy");
        Progress stopped =
                Progress.submitted(T)
                        .stopping(kill)
                        .stopping(new StopOrder(AppState.TIMED_OUT, T, "late"));
        assertThat(stopped.stop()).isEqualTo(kill);
    }

    @Test
    void with_attemptOfSameNumber_replacesIt() {
        Attempt first = Attempt.admitted(1, T, T);
        Progress progress =
                Progress.submitted(T)
                        .with(first)
                        .with(first.ended(T, 1, FailureClass.APPLICATION, "exit code 1"));
        assertThat(progress.attempts()).hasSize(1);
        assertThat(progress.with(Attempt.admitted(2, T, T)).attempts()).hasSize(2);
    }
}
