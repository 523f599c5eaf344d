package io.spindrift.server;

import io.spindrift.app.AppIds;
import io.spindrift.app.AppKey;
import io.spindrift.app.AppState;
import io.spindrift.app.AppSummary;
import io.spindrift.app.Application;
import io.spindrift.app.ApplicationStore;
import io.spindrift.app.EffectiveConfig;
import io.spindrift.app.ObservedConfig;
import io.spindrift.app.SubmissionSource;
import io.spindrift.cluster.Cluster;
import io.spindrift.cluster.ClusterKind;
import io.spindrift.cluster.ClusterState;
import io.spindrift.cluster.ClusterStore;
import io.spindrift.history.AppRun;
import io.spindrift.history.EnvironmentRun;
import io.spindrift.history.RunId;
import io.spindrift.history.ingest.LogSources;
import io.spindrift.history.ingest.PushedLogs;
import io.spindrift.history.ingest.SourceState;
import io.spindrift.history.store.HistoryStore;
import io.spindrift.history.store.HistoryStore.Known;
import io.spindrift.observe.Observer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Shows runs that others started as applications: those whose logs lie in places of theirs, and
/// those that their drivers pushed.
///
/// Applications mirror runs: on each beat those that changed, and at the start those that differ.
/// So a crash between the two heals. For one thread.
final class Observations {
    private static final Logger LOG = System.getLogger(Observations.class.getName());
    private static final String PUSHED = "Pushed by the agent";

    private final Map<String, String> places;
    private final String pushed;
    private final HistoryStore history;
    private final PushedLogs pushes;
    private final LogSources sources;
    private final ApplicationStore apps;
    private final ClusterStore clusters;
    private final InstantSource clock;

    /// Clusters that we run applications on ourselves.
    private List<String> operated = List.of();

    /// Runs whose application could not be written.
    private final Set<RunId> again = new HashSet<>();

    /// @param places the name of a cluster by the address of its logs
    /// @param pushed the folder of pushed logs
    Observations(
            Map<String, String> places,
            Path pushed,
            HistoryStore history,
            PushedLogs pushes,
            LogSources sources,
            ApplicationStore apps,
            ClusterStore clusters,
            InstantSource clock) {
        this.places = Map.copyOf(places);
        this.pushed = pushed.toAbsolutePath().normalize() + "/";
        this.history = history;
        this.pushes = pushes;
        this.sources = sources;
        this.apps = apps;
        this.clusters = clusters;
        this.clock = clock;
    }

    /// After the start of history, before the first beat.
    void start() {
        sources.start();
        places.values().forEach(name -> put(name, name, ClusterState.PROGRESSING, null));
        for (Cluster cluster : clusters.list()) {
            boolean known =
                    places.containsValue(cluster.id())
                            || cluster.id().equals(ObservedSettings.AGENT);
            if (cluster.kind() == ClusterKind.EXTERNAL && !known) {
                put(
                        cluster.id(),
                        cluster.displayName(),
                        ClusterState.UNKNOWN,
                        "its event logs are not among observed-logs any more");
            }
        }
        for (Known each : history.logs()) {
            if (owner(each.log()) != null && differs(each)) {
                again.add(each.run());
            }
        }
    }

    /// Looks for new logs, where it is time. Before each reading.
    ///
    /// @return whether logs wait to be read
    boolean look() {
        boolean waiting = sources.look();
        for (SourceState state : sources.states()) {
            String name = places.get(state.address());
            if (name == null || (state.problem() == null && state.listedAt() == null)) {
                continue;
            }
            put(
                    name,
                    name,
                    state.problem() == null ? ClusterState.AVAILABLE : ClusterState.UNREACHABLE,
                    state.problem());
        }
        return waiting;
    }

    /// Brings the applications of these runs, and of those that failed before, in step.
    void see(Collection<RunId> changed) {
        Set<RunId> runs = new LinkedHashSet<>(again);
        runs.addAll(changed);
        again.clear();
        operated = operated();
        Set<String> done = new HashSet<>();
        for (RunId run : runs) {
            try {
                if (!done.contains(run.appId()) && mirror(run)) {
                    done.add(run.appId());
                }
                twinsOf(run).forEach(this::mirror);
            } catch (RuntimeException e) {
                again.add(run);
                LOG.log(
                        Level.ERROR,
                        "cannot show an observed run, will be tried again app=" + run.appId(),
                        e);
            }
        }
    }

    /// A driver of ours that is given the plugin under Spark's id, or whose log is copied to a
    /// place, was seen there before its own log told that id.
    private List<RunId> twinsOf(RunId run) {
        Optional<AppRun> own = history.run(run).filter(each -> isOurs(run.appId()));
        return own.stream()
                .flatMap(each -> history.namesakes(each.sparkAppId()).stream())
                .filter(other -> isSame(own.get(), other))
                .map(AppRun::id)
                .toList();
    }

    /// Whether one of ours tells the same driver.
    private boolean isTwin(AppRun run) {
        return history.namesakes(run.sparkAppId()).stream()
                .anyMatch(other -> isSame(run, other) && isOurs(other.id().appId()));
    }

    /// Ids of standalone clusters count by the second, so that two drivers may have the same.
    private static boolean isSame(AppRun one, AppRun other) {
        return !one.id().equals(other.id())
                && !one.sparkAppId().isEmpty()
                && one.sparkAppId().equals(other.sparkAppId())
                && one.startedAt().equals(other.startedAt())
                && one.user().equals(other.user());
    }

    private boolean mirror(RunId run) {
        Optional<String> owner = history.known(run).map(known -> owner(known.log()));
        if (owner.isEmpty() || !AppIds.validObservedId(run.appId()) || isOurs(run.appId())) {
            return false;
        }
        List<AppRun> attempts =
                history.attempts(run.appId()).stream()
                        .filter(each -> each.id().appId().equals(run.appId()))
                        .filter(Observer::visible)
                        .filter(each -> !isTwin(each))
                        .toList();
        boolean agent = owner.get().equals(ObservedSettings.AGENT);
        if (attempts.isEmpty()) {
            apps.forget(new AppKey(owner.get(), run.appId()));
            if (agent && history.run(run).filter(this::isTwin).isPresent()) {
                pushes.leave(run);
            }
            return false;
        }
        if (agent) {
            put(ObservedSettings.AGENT, PUSHED, ClusterState.AVAILABLE, null);
        }
        AppRun last = attempts.getFirst();
        boolean failed = Observer.state(last) == AppState.FAILED;
        Application app =
                Observer.application(
                        new AppKey(owner.get(), run.appId()),
                        agent ? SubmissionSource.AGENT : SubmissionSource.EVENT_LOG,
                        attempts,
                        config(last),
                        failed ? Sentences.failure(history, last.id()) : null);
        apps.mirror(app);
        forgetElsewhere(app.key());
        return true;
    }

    /// A run that was pushed in parts may be read from its log by now.
    private void forgetElsewhere(AppKey here) {
        if (!here.clusterId().equals(ObservedSettings.AGENT)) {
            apps.forget(new AppKey(ObservedSettings.AGENT, here.appId()));
        }
        for (String name : places.values()) {
            if (!here.clusterId().equals(name)) {
                apps.forget(new AppKey(name, here.appId()));
            }
        }
    }

    private EffectiveConfig config(AppRun run) {
        EnvironmentRun environment = history.environment(run.id()).orElse(EnvironmentRun.NONE);
        return ObservedConfig.of(
                run.sparkVersion(),
                map(environment.sparkProperties()),
                map(environment.systemProperties()).getOrDefault("sun.java.command", ""));
    }

    private static Map<String, String> map(List<EnvironmentRun.Property> properties) {
        return properties.stream()
                .collect(
                        Collectors.toMap(
                                EnvironmentRun.Property::key,
                                EnvironmentRun.Property::value,
                                (one, other) -> one));
    }

    /// Whether what is pushed, or lies there, is of an application that we run ourselves.
    private boolean isOurs(String appId) {
        return operated.stream().anyMatch(id -> apps.summary(new AppKey(id, appId)).isPresent());
    }

    private List<String> operated() {
        return clusters.list().stream()
                .filter(cluster -> cluster.kind().takesApplications())
                .map(Cluster::id)
                .toList();
    }

    /// Asks only what is in memory, for there may be very many.
    private boolean differs(Known known) {
        RunId id = known.run();
        String owner = owner(known.log());
        Optional<AppRun> run = history.run(id);
        if (run.isEmpty() || owner == null || !AppIds.validObservedId(id.appId())) {
            return false;
        }
        Optional<AppSummary> app = apps.summary(new AppKey(owner, id.appId()));
        return app.isEmpty()
                || app.get().updatedAt().isBefore(run.get().updatedAt())
                || app.get().state() != Observer.state(run.get());
    }

    /// The cluster that a log is of; null for our own.
    private @Nullable String owner(String log) {
        if (log.startsWith(pushed)) {
            return ObservedSettings.AGENT;
        }
        for (Map.Entry<String, String> place : places.entrySet()) {
            if (log.startsWith(place.getKey() + "/")) {
                return place.getValue();
            }
        }
        return null;
    }

    private void put(String id, String name, ClusterState state, @Nullable String reason) {
        Cluster before = clusters.get(id).orElse(null);
        if (before != null && before.state() == state && Objects.equals(before.reason(), reason)) {
            return;
        }
        Instant now = clock.instant();
        clusters.put(
                before == null
                        ? new Cluster(id, name, ClusterKind.EXTERNAL, state, reason, now, now)
                        : before.in(state, reason, now));
    }
}
