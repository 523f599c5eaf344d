package io.spindrift.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

final class LoginGuardTest {
    private Instant now = Instant.parse("2026-11-21T09:00:00Z");
    private final LoginGuard guard = new LoginGuard(() -> now);

    @Test
    void mayTry_afterTenFailures_isNotForAMinute() {
        fail("10.0.0.1", 9);
        assertThat(guard.mayTry("10.0.0.1")).isTrue();
        fail("10.0.0.1", 1);
        assertThat(guard.mayTry("10.0.0.1")).isFalse();
        assertThat(guard.mayTry("10.0.0.2")).isTrue();

        now = now.plusSeconds(60);

        assertThat(guard.mayTry("10.0.0.1")).isTrue();
    }

    @Test
    void failed_afterTheMinute_countsAnew() {
        fail("10.0.0.1", 10);
        now = now.plusSeconds(60);
        fail("10.0.0.1", 9);
        assertThat(guard.mayTry("10.0.0.1")).isTrue();
    }

    @Test
    void failed_fromVeryManyAddresses_forgetsThoseThatFailedLongestAgo() {
        fail("10.0.0.1", 10);
        for (int i = 0; i < 9_999; i++) {
            guard.failed("address-" + i);
        }
        assertThat(guard.mayTry("10.0.0.1")).isFalse();

        guard.failed("one more");

        assertThat(guard.mayTry("10.0.0.1")).isTrue();
    }

    private void fail(String address, int times) {
        for (int i = 0; i < times; i++) {
            guard.failed(address);
        }
    }
}
