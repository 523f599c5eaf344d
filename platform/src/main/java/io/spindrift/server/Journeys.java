package io.spindrift.server;

import io.spindrift.app.AppKey;
import io.spindrift.app.AppState;
import io.spindrift.app.AppSummary;
import io.spindrift.app.Application;
import io.spindrift.app.ApplicationStore;
import io.spindrift.app.Attempt;
import io.spindrift.history.AppRun;
import io.spindrift.history.History;
import io.spindrift.history.Intake;
import io.spindrift.history.MemorySample;
import io.spindrift.history.RunId;
import io.spindrift.runtime.ClusterRuntime;
import io.spindrift.runtime.Container;
import io.spindrift.runtime.Exit;
import io.spindrift.runtime.ExitReason;
import io.spindrift.runtime.Launch;
import io.spindrift.runtime.LaunchHinderedException;
import io.spindrift.runtime.LaunchId;
import io.spindrift.runtime.LaunchRefusedException;
import io.spindrift.runtime.MemoryReading;
import io.spindrift.runtime.Sighting;
import io.spindrift.submit.Submissions;
import io.spindrift.track.LogView;
import io.spindrift.track.Order;
import io.spindrift.track.StayLedger;
import io.spindrift.track.Tracking;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The way of an application, from one end to the other, written once.
///
/// Each beat looks at all there is and does what follows from it; nothing depends on having seen an
/// earlier beat, so that a crash between any two lines heals on the next. What is about to be done
/// was stored before. An application that fails here is logged and does not stop the others.
final class Journeys {
    private static final Logger LOG = System.getLogger(Journeys.class.getName());
    private static final Duration KILL_GRACE = Duration.ofSeconds(10);
    private static final Duration LOG_APPEARS_WITHIN = Duration.ofSeconds(5);
    private static final Duration FIGURES_EVERY = Duration.ofSeconds(2);

    private final String clusterId;
    private final ClusterRuntime runtime;
    private final Submissions submissions;
    private final ApplicationStore apps;
    private final Tracking tracking;
    private final History history;
    private final Intake intake;
    private final Ledgers ledgers;
    private final Launches launches;
    private final InstantSource clock;

    /// What the beat that goes on has seen.
    private Map<LaunchId, Sighting> seen = Map.of();

    private Instant figuresAt = Instant.EPOCH;

    Journeys(
            String clusterId,
            ClusterRuntime runtime,
            Submissions submissions,
            ApplicationStore apps,
            StayLedger stays,
            History history,
            Intake intake,
            Ledgers ledgers,
            Launches launches,
            InstantSource clock) {
        this.clusterId = clusterId;
        this.runtime = runtime;
        this.submissions = submissions;
        this.apps = apps;
        this.tracking = new Tracking(apps, stays, this::log);
        this.history = history;
        this.intake = intake;
        this.ledgers = ledgers;
        this.launches = launches;
        this.clock = clock;
    }

    /// One beat: see, decide, carry out, let the next ones in.
    ///
    /// @return whether something moved, so that the next beat should come at once
    boolean beat() {
        runtime.tend();
        launches.outcomes().forEach(this::heed);
        List<Sighting> sightings = runtime.sightings();
        seen = sightings.stream().collect(Collectors.toMap(Sighting::id, each -> each));
        sightings.forEach(this::follow);
        sumUpNowAndThen();
        Map<AppKey, AppState> before = live();
        List<Order> orders = tracking.beat(clusterId, sightings, clock.instant());
        orders.forEach(this::carryOut);
        Set<AppKey> ended = ended(before);
        tellBegun(before);
        ended.forEach(this::settle);
        for (Application app : submissions.admit(clusterId, sightings)) {
            LOG.log(Level.INFO, "admitted app=" + app.id());
            launch(new LaunchId(app.id(), app.progress().attempts().size()));
        }
        return !ended.isEmpty();
    }

    /// Has the memory of containers kept.
    void sample() {
        Map<RunId, List<MemorySample>> samples = new HashMap<>();
        for (MemoryReading reading : runtime.memory()) {
            samples.computeIfAbsent(run(reading.id()), id -> new ArrayList<>())
                    .add(sample(reading));
        }
        samples.forEach(intake::sampled);
    }

    /// For a cluster that nobody will see again: what is not over by then has ended unseen.
    void abandon() {
        Map<AppKey, AppState> before = live();
        tracking.beat(clusterId, List.of(), clock.instant());
        ended(before).forEach(this::settle);
    }

    private void follow(Sighting sighting) {
        @Nullable Path log = sighting.eventLogs();
        if (log == null) {
            return;
        }
        Optional<AppSummary> app = apps.summary(key(sighting.id()));
        if (app.isPresent() && !app.get().state().terminal()) {
            intake.follow(run(sighting.id()), log, app.get().jobId());
        }
    }

    private LogView log(LaunchId id) {
        RunId runId = run(id);
        Intake.LogState state = intake.logState(runId);
        if (state == Intake.LogState.ABSENT) {
            return new LogView(wroteNone(id), null, false, 0, lastWords(id));
        }
        Optional<AppRun> run = history.run(runId);
        if (run.isEmpty()) {
            return LogView.NOTHING;
        }
        String sparkAppId = run.get().sparkAppId();
        String logged = Sentences.failure(history, runId);
        return new LogView(
                state == Intake.LogState.READ_TO_END,
                sparkAppId.isEmpty() ? null : sparkAppId,
                run.get().streaming(),
                run.get().totals().issues().errors(),
                logged == null ? lastWords(id) : logged);
    }

    /// What a driver that failed said last, when no job of Spark's failed.
    private @Nullable String lastWords(LaunchId id) {
        Sighting sighting = seen.get(id);
        Exit exit = sighting == null ? null : sighting.driver().map(Container::exit).orElse(null);
        boolean failed = exit != null && exit.reason() == ExitReason.FAILED;
        return failed ? LastWords.of(runtime.logs(), id) : null;
    }

    /// A driver that ended before Spark began leaves no log, which need not be waited for.
    private boolean wroteNone(LaunchId id) {
        Sighting sighting = seen.get(id);
        @Nullable Instant endedAt =
                apps.get(key(id))
                        .flatMap(app -> app.progress().lastAttempt())
                        .map(Attempt::endedAt)
                        .orElse(null);
        boolean noLogHere = sighting != null && sighting.eventLogs() == null;
        return endedAt != null
                && (noLogHere || clock.instant().isAfter(endedAt.plus(LOG_APPEARS_WITHIN)));
    }

    private void carryOut(Order order) {
        try {
            switch (order) {
                case Order.Launch launch -> launch(launch.id());
                case Order.Kill kill -> runtime.kill(kill.id(), KILL_GRACE);
                case Order.CloseLog close -> intake.close(run(close.id()), close.driverEndedAt());
                case Order.Forget forget -> forget(forget.id());
            }
        } catch (RuntimeException e) {
            LOG.log(
                    Level.ERROR,
                    "cannot carry out an order, will be tried again app=" + order.id().appId(),
                    e);
        }
    }

    private void launch(LaunchId id) {
        launches.order(id, () -> apps.get(key(id)).flatMap(app -> wanted(app, id)));
    }

    /// An application may have been stopped while its launch waited for its turn.
    private static Optional<Launch> wanted(Application app, LaunchId id) {
        boolean wanted =
                app.holdsRoom()
                        && app.progress().stop() == null
                        && app.progress().attempts().size() == id.attempt()
                        && app.progress().attempts().getLast().failure() == null;
        return wanted ? Optional.of(Submissions.launch(app)) : Optional.empty();
    }

    private void heed(Launches.Outcome outcome) {
        LaunchId id = outcome.id();
        switch (outcome.failure()) {
            case null ->
                    LOG.log(Level.INFO, "launched app=" + id.appId() + " attempt=" + id.attempt());
            case LaunchRefusedException e -> {
                String sentence = String.valueOf(e.getMessage());
                tracking.refused(key(id), sentence, clock.instant());
                LOG.log(Level.WARNING, "launch refused: " + sentence + " app=" + id.appId());
            }
            case LaunchHinderedException e -> {
                String sentence = String.valueOf(e.getMessage());
                boolean news = tracking.failed(key(id), id, e.reason(), sentence, clock.instant());
                LOG.log(
                        news ? Level.INFO : Level.DEBUG,
                        "launch hindered, will be tried again: " + sentence + " app=" + id.appId());
            }
            case RuntimeException e -> {
                String sentence = "it could not be started: " + e.getMessage();
                boolean news = tracking.failed(key(id), id, null, sentence, clock.instant());
                LOG.log(
                        news ? Level.WARNING : Level.DEBUG,
                        "launch failed, will be tried again app=" + id.appId(),
                        e);
            }
        }
    }

    /// Its cost is booked before the last witness of it goes.
    private void forget(LaunchId id) {
        Optional<Application> app = apps.get(key(id));
        if (app.isPresent() && app.get().state().terminal()) {
            sumUp(app.get().key());
            ledgers.book(app.get(), clock.instant());
        }
        app.ifPresent(each -> intake.outcome(run(id), outcome(each, id).name()));
        runtime.forget(id);
    }

    /// An attempt that another followed, or will follow, failed; unless it is one of those that are
    /// always followed by another.
    private static AppState outcome(Application app, LaunchId id) {
        List<Attempt> attempts = app.progress().attempts();
        if (id.attempt() == attempts.size() && app.state().terminal()) {
            return app.state();
        }
        boolean well = attempts.get(id.attempt() - 1).succeeded();
        return well ? AppState.COMPLETED : AppState.FAILED;
    }

    /// Not only once its last attempt is forgotten: one whose retry could not be launched has none.
    private void settle(AppKey key) {
        sumUp(key);
        try {
            apps.get(key).ifPresent(app -> ledgers.book(app, clock.instant()));
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "cannot book what it cost app=" + key.appId(), e);
        }
    }

    private Map<AppKey, AppState> live() {
        return apps.live().stream()
                .filter(app -> app.clusterId().equals(clusterId))
                .collect(Collectors.toMap(AppSummary::key, AppSummary::state));
    }

    private Set<AppKey> ended(Map<AppKey, AppState> before) {
        Set<AppKey> still = live().keySet();
        Set<AppKey> ended =
                before.keySet().stream()
                        .filter(key -> !still.contains(key))
                        .collect(Collectors.toSet());
        ended.forEach(key -> apps.get(key).ifPresent(Journeys::tellEnded));
        return ended;
    }

    private static void tellEnded(Application app) {
        String failure = app.progress().failure();
        LOG.log(
                Level.INFO,
                "ended "
                        + app.state()
                        + (failure == null ? "" : ": " + failure)
                        + " app="
                        + app.id());
    }

    private void tellBegun(Map<AppKey, AppState> before) {
        live().forEach((key, state) -> {
            AppState was = before.get(key);
            if (state == AppState.RUNNING && was != null && was != state) {
                LOG.log(Level.INFO, "running app=" + key.appId());
            }
        });
    }

    private void sumUpNowAndThen() {
        Instant now = clock.instant();
        if (now.isBefore(figuresAt.plus(FIGURES_EVERY))) {
            return;
        }
        figuresAt = now;
        apps.live().stream()
                .filter(app -> app.clusterId().equals(clusterId) && app.attempts() > 0)
                .map(AppSummary::key)
                .forEach(this::sumUp);
    }

    private void sumUp(AppKey key) {
        try {
            Instant now = clock.instant();
            apps.get(key).ifPresent(app -> apps.updateFigures(key, ledgers.figures(app, now), now));
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "cannot sum up, will be tried again app=" + key.appId(), e);
        }
    }

    private AppKey key(LaunchId id) {
        return new AppKey(clusterId, id.appId());
    }

    private static RunId run(LaunchId id) {
        return new RunId(id.appId(), id.attempt());
    }

    private static MemorySample sample(MemoryReading reading) {
        return new MemorySample(
                reading.container().name(),
                reading.at(),
                reading.jvmBytes(),
                reading.pythonBytes(),
                reading.otherBytes(),
                reading.limitBytes());
    }
}
