package io.spindrift.history.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.history.ContainerLoad;
import io.spindrift.history.RunId;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LiveLoadsTest {
    private static final RunId RUN = new RunId("etl", 1);
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    private final LiveLoads loads = new LiveLoads();

    @Test
    void newestOfEachContainer_isKnown_inWhateverOrderTheyCome() {
        loads.put(RUN, List.of(load("driver", 5, 50), load("executor-1", 5, 7)), NOW);
        loads.put(RUN, List.of(load("driver", 4, 40)), NOW);
        assertThat(loads.of(RUN, NOW))
                .extracting(ContainerLoad::residentBytes)
                .containsExactlyInAnyOrder(50L, 7L);
    }

    @Test
    void containerThatIsSilentForAMinute_isForgotten() {
        loads.put(RUN, List.of(load("driver", 5, 50)), NOW);
        assertThat(loads.of(RUN, NOW.plusSeconds(60))).hasSize(1);
        assertThat(loads.of(RUN, NOW.plusSeconds(61))).isEmpty();
        loads.sweep(NOW.plusSeconds(61));
        assertThat(loads.of(RUN, NOW)).isEmpty();
    }

    private static ContainerLoad load(String container, long second, long bytes) {
        return new ContainerLoad(container, NOW.plusSeconds(second), bytes, null, 0, null, null);
    }
}
