package io.spindrift.runtime.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.runtime.Exit;
import io.spindrift.runtime.ExitReason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ExitsTest {
    private static final Instant AT = Instant.parse("2026-11-21T10:00:00Z");

    @Test
    void driver_byItsCode() {
        assertThat(driver(0, null, null, false)).isEqualTo(ExitReason.COMPLETED);
        assertThat(driver(1, null, null, false)).isEqualTo(ExitReason.FAILED);
        assertThat(driver(3, null, null, false)).isEqualTo(ExitReason.FAILED);
        assertThat(driver(3, null, null, true)).isEqualTo(ExitReason.OUT_OF_HEAP);
        assertThat(driver(137, null, null, false)).isEqualTo(ExitReason.SIGNALLED);
        assertThat(driver(143, null, null, false)).isEqualTo(ExitReason.SIGNALLED);
    }

    @Test
    void driver_stoppedByOrder_isNotKilledFromOutside() {
        assertThat(driver(143, AT.minusSeconds(1), null, false)).isEqualTo(ExitReason.STOPPED);
        assertThat(driver(137, AT.minusSeconds(1), null, false)).isEqualTo(ExitReason.STOPPED);
    }

    @Test
    void driver_thatEndedBeforeTheOrderReachedIt_completed() {
        assertThat(driver(0, AT.minusSeconds(1), null, false)).isEqualTo(ExitReason.COMPLETED);
        assertThat(driver(1, AT.plusSeconds(1), null, false)).isEqualTo(ExitReason.FAILED);
    }

    @Test
    void watchdog_outweighsTheCode() {
        assertThat(driver(137, null, "exceeded its memory limit: ...", false))
                .isEqualTo(ExitReason.OVER_MEMORY_LIMIT);
    }

    @Test
    void executor_byCodeAndByItsDriversEnd() {
        assertThat(executor(52, null, null)).isEqualTo(ExitReason.OUT_OF_HEAP);
        assertThat(executor(143, AT.minusSeconds(1), null)).isEqualTo(ExitReason.STOPPED);
        assertThat(executor(1, null, AT.minusSeconds(2))).isEqualTo(ExitReason.STOPPED);
        assertThat(executor(1, null, null)).isEqualTo(ExitReason.FAILED);
        assertThat(executor(137, null, AT.plusSeconds(600))).isEqualTo(ExitReason.SIGNALLED);
    }

    @Test
    void lost_byWhatIsKnownOfTheMachine() {
        assertThat(Exits.lost(AT, false, null).reason()).isEqualTo(ExitReason.MACHINE_LOST);
        assertThat(Exits.lost(AT, true, AT).reason()).isEqualTo(ExitReason.STOPPED);
        assertThat(Exits.lost(AT, true, null).reason()).isEqualTo(ExitReason.UNKNOWN);
    }

    private static ExitReason driver(
            int code, @Nullable Instant orderedAt, @Nullable String over, boolean heapFull) {
        return Exits.of(
                        new Exits.Facts(
                                true, code, AT, orderedAt, null, null, over, null, heapFull))
                .reason();
    }

    @Test
    void driver_endedForItsFiles_saysSo_unlessItWasDoneByThen() {
        Exit killed = Exits.of(new Exits.Facts(true, 137, AT, AT, null, null, null, "took", false));
        assertThat(killed.reason()).isEqualTo(ExitReason.OVER_SCRATCH_LIMIT);
        assertThat(killed.message()).isEqualTo("took");
        Exit done = Exits.of(new Exits.Facts(true, 0, AT, AT, null, null, null, "took", false));
        assertThat(done.reason()).isEqualTo(ExitReason.COMPLETED);
    }

    private static ExitReason executor(
            int code, @Nullable Instant askedAt, @Nullable Instant driverEndedAt) {
        return Exits.of(
                        new Exits.Facts(
                                false, code, AT, null, askedAt, driverEndedAt, null, null, false))
                .reason();
    }
}
