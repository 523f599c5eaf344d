package io.spindrift.track;

import static io.spindrift.track.TrackerTest.admitted;
import static io.spindrift.track.TrackerTest.at;
import static io.spindrift.track.TrackerTest.driver;
import static io.spindrift.track.TrackerTest.executor;
import static io.spindrift.track.TrackerTest.exit;
import static io.spindrift.track.TrackerTest.sight;
import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.app.AppState;
import io.spindrift.app.Application;
import io.spindrift.app.Attempt;
import io.spindrift.app.FailureClass;
import io.spindrift.app.Progress;
import io.spindrift.runtime.Exit;
import io.spindrift.runtime.ExitReason;
import io.spindrift.runtime.LaunchId;
import io.spindrift.runtime.Sighting;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What follows the end of an attempt, and what brings it about.
final class RestartsTest {
    private static final LaunchId FIRST = new LaunchId("a", 1);
    private static final LogView READ = new LogView(true, null, false, 0, null);
    private static final LogView BEGUN = new LogView(false, "app-1", false, 0, null);
    private static final String ON_INFRASTRUCTURE =
            "{'restartPolicy': {'type': 'onInfrastructureFailure'}}";

    @Test
    void decide_evicted_isTriedAgainByItsPolicy_andAFailureOfItsOwnIsNot() {
        Application app = admitted(ON_INFRASTRUCTURE);
        Progress evicted = decide(app, ended(ExitReason.EVICTED), READ, at(61)).progress();
        assertThat(evicted.state()).isEqualTo(AppState.RUNNING);
        assertThat(evicted.retryAt()).isEqualTo(at(70));
        assertThat(evicted.attempts().getLast().failure()).isEqualTo(FailureClass.EVICTED);
        Progress failed = decide(app, ended(ExitReason.FAILED), READ, at(61)).progress();
        assertThat(failed.state()).isEqualTo(AppState.FAILED);
        assertThat(failed.attempts().getLast().failure()).isEqualTo(FailureClass.APPLICATION);
    }

    @Test
    void decide_endedWell_isFollowedByAnotherWhereItShouldNeverEnd() {
        Application app = admitted("{'restartPolicy': {'type': 'always', 'backoffSeconds': 5}}");
        Sighting well = sight(driver(at(2), exit(at(60), 0, ExitReason.COMPLETED)));
        Progress next = decide(app, well, READ, at(61)).progress();
        assertThat(next.state()).isEqualTo(AppState.RUNNING);
        assertThat(next.retryAt()).isEqualTo(at(65));
        assertThat(next.attempts().getLast().succeeded()).isTrue();
        assertThat(next.failure()).isNull();
    }

    @Test
    void decide_driverThatNeverCameToRun_failsWithoutHavingRun() {
        Exit never = new Exit(at(60), null, ExitReason.IMAGE_PULL, "no such image");
        Progress failed =
                decide(admitted("{}"), sight(driver(at(60), never)), READ, at(61)).progress();
        assertThat(failed.transitions())
                .extracting(each -> each.state())
                .containsExactly(AppState.PENDING, AppState.FAILED);
        assertThat(failed.attempts().getLast().driverStartedAt()).isNull();
        assertThat(failed.failure()).isEqualTo("no such image");
    }

    @Test
    void decide_driverThatDoesNotStart_isEndedAndTimedOut() {
        Application app = admitted("{'timeout': {'startMinutes': 1}}");
        Sighting ordered = new Sighting(FIRST, List.of(), null);
        assertThat(decide(app, ordered, LogView.NOTHING, at(60)).orders()).isEmpty();
        Outcome late = decide(app, ordered, LogView.NOTHING, at(61));
        assertThat(late.orders())
                .containsExactly(new Order.Kill(FIRST, "its driver did not start within 1 minute"));
        Application given = app.with(late.progress(), at(61));
        Exit stopped = new Exit(at(63), null, ExitReason.STOPPED, "stopped by order");
        Progress over = decide(given, sight(driver(at(63), stopped)), READ, at(64)).progress();
        assertThat(over.state()).isEqualTo(AppState.TIMED_OUT);
        assertThat(over.transitions().getLast().reason())
                .isEqualTo("its driver did not start within 1 minute");
        assertThat(over.attempts().getLast().failure()).isEqualTo(FailureClass.START_TIMED_OUT);
    }

    @Test
    void decide_launchThatNeverCameAbout_timesOutAfterARestartOfThePlatform() {
        Application app = admitted("{'timeout': {'startMinutes': 1}}");
        Application given = app.with(decide(app, null, LogView.NOTHING, at(61)).progress(), at(61));
        Outcome over = decide(given, null, LogView.NOTHING, at(62));
        assertThat(over.progress().state()).isEqualTo(AppState.TIMED_OUT);
        assertThat(over.orders()).noneMatch(order -> order instanceof Order.Launch);
    }

    @Test
    void decide_timedOutAtTheStart_isTriedAgainByItsPolicy() {
        Application app =
                admitted(
                        "{'timeout': {'executorsMinutes': 1}, 'restartPolicy':"
                                + " {'type': 'onInfrastructureFailure'}}");
        Sighting alone = sight(driver(at(2), null));
        Outcome late = decide(app, alone, BEGUN, at(62));
        assertThat(late.orders())
                .containsExactly(
                        new Order.Kill(
                                FIRST, "its driver did not get its executor within 1 minute"));
        Application given = app.with(late.progress(), at(62));
        Sighting gone = sight(driver(at(2), exit(at(64), 143, ExitReason.STOPPED)));
        Progress next = decide(given, gone, READ, at(65)).progress();
        assertThat(next.retryAt()).isEqualTo(at(74));
        assertThat(next.attempts().getLast().failure()).isEqualTo(FailureClass.EXECUTORS_TIMED_OUT);
    }

    @Test
    void decide_sparkThatDoesNotBegin_isEnded_butNotOnceAnythingOfItWasSeen() {
        Application app = admitted("{'timeout': {'readyMinutes': 1}}");
        Sighting alone = sight(driver(at(2), null));
        assertThat(decide(app, alone, LogView.NOTHING, at(62)).orders())
                .containsExactly(
                        new Order.Kill(FIRST, "Spark did not begin in its driver within 1 minute"));
        assertThat(decide(app, alone, BEGUN, at(62)).orders()).isEmpty();
        Sighting both = sight(driver(at(2), null), executor(0, at(50)));
        assertThat(decide(app, both, LogView.NOTHING, at(62)).orders()).isEmpty();
    }

    @Test
    void decide_aLaunchThatCameAboutAfterItWasGivenUp_isEnded() {
        Application app = admitted(ON_INFRASTRUCTURE);
        Progress given =
                Tracker.notLaunched(
                        app, 1, FailureClass.NOT_LAUNCHED, "the API server is away", at(300));
        Application waits = app.with(given, at(300));
        Outcome next = decide(waits, sight(driver(at(299), null)), READ, at(301));
        assertThat(next.orders()).contains(new Order.Kill(FIRST, "its attempt has ended"));
        assertThat(next.progress().retryAt()).isEqualTo(at(310));
        Attempt first = next.progress().attempts().getFirst();
        assertThat(first.failure()).isEqualTo(FailureClass.NOT_LAUNCHED);
        assertThat(Tracker.notLaunched(waits, 1, FailureClass.QUOTA, "again", at(302)))
                .as("only once")
                .isEqualTo(given);
    }

    private static Sighting ended(ExitReason reason) {
        return sight(driver(at(2), exit(at(60), 143, reason)));
    }

    private static Outcome decide(
            Application app, @Nullable Sighting sighting, LogView log, Instant now) {
        return Tracker.decide(app, sighting, log, List.of(), now);
    }
}
