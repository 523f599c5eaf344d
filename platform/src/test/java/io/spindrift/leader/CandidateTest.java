package io.spindrift.leader;

import static io.spindrift.leader.Candidate.Standing.LEADING;
import static io.spindrift.leader.Candidate.Standing.LOST;
import static io.spindrift.leader.Candidate.Standing.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class CandidateTest {
    private static final Duration LENGTH = Duration.ofSeconds(10);

    private final MemoryDesk desk = new MemoryDesk();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final Candidate first = candidate("first");
    private final Candidate second = candidate("second");

    @Test
    void firstToLook_leads() {
        assertThat(first.look()).isEqualTo(LEADING);
        assertThat(second.look()).isEqualTo(WAITING);
        assertThat(second.holder()).contains("first");
    }

    @Test
    void leaderThatRenews_staysLeader() {
        first.look();
        for (int second = 0; second < 60; second += 2) {
            assertThat(this.second.look()).isEqualTo(WAITING);
            after(2);
            assertThat(first.look()).isEqualTo(LEADING);
        }
    }

    @Test
    void leaderThatDies_isFollowedAfterTheLength() {
        first.look();
        second.look();
        after(9);
        assertThat(second.look()).isEqualTo(WAITING);
        after(1);
        assertThat(second.look()).isEqualTo(LEADING);
    }

    @Test
    void leaderThatCloses_isFollowedAtOnce() {
        first.look();
        second.look();
        first.giveBack();
        assertThat(second.look()).isEqualTo(LEADING);
    }

    @Test
    void successorOfTheSameName_needNotWait() {
        first.look();
        assertThat(candidate("first").look()).isEqualTo(LEADING);
    }

    @Test
    void leaderThatWasReplaced_isLost() {
        first.look();
        second.look();
        after(10);
        second.look();
        assertThat(first.look()).isEqualTo(LOST);
    }

    @Test
    void leaderThatWasReplaced_givesNothingBack() {
        first.look();
        second.look();
        after(10);
        second.look();
        first.giveBack();
        assertThat(second.look()).isEqualTo(LEADING);
        assertThat(second.holder()).contains("second");
    }

    @Test
    void leaderWithoutAnAnswer_staysLeader() {
        first.look();
        desk.silent(true);
        after(300);
        assertThat(first.look()).isEqualTo(LEADING);
    }

    @Test
    void afterASilence_theLengthIsCountedAnew() {
        first.look();
        second.look();
        desk.silent(true);
        after(120);
        assertThat(second.look()).isEqualTo(WAITING);
        desk.silent(false);
        assertThat(second.look()).isEqualTo(WAITING);
        assertThat(first.look()).isEqualTo(LEADING);
    }

    @Test
    void twoThatTakeAtOnce_oneLeads() {
        desk.overtake("first");
        assertThat(second.look()).isEqualTo(WAITING);
        assertThat(first.look()).isEqualTo(LEADING);
    }

    @Test
    void leaseThatSomebodyRemoves_isMadeAnew() {
        first.look();
        desk.remove();
        assertThat(first.look()).isEqualTo(LEADING);
        assertThat(second.look()).isEqualTo(WAITING);
    }

    private void after(int seconds) {
        now = now.plusSeconds(seconds);
    }

    private Candidate candidate(String name) {
        return new Candidate(name, LENGTH, desk, () -> now);
    }
}
