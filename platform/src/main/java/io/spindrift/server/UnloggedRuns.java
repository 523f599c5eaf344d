package io.spindrift.server;

import io.spindrift.app.AppKey;
import io.spindrift.app.AppSummary;
import io.spindrift.app.Application;
import io.spindrift.app.ApplicationStore;
import io.spindrift.history.AppRun;
import io.spindrift.history.CoreTime;
import io.spindrift.history.EnvironmentRun;
import io.spindrift.history.History;
import io.spindrift.history.IssueCounts;
import io.spindrift.history.RunFacts;
import io.spindrift.history.RunId;
import io.spindrift.history.RunState;
import io.spindrift.history.RunTotals;
import io.spindrift.history.SearchIndex;
import io.spindrift.history.TaskCounts;
import io.spindrift.history.TaskMetrics;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Has applications found by search that ended and left no event log: killed while they waited,
/// refused, or failed before Spark began. Not safe for several threads.
///
/// Should a log come after all, history replaces what stands in the index then. It does that once
/// it knows the run: so whoever puts a document here, and history knows the run by then, puts what
/// history knows.
final class UnloggedRuns {
    private static final Logger LOG = System.getLogger(UnloggedRuns.class.getName());
    private static final int PUTS_A_BEAT = 200;
    private static final int BEATS_A_SWEEP = 15;
    private static final RunTotals NOTHING =
            new RunTotals(
                    0,
                    0,
                    0,
                    0,
                    0,
                    TaskCounts.NONE,
                    0,
                    0,
                    0,
                    0,
                    0,
                    TaskMetrics.NONE,
                    CoreTime.NONE,
                    0,
                    0,
                    0,
                    0,
                    0,
                    IssueCounts.NONE);
    private static final EnvironmentRun UNKNOWN =
            new EnvironmentRun(
                    "", "", "", List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    private final String clusterId;
    private final ApplicationStore apps;
    private final History history;
    private final SearchIndex index;

    /// Applications that ended and are found.
    private final Set<AppKey> settled = new HashSet<>();

    private Set<AppKey> live = Set.of();
    private long beats;

    UnloggedRuns(String clusterId, ApplicationStore apps, History history, SearchIndex index) {
        this.clusterId = clusterId;
        this.apps = apps;
        this.history = history;
        this.index = index;
    }

    /// @return whether there are more to put at once
    boolean beat() {
        List<AppKey> ended = ended();
        ended.stream().limit(PUTS_A_BEAT).forEach(this::settle);
        boolean more = ended.size() > PUTS_A_BEAT;
        beats = more ? 0 : beats + 1;
        return more;
    }

    /// Those that lived on the last beat, and now and then all.
    private List<AppKey> ended() {
        Set<AppKey> before = live;
        live = new HashSet<>();
        apps.live().forEach(app -> live.add(app.key()));
        List<AppSummary> looked =
                beats % BEATS_A_SWEEP == 0
                        ? List.copyOf(apps.all())
                        : before.stream()
                                .filter(key -> !live.contains(key))
                                .flatMap(key -> apps.summary(key).stream())
                                .toList();
        return looked.stream()
                .filter(app -> app.clusterId().equals(clusterId) && app.state().terminal())
                .map(AppSummary::key)
                .filter(key -> !settled.contains(key))
                .toList();
    }

    private void settle(AppKey key) {
        try {
            apps.get(key).ifPresent(this::put);
        } catch (RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    "cannot put an application without a log into the search index app="
                            + key.appId(),
                    e);
        }
        settled.add(key);
    }

    private void put(Application app) {
        RunId run = new RunId(app.id(), Math.max(1, app.progress().attempts().size()));
        if (history.run(run).isEmpty()) {
            index.put(facts(app, run), List.of());
            history.facts(run).ifPresent(facts -> index.put(facts, history.issues(run)));
        }
    }

    private static RunFacts facts(Application app, RunId run) {
        Instant began = app.startedAt().orElse(app.createdAt());
        Instant ended = app.startedAt().flatMap(started -> app.endedAt()).orElse(began);
        AppRun found =
                new AppRun(
                        run,
                        "",
                        null,
                        app.jobId(),
                        app.origin().displayName(),
                        app.origin().user(),
                        app.spec().sparkVersion(),
                        began,
                        ended,
                        ended,
                        RunState.ENDED,
                        null,
                        false,
                        false,
                        app.state().name(),
                        app.progress().failure(),
                        false,
                        NOTHING);
        return new RunFacts(found, List.of(), List.of(), List.of(), List.of(), UNKNOWN, List.of());
    }
}
