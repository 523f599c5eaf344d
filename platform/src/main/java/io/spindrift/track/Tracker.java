package io.spindrift.track;

import io.spindrift.app.AppSpec;
import io.spindrift.app.AppState;
import io.spindrift.app.AppTimeout;
import io.spindrift.app.Application;
import io.spindrift.app.Attempt;
import io.spindrift.app.Progress;
import io.spindrift.app.RestartPolicy;
import io.spindrift.app.StopOrder;
import io.spindrift.app.TimeoutPolicy;
import io.spindrift.runtime.Container;
import io.spindrift.runtime.Exit;
import io.spindrift.runtime.ExitReason;
import io.spindrift.runtime.LaunchId;
import io.spindrift.runtime.Sighting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Decides where an application stands, from what is seen of it: the same sight, stored progress
/// and time always give the same outcome, and giving it again changes nothing.
///
/// An application ends only when its driver has ended and its event log has been read to the end;
/// for the log it waits at most 30 s.
public final class Tracker {
    /// How long the end of an application waits for the end of its log.
    public static final Duration LOG_PATIENCE = Duration.ofSeconds(30);

    private final Application app;
    private final AppSpec spec;
    private final @Nullable Sighting sighting;
    private final LogView log;
    private final Instant now;
    private final List<Order> orders = new ArrayList<>();
    private Progress progress;

    private Tracker(Application app, @Nullable Sighting sighting, LogView log, Instant now) {
        this.app = app;
        this.spec = app.spec();
        this.sighting = sighting;
        this.log = log;
        this.now = now;
        this.progress = app.progress();
    }

    /// @param sighting of its last attempt; null when nothing of it is to be seen
    /// @param log of its last attempt
    /// @param known the stays stored of it so far
    public static Outcome decide(
            Application app,
            @Nullable Sighting sighting,
            LogView log,
            List<Stay> known,
            Instant now) {
        Tracker tracker = new Tracker(app, sighting, log, now);
        tracker.decide();
        int attempt = app.progress().attempts().size();
        List<Stay> stays =
                attempt == 0 ? List.of() : Stays.changed(app.key(), attempt, known, sighting, now);
        return new Outcome(tracker.progress, stays, tracker.orders);
    }

    /// What becomes of an application whose launch was refused for good.
    public static Progress refused(Application app, String sentence, Instant now) {
        Progress progress = app.progress();
        Optional<Attempt> last = progress.lastAttempt();
        if (app.state().terminal() || last.isEmpty() || !last.get().open()) {
            return progress;
        }
        return progress.with(last.get().ended(now, null, sentence))
                .failing(sentence)
                .entering(AppState.FAILED, now, sentence);
    }

    private void decide() {
        Optional<Attempt> last = progress.lastAttempt();
        if (last.isEmpty() || app.state().terminal()) {
            stopWaiting();
            last.ifPresent(this::forget);
            return;
        }
        Attempt attempt = last.get();
        Optional<Container> driver = sighting == null ? Optional.empty() : sighting.driver();
        if (attempt.open()) {
            driver.ifPresentOrElse(this::seen, this::unseen);
        }
        timeOut();
        Attempt current = progress.attempts().getLast();
        if (current.open()) {
            StopOrder stop = progress.stop();
            if (stop != null) {
                orders.add(new Order.Kill(id(current), stop.reason()));
            }
            return;
        }
        ended(current);
        forget(current);
    }

    /// One that waits is stopped at once.
    private void stopWaiting() {
        StopOrder stop = progress.stop();
        if (stop != null && !progress.state().terminal()) {
            progress = progress.entering(stop.into(), stop.at(), stop.reason());
        }
    }

    private void seen(Container driver) {
        Attempt attempt = progress.attempts().getLast();
        if (attempt.driverStartedAt() == null) {
            attempt = attempt.withDriverStarted(driver.startedAt());
            if (progress.state() == AppState.PENDING) {
                Instant at = later(driver.startedAt(), app.createdAt());
                progress = progress.entering(AppState.RUNNING, at, "driver started");
            }
        }
        if (attempt.executorsReadyAt() == null) {
            Instant ready = executorsReadyAt();
            attempt = ready == null ? attempt : attempt.withExecutorsReady(ready);
        }
        String sparkAppId = log.sparkAppId();
        if (attempt.sparkAppId() == null && sparkAppId != null) {
            attempt = attempt.withSparkAppId(sparkAppId);
        }
        Exit exit = driver.exit();
        if (exit != null) {
            Instant at = later(exit.at(), driver.startedAt());
            attempt = attempt.ended(at, exit.code(), exit.message());
        }
        progress = progress.with(attempt);
    }

    private @Nullable Instant executorsReadyAt() {
        int wanted = spec.executors().initial();
        if (sighting == null || wanted == 0) {
            return null;
        }
        List<Instant> starts =
                sighting.executors().stream().map(Container::startedAt).sorted().toList();
        return starts.size() < wanted ? null : starts.get(wanted - 1);
    }

    /// No driver is to be seen: it is still to be launched, to begin, or it vanished.
    private void unseen() {
        Attempt attempt = progress.attempts().getLast();
        StopOrder stop = progress.stop();
        if (attempt.driverStartedAt() != null) {
            String sentence = "the driver " + ExitReason.UNKNOWN.text();
            progress = progress.with(attempt.ended(now, null, sentence));
        } else if (stop != null && sighting == null) {
            progress = progress.with(attempt.ended(now, null, stop.reason()));
        } else if (sighting == null) {
            orders.add(new Order.Launch(id(attempt)));
        }
    }

    private void timeOut() {
        AppTimeout timeout = spec.timeout();
        Optional<Instant> startedAt = runningSince();
        if (timeout == null
                || timeout.policy() != TimeoutPolicy.KILL
                || progress.stop() != null
                || startedAt.isEmpty()
                || now.isBefore(startedAt.get().plus(timeout.limit()))) {
            return;
        }
        boolean spared =
                timeout.byDefault() && (log.streaming() || app.origin().source().interactive());
        boolean over = !progress.attempts().getLast().open() && progress.retryAt() == null;
        if (!spared && !over) {
            progress =
                    progress.stopping(
                            new StopOrder(AppState.TIMED_OUT, now, TimeLimit.sentence(timeout)));
        }
    }

    private Optional<Instant> runningSince() {
        return progress.transitions().stream()
                .filter(transition -> transition.state() == AppState.RUNNING)
                .map(transition -> transition.at())
                .findFirst();
    }

    private void ended(Attempt attempt) {
        Instant endedAt = attempt.endedAt();
        if (endedAt == null || retries(attempt, endedAt)) {
            return;
        }
        if (!log.readToEnd()) {
            orders.add(new Order.CloseLog(id(attempt), endedAt));
            if (now.isBefore(endedAt.plus(LOG_PATIENCE)) && attempt.driverStartedAt() != null) {
                return;
            }
        }
        StopOrder stop = progress.stop();
        if (stop != null) {
            Instant at = later(endedAt, stop.at());
            progress = progress.entering(stop.into(), at, stop.reason());
        } else if (Integer.valueOf(0).equals(attempt.exitCode())) {
            completed(endedAt);
        } else {
            String sentence = failure(attempt);
            progress = progress.failing(sentence).entering(AppState.FAILED, endedAt, sentence);
        }
    }

    /// Whether another attempt follows, or a wait for it is on.
    private boolean retries(Attempt attempt, Instant endedAt) {
        RestartPolicy policy = spec.restartPolicy();
        boolean failed = !Integer.valueOf(0).equals(attempt.exitCode());
        if (progress.stop() != null || !failed || !policy.allowsAfter(attempt.number())) {
            return false;
        }
        if (progress.retryAt() == null) {
            progress = progress.retryingAt(endedAt.plus(policy.waitAfter(attempt.number())));
        }
        if (!log.readToEnd()) {
            orders.add(new Order.CloseLog(id(attempt), endedAt));
        }
        return true;
    }

    private void completed(Instant endedAt) {
        int errors = log.errorIssues();
        if (errors == 0) {
            progress =
                    progress.entering(
                            AppState.COMPLETED, endedAt, "the driver ended with exit code 0");
            return;
        }
        progress =
                progress.entering(
                        AppState.COMPLETED_WITH_WARNINGS,
                        endedAt,
                        "the driver ended with exit code 0; "
                                + (errors == 1 ? "1 issue" : errors + " issues")
                                + " of severity error "
                                + (errors == 1 ? "was found" : "were found"));
    }

    /// What the runtime did to it says more than an exception that followed from it.
    private String failure(Attempt attempt) {
        String logged = log.failure();
        String reason = attempt.reason();
        Optional<ExitReason> exit =
                sighting == null
                        ? Optional.empty()
                        : sighting.driver().flatMap(driver -> reason(driver.exit()));
        boolean byItself = exit.isEmpty() || exit.get() == ExitReason.FAILED;
        if (logged != null && (byItself || reason == null)) {
            return logged;
        }
        if (reason != null) {
            return reason;
        }
        return "the driver ended with exit code " + attempt.exitCode();
    }

    private static Optional<ExitReason> reason(@Nullable Exit exit) {
        return exit == null ? Optional.empty() : Optional.of(exit.reason());
    }

    /// The last sight of an attempt is kept until all of it is over and the application has ended
    /// or waits for its next attempt.
    private void forget(Attempt attempt) {
        boolean settled = progress.state().terminal() || progress.retryAt() != null;
        if (sighting != null && sighting.over() && settled && !attempt.open()) {
            orders.add(new Order.Forget(id(attempt)));
        }
    }

    private LaunchId id(Attempt attempt) {
        return new LaunchId(app.id(), attempt.number());
    }

    private static Instant later(Instant left, Instant right) {
        return left.isAfter(right) ? left : right;
    }
}
