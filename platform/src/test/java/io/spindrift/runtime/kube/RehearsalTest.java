package io.spindrift.runtime.kube;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RehearsalTest {
    @Test
    void against_isWhatIsSaidOfTheDriverItself() {
        assertThat(Rehearsal.against(403, "violates PodSecurity")).isTrue();
        assertThat(Rehearsal.against(422, "spec.x: Invalid value")).isTrue();
        assertThat(Rehearsal.against(500, "failed calling webhook \"a.b\"")).isTrue();
        assertThat(Rehearsal.against(403, "exceeded quota: compute")).isFalse();
        assertThat(Rehearsal.against(400, "webhook does not support dry run")).isFalse();
        assertThat(Rehearsal.against(409, "already exists")).isFalse();
        assertThat(Rehearsal.against(500, "etcdserver: request timed out")).isFalse();
    }
}
