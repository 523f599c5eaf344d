package io.spindrift.runtime.kube;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

final class KubeletsTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    private final Kubelets kubelets = new Kubelets();

    @Test
    void nodeThatFailsAgainAndAgain_isAskedByOneNowAndThen() {
        fail(15);
        assertThat(kubelets.silent("n1")).isFalse();
        assertThat(kubelets.mayAsk("n1", NOW)).isTrue();
        fail(1);
        assertThat(kubelets.silent("n1")).isTrue();
        assertThat(kubelets.silent("n2")).isFalse();
        assertThat(kubelets.mayAsk("n1", NOW.plusSeconds(7))).isFalse();
        assertThat(kubelets.mayAsk("n1", NOW.plusSeconds(8))).isTrue();
        assertThat(kubelets.mayAsk("n1", NOW.plusSeconds(9))).isFalse();
    }

    @Test
    void nodeThatAnswers_isAskedByAllAgain() {
        fail(20);
        kubelets.answered("n1");
        assertThat(kubelets.silent("n1")).isFalse();
        assertThat(kubelets.mayAsk("n1", NOW)).isTrue();
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            kubelets.failed("n1", NOW);
        }
    }
}
