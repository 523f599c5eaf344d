package io.spindrift.runtime.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.runtime.LaunchId;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ScratchBoundsTest {
    private static final long MIB = 1 << 20;
    private static final LaunchId SMALL = new LaunchId("small", 1);
    private static final LaunchId LARGE = new LaunchId("large", 2);
    private static final Map<LaunchId, Long> TAKEN = Map.of(SMALL, 70 * MIB, LARGE, 300 * MIB);

    @Test
    void excesses_overTheBound_areAllThose() {
        assertThat(new ScratchBounds(64 * MIB, 0).excesses(TAKEN, 0))
                .extracting(ScratchBounds.Excess::id)
                .containsExactlyInAnyOrder(SMALL, LARGE);
        assertThat(new ScratchBounds(100 * MIB, 64 * MIB).excesses(TAKEN, 0))
                .containsExactly(
                        new ScratchBounds.Excess(
                                LARGE,
                                "its files took 300 MiB of the disk, and local-scratch allows 100"
                                        + " MiB"));
    }

    @Test
    void excesses_onAShortDisk_areTheLargestAlone() {
        assertThat(new ScratchBounds(0, 64 * MIB).excesses(TAKEN, 10 * MIB))
                .containsExactly(
                        new ScratchBounds.Excess(
                                LARGE,
                                "the disk was nearly full (10 MiB left, 64 MiB are reserved), and of"
                                        + " all applications its files took the most, 300 MiB"));
    }

    @Test
    void excesses_withRoomLeft_orOfThoseWhoTookNothing_areNone() {
        assertThat(new ScratchBounds(0, 64 * MIB).excesses(TAKEN, 64 * MIB)).isEmpty();
        assertThat(new ScratchBounds(0, 64 * MIB).excesses(Map.of(SMALL, MIB), 0)).isEmpty();
    }
}
