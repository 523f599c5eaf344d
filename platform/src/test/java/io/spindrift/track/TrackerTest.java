package io.spindrift.track;

import static io.spindrift.app.Apps.T0;
import static io.spindrift.app.Apps.app;
import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.app.AppState;
import io.spindrift.app.Application;
import io.spindrift.app.Attempt;
import io.spindrift.app.Progress;
import io.spindrift.app.StopOrder;
import io.spindrift.app.Transition;
import io.spindrift.runtime.Container;
import io.spindrift.runtime.ContainerId;
import io.spindrift.runtime.Exit;
import io.spindrift.runtime.ExitReason;
import io.spindrift.runtime.LaunchId;
import io.spindrift.runtime.Sighting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class TrackerTest {
    private static final LaunchId FIRST = new LaunchId("a", 1);
    private static final LogView READ = new LogView(true, "app-1", false, 0, null);

    @Test
    void decide_admittedAndNothingSeen_ordersTheLaunch() {
        Outcome outcome = decide(admitted("{}"), null, LogView.NOTHING, at(1));
        assertThat(outcome.orders()).containsExactly(new Order.Launch(FIRST));
        assertThat(outcome.progress().state()).isEqualTo(AppState.PENDING);
    }

    @Test
    void decide_orderedButNotBegun_waits() {
        Outcome outcome = decide(admitted("{}"), new Sighting(FIRST, List.of(), null), READ, at(1));
        assertThat(outcome.orders()).isEmpty();
        assertThat(outcome.progress()).isEqualTo(admitted("{}").progress());
    }

    @Test
    void decide_driverSeen_isRunningSinceItsStart() {
        Outcome outcome =
                decide(admitted("{}"), sight(driver(at(2), null)), LogView.NOTHING, at(5));
        assertThat(outcome.progress().transitions().getLast())
                .isEqualTo(new Transition(AppState.RUNNING, at(2), "driver started"));
        assertThat(outcome.stays()).hasSize(1);
        assertThat(outcome.orders()).isEmpty();
    }

    @Test
    void decide_executorsSeen_areReadyWithTheLastOfThoseItBeginsWith() {
        Application app = admitted("{'executor': {'instances': 2}}");
        Progress one =
                decide(app, sight(driver(at(2), null), executor(0, at(4))), READ, at(5)).progress();
        assertThat(one.attempts().getLast().executorsReadyAt()).isNull();
        assertThat(one.attempts().getLast().sparkAppId()).isEqualTo("app-1");
        Progress two =
                decide(
                                app.with(one, at(5)),
                                sight(driver(at(2), null), executor(0, at(4)), executor(1, at(6))),
                                READ,
                                at(7))
                        .progress();
        assertThat(two.attempts().getLast().executorsReadyAt()).isEqualTo(at(6));
        assertThat(StartPhase.of(two.attempts().getLast(), false))
                .containsExactly(
                        new StartPhase(StartPhase.Name.QUEUED, T0, at(1), null),
                        new StartPhase(StartPhase.Name.DRIVER, at(1), at(2), null),
                        new StartPhase(StartPhase.Name.EXECUTORS, at(2), at(6), null));
    }

    @Test
    void decide_endedWell_waitsForTheLogThenCompletes() {
        Application app = running("{}");
        Sighting ended = sight(driver(at(2), exit(at(60), 0, ExitReason.COMPLETED)));
        Outcome waiting = decide(app, ended, LogView.NOTHING, at(61));
        assertThat(waiting.progress().state()).isEqualTo(AppState.RUNNING);
        assertThat(waiting.orders()).containsExactly(new Order.CloseLog(FIRST, at(60)));
        Outcome done = decide(app.with(waiting.progress(), at(61)), ended, READ, at(62));
        assertThat(done.progress().transitions().getLast())
                .isEqualTo(
                        new Transition(
                                AppState.COMPLETED, at(60), "the driver ended with exit code 0"));
        assertThat(done.orders()).containsExactly(new Order.Forget(FIRST));
    }

    @Test
    void decide_logNeverRead_isWaitedForThirtySeconds() {
        Application app = running("{}");
        Sighting ended = sight(driver(at(2), exit(at(60), 0, ExitReason.COMPLETED)));
        assertThat(decide(app, ended, LogView.NOTHING, at(89)).progress().state())
                .isEqualTo(AppState.RUNNING);
        assertThat(decide(app, ended, LogView.NOTHING, at(90)).progress().state())
                .isEqualTo(AppState.COMPLETED);
    }

    @Test
    void decide_errorIssues_areWarnings() {
        Outcome outcome =
                decide(
                        running("{}"),
                        sight(driver(at(2), exit(at(60), 0, ExitReason.COMPLETED))),
                        new LogView(true, "app-1", false, 2, "an error"),
                        at(61));
        assertThat(outcome.progress().state()).isEqualTo(AppState.COMPLETED_WITH_WARNINGS);
        assertThat(outcome.progress().transitions().getLast().reason())
                .contains("2 issues of severity error were found");
        assertThat(outcome.progress().failure()).isNull();
    }

    @Test
    void decide_failed_saysTheRootCauseOrWhatTheRuntimeDid() {
        LogView log = new LogView(true, "app-1", false, 1, "no such column: x");
        Sighting error = sight(driver(at(2), exit(at(60), 1, ExitReason.FAILED)));
        Progress failed = decide(running("{}"), error, log, at(61)).progress();
        assertThat(failed.state()).isEqualTo(AppState.FAILED);
        assertThat(failed.failure()).isEqualTo("no such column: x");
        assertThat(decide(running("{}"), error, READ, at(61)).progress().failure())
                .isEqualTo("exit FAILED");
        Sighting memory = sight(driver(at(2), exit(at(60), 137, ExitReason.OVER_MEMORY_LIMIT)));
        assertThat(decide(running("{}"), memory, log, at(61)).progress().failure())
                .isEqualTo("exit OVER_MEMORY_LIMIT");
    }

    @Test
    void decide_killOrder_isRepeatedUntilItEnds() {
        Application app = stopping(running("{}"), AppState.KILLED);
        Outcome first = decide(app, sight(driver(at(2), null)), READ, at(11));
        assertThat(first.orders()).containsExactly(new Order.Kill(FIRST, "asked"));
        assertThat(first.progress().state()).isEqualTo(AppState.RUNNING);
        Outcome gone =
                decide(
                        app,
                        sight(driver(at(2), exit(at(12), 143, ExitReason.STOPPED))),
                        READ,
                        at(13));
        assertThat(gone.progress().transitions().getLast())
                .isEqualTo(new Transition(AppState.KILLED, at(12), "asked"));
    }

    @Test
    void decide_killBeforeLaunch_endsAtOnce() {
        Application app = stopping(admitted("{}"), AppState.KILLED);
        Outcome outcome = decide(app, null, LogView.NOTHING, at(11));
        assertThat(outcome.progress().state()).isEqualTo(AppState.KILLED);
        assertThat(outcome.orders()).noneMatch(order -> order instanceof Order.Launch);
    }

    @Test
    void decide_pastTheTimeout_isStoppedAndTimedOut() {
        Application app = running("{'timeout': {'minutes': 1}}");
        Sighting running = sight(driver(at(2), null));
        assertThat(decide(app, running, READ, at(61)).orders()).isEmpty();
        Outcome late = decide(app, running, READ, at(62));
        assertThat(late.orders())
                .containsExactly(
                        new Order.Kill(FIRST, "it ran longer than its timeout of 1 minute"));
        Outcome gone =
                decide(
                        app.with(late.progress(), at(62)),
                        sight(driver(at(2), exit(at(64), 143, ExitReason.STOPPED))),
                        READ,
                        at(65));
        assertThat(gone.progress().state()).isEqualTo(AppState.TIMED_OUT);
    }

    @Test
    void decide_theDefaultTimeout_sparesStreaming() {
        Sighting running = sight(driver(at(2), null));
        Instant dayLater = at(2 + 1440 * 60);
        LogView streaming = new LogView(false, "app-1", true, 0, null);
        assertThat(decide(running("{}"), running, streaming, dayLater).orders()).isEmpty();
        assertThat(decide(running("{}"), running, READ, dayLater).orders()).hasSize(1);
        Application given = running("{'timeout': {'minutes': 1440}}");
        assertThat(decide(given, running, streaming, dayLater).orders()).hasSize(1);
        assertThat(decide(running("{'timeout': 'DISABLED'}"), running, READ, dayLater).orders())
                .isEmpty();
        Application warned = running("{'timeout': {'minutes': 1, 'policy': 'warn'}}");
        assertThat(decide(warned, running, READ, dayLater).orders()).isEmpty();
    }

    @Test
    void warning_pastTheTimeout_isForThoseThatAreToBeToldOnly() {
        Application warned = running("{'timeout': {'minutes': 1, 'policy': 'warn'}}");
        assertThat(TimeLimit.warning(warned, at(61))).isEmpty();
        assertThat(TimeLimit.warning(warned, at(62)))
                .contains("it ran longer than its timeout of 1 minute; by its policy it may go on");
        Application killed = running("{'timeout': {'minutes': 1}}");
        assertThat(TimeLimit.warning(killed, at(62))).isEmpty();
        assertThat(TimeLimit.warning(running("{'timeout': 'DISABLED'}"), at(62))).isEmpty();
    }

    @Test
    void decide_failedWithRetries_waitsAndTriesAgainUpToItsBound() {
        Application app =
                running(
                        "{'restartPolicy': {'type': 'onFailure', 'maxRetries': 1,"
                                + " 'backoffSeconds': 20}}");
        Sighting failed = sight(driver(at(2), exit(at(60), 1, ExitReason.FAILED)));
        Progress waiting = decide(app, failed, READ, at(61)).progress();
        assertThat(waiting.state()).isEqualTo(AppState.RUNNING);
        assertThat(waiting.retryAt()).isEqualTo(at(80));
        Application waits = app.with(waiting, at(61));
        assertThat(waits.waits(at(79))).isFalse();
        assertThat(waits.waits(at(80))).isTrue();
        assertThat(waits.holdsRoom()).isFalse();
        Application second = waits.with(waiting.with(Attempt.admitted(2, at(80), at(81))), at(81));
        Outcome launch = decide(second, null, LogView.NOTHING, at(81));
        assertThat(launch.orders()).containsExactly(new Order.Launch(new LaunchId("a", 2)));
        Sighting again =
                new Sighting(
                        new LaunchId("a", 2),
                        List.of(driver(at(82), exit(at(90), 1, ExitReason.FAILED))),
                        null);
        Outcome over = decide(second, again, READ, at(91));
        assertThat(over.progress().state()).isEqualTo(AppState.FAILED);
        assertThat(over.progress().attempts()).hasSize(2);
    }

    @Test
    void decide_killWhileWaitingForARetry_endsIt() {
        Application app = running("{'restartPolicy': {'type': 'onFailure'}}");
        Sighting failed = sight(driver(at(2), exit(at(60), 1, ExitReason.FAILED)));
        Application waits = app.with(decide(app, failed, READ, at(61)).progress(), at(61));
        Application stopped = stopping(waits, AppState.KILLED);
        assertThat(decide(stopped, failed, READ, at(62)).progress().state())
                .isEqualTo(AppState.KILLED);
    }

    @Test
    void decide_driverVanished_failsWithoutAnExitCode() {
        Outcome outcome = decide(running("{}"), null, READ, at(50));
        assertThat(outcome.progress().state()).isEqualTo(AppState.FAILED);
        assertThat(outcome.progress().failure()).contains("gone without a trace");
    }

    @Test
    void decide_terminal_neverChanges() {
        for (AppState state : AppState.values()) {
            if (state.terminal()) {
                Application app = running("{}");
                Application done = app.with(app.progress().entering(state, at(9), "x"), at(9));
                Outcome outcome = decide(done, sight(driver(at(2), null)), READ, at(100));
                assertThat(outcome.progress()).isEqualTo(done.progress());
            }
        }
    }

    @Test
    void decide_twiceTheSame_changesNothingTheSecondTime() {
        Random random = new Random(11);
        for (int round = 0; round < 500; round++) {
            Application app = running("{'executor': {'instances': 2}, 'timeout': {'minutes': 2}}");
            List<Stay> stays = new ArrayList<>();
            for (int step = 0; step < 5; step++) {
                Instant now = at(20 + step * 40L);
                Exit exit =
                        random.nextInt(4) == 0
                                ? exit(at(15), random.nextInt(2), ExitReason.FAILED)
                                : null;
                Sighting sighting =
                        random.nextInt(8) == 0
                                ? null
                                : sight(driver(at(2), exit), executor(0, at(3)));
                LogView log = new LogView(random.nextBoolean(), "app-1", false, 0, null);
                Outcome once = Tracker.decide(app, sighting, log, stays, now);
                store(stays, once.stays());
                Application next = app.with(once.progress(), now);
                Outcome twice = Tracker.decide(next, sighting, log, stays, now);
                assertThat(twice.progress()).isEqualTo(once.progress());
                assertThat(twice.stays()).isEmpty();
                if (app.state().terminal()) {
                    assertThat(next.progress()).isEqualTo(app.progress());
                }
                app = next;
            }
        }
    }

    @Test
    void decide_stays_areStoredOnceAndNeverReopened() {
        Application app = running("{}");
        List<Stay> known = new ArrayList<>();
        Sighting both = sight(driver(at(2), null), executor(0, at(3)));
        store(known, Tracker.decide(app, both, READ, known, at(5)).stays());
        assertThat(known).hasSize(2);
        assertThat(Tracker.decide(app, both, READ, known, at(6)).stays()).isEmpty();
        Sighting lost = sight(driver(at(2), null));
        store(known, Tracker.decide(app, lost, READ, known, at(7)).stays());
        assertThat(known)
                .filteredOn(stay -> !stay.driver())
                .extracting(Stay::endedAt)
                .containsExactly(at(7));
        assertThat(Tracker.decide(app, both, READ, known, at(8)).stays()).isEmpty();
    }

    @Test
    void refused_openAttempt_failsWithTheSentence() {
        Progress progress = Tracker.refused(admitted("{}"), "no such file", at(3));
        assertThat(progress.state()).isEqualTo(AppState.FAILED);
        assertThat(progress.failure()).isEqualTo("no such file");
        assertThat(progress.attempts().getLast().open()).isFalse();
        Application done = admitted("{}").with(progress, at(3));
        assertThat(Tracker.refused(done, "again", at(4))).isEqualTo(progress);
    }

    private static void store(List<Stay> known, List<Stay> changed) {
        for (Stay stay : changed) {
            known.removeIf(old -> old.container().equals(stay.container()));
            known.add(stay);
        }
    }

    private static Outcome decide(
            Application app, @Nullable Sighting sighting, LogView log, Instant now) {
        return Tracker.decide(app, sighting, log, List.of(), now);
    }

    static Application admitted(String config) {
        Application app = app("a", config);
        return app.with(app.progress().with(Attempt.admitted(1, T0, at(1))), at(1));
    }

    private static Application running(String config) {
        Application app = admitted(config);
        return app.with(
                decide(app, sight(driver(at(2), null)), LogView.NOTHING, at(2)).progress(), at(2));
    }

    private static Application stopping(Application app, AppState into) {
        return app.with(app.progress().stopping(new StopOrder(into, at(10), "asked")), at(10));
    }

    static Sighting sight(Container... containers) {
        return new Sighting(FIRST, List.of(containers), null);
    }

    static Container driver(Instant startedAt, @Nullable Exit exit) {
        return new Container(ContainerId.DRIVER, "local", 1, 200, 1408, startedAt, exit);
    }

    static Container executor(int number, Instant startedAt) {
        ContainerId id = ContainerId.executor(Integer.toString(number));
        return new Container(id, "local", 1, 800, 1408, startedAt, null);
    }

    static Exit exit(Instant at, int code, ExitReason reason) {
        return new Exit(at, code, reason, "exit " + reason);
    }

    static Instant at(long seconds) {
        return T0.plusSeconds(seconds);
    }
}
