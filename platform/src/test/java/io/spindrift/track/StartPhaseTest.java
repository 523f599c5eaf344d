package io.spindrift.track;

import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.app.Attempt;
import io.spindrift.app.DriverNode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class StartPhaseTest {
    private static final Instant T0 = Instant.parse("2026-11-21T09:00:00Z");
    private static final Attempt ADMITTED = Attempt.admitted(1, T0, at(1));

    @Test
    void whereDriversAreGivenNodes_theWaitForOneComesFirst() {
        assertThat(told(ADMITTED)).containsExactly("queued 0-1", "node 1-");
        assertThat(StartPhase.of(ADMITTED, false))
                .extracting(phase -> phase.name().text())
                .containsExactly("queued", "driver");
    }

    @Test
    void node_image_driver_executors_followEachOther() {
        Attempt chosen = ADMITTED.on(new DriverNode("node1", at(3), null, null));
        assertThat(told(chosen)).containsExactly("queued 0-1", "node 1-3 node1", "image 3-");
        Attempt fetching = ADMITTED.on(new DriverNode("node1", at(3), true, at(20)));
        assertThat(told(fetching))
                .containsExactly(
                        "queued 0-1",
                        "node 1-3 node1, which came for it",
                        "image 3-20",
                        "driver 20-");
        Attempt ready =
                ADMITTED.on(new DriverNode("node1", at(3), false, at(20)))
                        .withDriverStarted(at(22))
                        .withExecutorsReady(at(30));
        assertThat(told(ready))
                .containsExactly(
                        "queued 0-1",
                        "node 1-3 node1, which was there",
                        "image 3-20",
                        "driver 20-22",
                        "executors 22-30");
    }

    @Test
    void anEndInBetween_endsThePhaseThatLasted() {
        Attempt cut =
                ADMITTED.on(new DriverNode("node1", at(3), null, null))
                        .ended(at(9), null, null, "no image");
        assertThat(told(cut)).containsExactly("queued 0-1", "node 1-3 node1", "image 3-9");
    }

    private static List<String> told(Attempt attempt) {
        return StartPhase.of(attempt, true).stream().map(StartPhaseTest::told).toList();
    }

    private static String told(StartPhase phase) {
        String detail = phase.detail() == null ? "" : " " + phase.detail();
        return phase.name().text()
                + " "
                + second(phase.startedAt())
                + "-"
                + second(phase.endedAt())
                + detail;
    }

    private static String second(@Nullable Instant time) {
        return time == null ? "" : Long.toString(time.getEpochSecond() - T0.getEpochSecond());
    }

    private static Instant at(int second) {
        return T0.plusSeconds(second);
    }
}
