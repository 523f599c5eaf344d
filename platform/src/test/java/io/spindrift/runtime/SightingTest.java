package io.spindrift.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class SightingTest {
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final LaunchId ID = new LaunchId("a", 1);

    @Test
    void over_whileProcessesAreLeft_isFalse() {
        List<Container> ended = List.of(container("driver", T0.plusSeconds(9)));
        assertThat(new Sighting(ID, ended, null, false).over()).isFalse();
        assertThat(new Sighting(ID, ended, null, true).over()).isTrue();
        assertThat(new Sighting(ID, List.of(), null, true).over()).isFalse();
    }

    @Test
    void holding_ofWhatRuns_isThat() {
        List<Container> containers =
                List.of(container("driver", null), container("executor-0", T0.plusSeconds(9)));
        assertThat(new Sighting(ID, containers, null, false).holding())
                .containsExactly(containers.getFirst());
    }

    @Test
    void holding_whileProcessesAreLeft_isWhatEndedWithTheDriver() {
        List<Container> containers =
                List.of(
                        container("driver", T0.plusSeconds(100)),
                        container("executor-0", T0.plusSeconds(9)),
                        container("executor-1", T0.plusSeconds(99)));
        assertThat(new Sighting(ID, containers, null, false).holding())
                .containsExactly(containers.get(0), containers.get(2));
        assertThat(new Sighting(ID, containers, null, true).holding()).isEmpty();
    }

    private static Container container(String name, @Nullable Instant endedAt) {
        Exit exit = endedAt == null ? null : new Exit(endedAt, 0, ExitReason.COMPLETED, "ended");
        return new Container(new ContainerId(name), "here", 1, 1000, 896, T0, exit);
    }
}
