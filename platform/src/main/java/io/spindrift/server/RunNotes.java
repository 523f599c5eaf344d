package io.spindrift.server;

import io.spindrift.app.AppIds;
import io.spindrift.app.AppKey;
import io.spindrift.app.AppSummary;
import io.spindrift.app.ApplicationStore;
import io.spindrift.cluster.Cluster;
import io.spindrift.cluster.ClusterStore;
import io.spindrift.history.RunId;
import io.spindrift.history.RunLabels;
import java.util.stream.Stream;

/// What the platform knows of a run beside its event log, for search.
final class RunNotes {
    private static final long NANOS_IN_A_MILLIONTH = 1_000;

    private RunNotes() {}

    /// Of our own cluster's application of this id, else of the first that another has.
    static RunLabels of(ApplicationStore apps, ClusterStore clusters, RunId run) {
        if (!AppIds.validObservedId(run.appId())) {
            return RunLabels.NONE;
        }
        return Stream.concat(Stream.of(Cluster.LOCAL), clusters.list().stream().map(Cluster::id))
                .flatMap(id -> apps.summary(new AppKey(id, run.appId())).stream())
                .findFirst()
                .map(RunNotes::of)
                .orElse(RunLabels.NONE);
    }

    private static RunLabels of(AppSummary app) {
        Long nanos = app.figures().costNanos();
        boolean ours = app.clusterId().equals(Cluster.LOCAL);
        return new RunLabels(
                app.clusterId(),
                ours ? app.type().text() : null,
                nanos == null ? null : nanos / NANOS_IN_A_MILLIONTH);
    }
}
