package io.spindrift.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RestartPolicyTest {
    private static final Instant T = Instant.parse("2026-11-21T09:00:00Z");

    private final List<Attempt> attempts = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({
        "NEVER, APPLICATION, false",
        "NEVER, EVICTED, false",
        "ON_FAILURE, APPLICATION, true",
        "ON_FAILURE, EVICTED, true",
        "ON_INFRASTRUCTURE_FAILURE, APPLICATION, false",
        "ON_INFRASTRUCTURE_FAILURE, OUT_OF_MEMORY, false",
        "ON_INFRASTRUCTURE_FAILURE, SPOT_RECLAIMED, true",
        "ON_INFRASTRUCTURE_FAILURE, NODE_LOST, true",
        "ON_INFRASTRUCTURE_FAILURE, UNSCHEDULABLE, true",
        "ON_INFRASTRUCTURE_FAILURE, IMAGE_PULL, true",
        "ON_INFRASTRUCTURE_FAILURE, QUOTA, true",
        "ON_INFRASTRUCTURE_FAILURE, START_TIMED_OUT, true",
        "ON_INFRASTRUCTURE_FAILURE, READY_TIMED_OUT, false",
        "ALWAYS, APPLICATION, true"
    })
    void next_afterAFailure_byTypeAndClass(
            RestartPolicy.Type type, FailureClass failure, boolean follows) {
        failed(failure, 5);
        assertThat(policy(type, null).next(attempts).isPresent()).isEqualTo(follows);
    }

    @Test
    void next_afterAGoodEnd_isForThoseThatNeverEnd_andWaitsTheSameEachTime() {
        ended(0, null, 5);
        assertThat(policy(RestartPolicy.Type.ON_FAILURE, null).next(attempts)).isEmpty();
        assertThat(policy(RestartPolicy.Type.ALWAYS, null).next(attempts))
                .contains(end().plusSeconds(10));
        ended(0, null, 5);
        assertThat(policy(RestartPolicy.Type.ALWAYS, null).next(attempts))
                .contains(end().plusSeconds(10));
    }

    @Test
    void next_eachClass_isCountedAndWaitedAfterOnItsOwn() {
        RestartPolicy policy = policy(RestartPolicy.Type.ON_FAILURE, null);
        failed(FailureClass.EVICTED, 5);
        failed(FailureClass.EVICTED, 5);
        assertThat(policy.next(attempts)).contains(end().plusSeconds(20));
        failed(FailureClass.APPLICATION, 5);
        assertThat(policy.next(attempts)).contains(end().plusSeconds(10));
        failed(FailureClass.EVICTED, 5);
        assertThat(policy.next(attempts)).as("3 of 3").contains(end().plusSeconds(30));
        failed(FailureClass.APPLICATION, 5);
        assertThat(policy.next(attempts)).as("2 of 2").contains(end().plusSeconds(20));
        failed(FailureClass.APPLICATION, 5);
        assertThat(policy.next(attempts)).isEmpty();
        assertThat(policy.count(attempts, FailureClass.EVICTED)).isEqualTo(3);
    }

    @Test
    void next_afterAnAttemptThatRanLong_countsAnew() {
        RestartPolicy policy = policy(RestartPolicy.Type.ON_FAILURE, Duration.ofMinutes(10));
        failed(FailureClass.APPLICATION, 5);
        failed(FailureClass.APPLICATION, 5);
        failed(FailureClass.APPLICATION, 600);
        assertThat(policy.next(attempts)).contains(end().plusSeconds(10));
        assertThat(policy(RestartPolicy.Type.ON_FAILURE, null).next(attempts)).isEmpty();
    }

    @Test
    void next_ofAttemptsWithoutAClass_countsThemAsTheApplicationsOwn() {
        ended(1, null, 5);
        ended(1, null, 5);
        assertThat(policy(RestartPolicy.Type.ON_FAILURE, null).next(attempts))
                .contains(end().plusSeconds(20));
        assertThat(policy(RestartPolicy.Type.ON_INFRASTRUCTURE_FAILURE, null).next(attempts))
                .isEmpty();
    }

    @Test
    void next_ofWhatAlwaysEndsWell_hasABoundAllTheSame() {
        for (int i = 0; i < RestartPolicy.MOST_ATTEMPTS; i++) {
            assertThat(
                            attempts.isEmpty()
                                    || policy(RestartPolicy.Type.ALWAYS, null)
                                            .next(attempts)
                                            .isPresent())
                    .isTrue();
            ended(0, null, 1);
        }
        assertThat(policy(RestartPolicy.Type.ALWAYS, null).next(attempts)).isEmpty();
    }

    private static RestartPolicy policy(RestartPolicy.Type type, @Nullable Duration resetAfter) {
        return new RestartPolicy(
                type, 2, 3, Duration.ofSeconds(10), Duration.ofSeconds(30), resetAfter);
    }

    private void failed(FailureClass failure, long seconds) {
        ended(1, failure, seconds);
    }

    private void ended(int code, @Nullable FailureClass failure, long seconds) {
        Instant begun = attempts.isEmpty() ? T : end();
        attempts.add(
                Attempt.admitted(attempts.size() + 1, begun, begun)
                        .withDriverStarted(begun)
                        .ended(begun.plusSeconds(seconds), code, failure, "it ended"));
    }

    private Instant end() {
        Instant end = attempts.getLast().endedAt();
        return end == null ? T : end;
    }
}
