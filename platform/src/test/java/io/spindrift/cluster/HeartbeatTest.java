package io.spindrift.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

final class HeartbeatTest {
    private static final Instant T0 = Instant.parse("2026-11-21T09:00:00.250Z");
    private static final Pulse WELL = new Pulse.Well();
    private static final Pulse MISSED = new Pulse.Missed("connection refused");

    private Heartbeat heart = Heartbeat.connecting();
    private Instant now = T0;

    private ClusterState look(Pulse... pulses) {
        for (Pulse pulse : pulses) {
            heart = heart.after(pulse, now);
            now = now.plusSeconds(10);
        }
        return heart.state();
    }

    @Test
    void firstAnswer_endsConnecting() {
        assertThat(look(WELL)).isEqualTo(ClusterState.AVAILABLE);
        assertThat(heart.reason()).isNull();
    }

    @Test
    void connecting_withoutAnswer_isSoonUnreachable() {
        assertThat(look(MISSED)).isEqualTo(ClusterState.PROGRESSING);
        assertThat(heart.reason()).isEqualTo("connecting");
        assertThat(look(MISSED)).isEqualTo(ClusterState.UNREACHABLE);
    }

    @Test
    void lostAnswers_areForgivenUntilTheThird_whichSaysSinceWhen() {
        look(WELL);
        assertThat(look(MISSED, MISSED)).isEqualTo(ClusterState.AVAILABLE);
        assertThat(look(WELL, MISSED, MISSED)).isEqualTo(ClusterState.AVAILABLE);
        assertThat(look(MISSED)).isEqualTo(ClusterState.UNREACHABLE);
        assertThat(heart.reason())
                .isEqualTo(
                        "its API server has not answered since 2026-11-21T09:00:40Z:"
                                + " connection refused");
    }

    @Test
    void unreachable_comesBackWithTheSecondAnswerInARow() {
        look(MISSED, MISSED);
        assertThat(look(WELL, MISSED, WELL)).isEqualTo(ClusterState.UNREACHABLE);
        assertThat(look(WELL)).isEqualTo(ClusterState.AVAILABLE);
        assertThat(heart.missedSince()).isNull();
    }

    @Test
    void otherReason_ofTheSameState_isToldAtOnce() {
        look(new Pulse.Hindered("no namespace"));
        look(new Pulse.Hindered("no role"));
        assertThat(heart.state()).isEqualTo(ClusterState.FAILING);
        assertThat(heart.reason()).isEqualTo("no role");
        look(new Pulse.Warned("no agent"));
        assertThat(heart.reason()).isEqualTo("no role");
        assertThat(look(new Pulse.Warned("no agent"))).isEqualTo(ClusterState.DEGRADED);
        assertThat(heart.reason()).isEqualTo("no agent");
    }
}
