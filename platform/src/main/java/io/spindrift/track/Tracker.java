package io.spindrift.track;

import io.spindrift.app.AppState;
import io.spindrift.app.AppTimeout;
import io.spindrift.app.Application;
import io.spindrift.app.Attempt;
import io.spindrift.app.DriverNode;
import io.spindrift.app.FailureClass;
import io.spindrift.app.Progress;
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
import java.util.Objects;
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
    private final @Nullable Sighting sighting;
    private final LogView log;
    private final Instant now;
    private final List<Order> orders = new ArrayList<>();
    private Progress progress;

    private Tracker(Application app, @Nullable Sighting sighting, LogView log, Instant now) {
        this.app = app;
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
        return progress.with(last.get().ended(now, null, null, sentence))
                .failing(sentence)
                .entering(AppState.FAILED, now, sentence);
    }

    /// What becomes of an application one of whose attempts could not be launched for too long: the
    /// attempt has failed, and what follows is decided as after any other.
    public static Progress notLaunched(
            Application app, int attempt, FailureClass why, String sentence, Instant now) {
        Progress progress = app.progress();
        return waits(app, attempt)
                ? progress.with(progress.attempts().getLast().ended(now, null, why, sentence))
                : progress;
    }

    /// What is told of an application while one of its attempts cannot be launched. The first words
    /// stand: figures in them change all the time.
    static Progress hindered(Application app, int attempt, String sentence) {
        Progress progress = app.progress();
        return waits(app, attempt) && progress.attempts().getLast().hindrance() == null
                ? progress.with(progress.attempts().getLast().hindered(sentence))
                : progress;
    }

    private static boolean waits(Application app, int attempt) {
        List<Attempt> attempts = app.progress().attempts();
        return !app.state().terminal()
                && attempts.size() == attempt
                && attempts.getLast().open()
                && attempts.getLast().driverStartedAt() == null;
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
            boarded();
        }
        timeOut();
        Attempt current = progress.attempts().getLast();
        if (current.open()) {
            String reason = reasonToEnd(current);
            if (reason != null) {
                orders.add(new Order.Kill(id(current), reason));
            }
            return;
        }
        ended(current);
        stray(current);
        forget(current);
    }

    /// One that waits is stopped at once.
    private void stopWaiting() {
        StopOrder stop = progress.stop();
        if (stop != null && !progress.state().terminal()) {
            progress = progress.entering(stop.into(), stop.at(), stop.reason());
        }
    }

    /// Null while nobody and nothing wants it to end.
    private @Nullable String reasonToEnd(Attempt attempt) {
        StopOrder stop = progress.stop();
        if (stop != null) {
            return stop.reason();
        }
        return attempt.failure() == null ? null : attempt.reason();
    }

    private void seen(Container driver) {
        Attempt attempt = progress.attempts().getLast();
        if (attempt.driverStartedAt() == null && began(driver)) {
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
            FailureClass why = exit.reason().failure();
            attempt = attempt.ended(at, exit.code(), why, exit.message());
        }
        progress = progress.with(attempt);
    }

    /// A driver that never came to run, as for want of its image, ends when it begins.
    private static boolean began(Container driver) {
        Exit exit = driver.exit();
        return exit == null || exit.code() != null || exit.at().isAfter(driver.startedAt());
    }

    private @Nullable Instant executorsReadyAt() {
        int wanted = sighting == null ? 0 : app.executors().initial();
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
        String reason = reasonToEnd(attempt);
        if (attempt.driverStartedAt() != null) {
            String sentence = "the driver " + ExitReason.UNKNOWN.text();
            FailureClass why = ExitReason.UNKNOWN.failure();
            progress = progress.with(attempt.ended(now, null, why, sentence));
        } else if (reason != null && sighting == null) {
            progress = progress.with(attempt.ended(now, null, null, reason));
        } else if (sighting == null) {
            orders.add(new Order.Launch(id(attempt)));
        } else if (!Objects.equals(sighting.hindrance(), attempt.hindrance())) {
            progress = progress.with(attempt.hindered(sighting.hindrance()));
        }
    }

    /// What is known of the driver's node, stays: its pod may be gone by the next sight.
    private void boarded() {
        Attempt attempt = progress.attempts().getLast();
        DriverNode node = sighting == null ? null : sighting.node();
        DriverNode known = attempt.node();
        boolean more = known == null || known.imageAt() == null || known.bought() == null;
        if (node != null && more && !node.equals(known)) {
            progress = progress.with(attempt.on(node));
        }
    }

    private void timeOut() {
        AppTimeout timeout = app.timeout();
        if (timeout == null || progress.stop() != null) {
            return;
        }
        Attempt attempt = progress.attempts().getLast();
        boolean open = attempt.open();
        if (open && attempt.failure() == null) {
            StartLimits.exceeded(timeout, attempt, app.executors().initial(), sighting, log, now)
                    .ifPresent(limit ->
                            progress =
                                    progress.with(attempt.givenUp(limit.why(), limit.sentence())));
        }
        Optional<Instant> since = runningSince();
        boolean spared =
                timeout.byDefault() && (log.streaming() || app.origin().source().interactive());
        boolean over = !open && progress.retryAt() == null;
        if (timeout.policy() == TimeoutPolicy.KILL
                && since.isPresent()
                && !now.isBefore(since.get().plus(timeout.limit()))
                && !spared
                && !over) {
            String sentence = TimeLimit.sentence(timeout);
            progress = progress.stopping(new StopOrder(AppState.TIMED_OUT, now, sentence));
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
        } else if (attempt.succeeded()) {
            completed(endedAt);
        } else {
            failed(attempt, endedAt);
        }
    }

    /// Whether another attempt follows, or a wait for it is on.
    private boolean retries(Attempt attempt, Instant endedAt) {
        if (progress.stop() != null) {
            return false;
        }
        Optional<Instant> next = app.spec().restartPolicy().next(progress.attempts());
        if (next.isEmpty()) {
            return false;
        }
        if (progress.retryAt() == null) {
            progress = progress.retryingAt(next.get());
        }
        if (!log.readToEnd()) {
            orders.add(new Order.CloseLog(id(attempt), endedAt));
        }
        return true;
    }

    private void failed(Attempt attempt, Instant endedAt) {
        String sentence = failure(attempt);
        boolean late = attempt.failureClass().timeOut();
        progress =
                (late ? progress : progress.failing(sentence))
                        .entering(late ? AppState.TIMED_OUT : AppState.FAILED, endedAt, sentence);
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
        boolean byItself =
                !attempt.failureClass().timeOut()
                        && (exit.isEmpty() || exit.get() == ExitReason.FAILED);
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

    /// A launch that was given up may have come about after all: nothing of it is to live on.
    private void stray(Attempt attempt) {
        boolean lives = sighting != null && sighting.driver().map(Container::running).orElse(true);
        if (lives) {
            orders.add(new Order.Kill(id(attempt), "its attempt has ended"));
        }
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
