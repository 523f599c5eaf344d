package io.spindrift.server;

import io.spindrift.app.AppIds;
import io.spindrift.app.AppKey;
import io.spindrift.app.AppState;
import io.spindrift.app.AppSummary;
import io.spindrift.app.ApplicationStore;
import io.spindrift.cluster.Cluster;
import io.spindrift.cluster.ClusterLoadStore;
import io.spindrift.cluster.ClusterStore;
import io.spindrift.cluster.LoadCurve;
import io.spindrift.cluster.LoadSample;
import io.spindrift.http.ClusterRecords;
import io.spindrift.http.PlatformLine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Remembers how clusters were: how loaded, and what was decided and done on them.
final class Chronicle implements ClusterRecords, AutoCloseable {
    /// How often the load is looked at: what comes and goes in between is not seen.
    static final Duration BEAT = Duration.ofSeconds(10);

    private static final Duration TRIMMED_EVERY = Duration.ofHours(1);

    private final ApplicationStore apps;
    private final ClusterStore clusters;
    private final ClusterLoadStore loads;
    private final ControllerLog log;
    private final InstantSource clock;
    private Instant trimmedAt = Instant.EPOCH;

    /// @param logger what is logged by this and those below it
    Chronicle(
            ApplicationStore apps,
            ClusterStore clusters,
            ClusterLoadStore loads,
            Logger logger,
            InstantSource clock) {
        this.apps = apps;
        this.clusters = clusters;
        this.loads = loads;
        this.log = new ControllerLog(logger, this::clusterOf);
        this.clock = clock;
    }

    boolean beat() {
        Instant now = clock.instant();
        loads.add(seen(), now);
        log.sort();
        if (!now.isBefore(trimmedAt.plus(TRIMMED_EVERY))) {
            trimmedAt = now;
            loads.trim(now);
        }
        return false;
    }

    private Map<String, LoadSample> seen() {
        Map<String, LoadSample> seen = new HashMap<>();
        clusters.list().forEach(cluster -> seen.put(cluster.id(), LoadSample.NONE));
        for (AppSummary app : apps.live()) {
            seen.computeIfPresent(app.clusterId(), (id, sum) -> sum.plus(sample(app)));
        }
        return seen;
    }

    private static LoadSample sample(AppSummary app) {
        boolean given = app.holdsRoom() && !app.observed();
        return new LoadSample(
                app.state() == AppState.RUNNING ? 1 : 0,
                app.state() == AppState.PENDING ? 1 : 0,
                given ? app.requestedMilliCores() : 0);
    }

    private Optional<String> clusterOf(String appId, @Nullable String named) {
        if (!AppIds.validObservedId(appId)) {
            return Optional.empty();
        }
        return Stream.concat(Stream.ofNullable(named), clusters.list().stream().map(Cluster::id))
                .filter(id -> apps.summary(new AppKey(id, appId)).isPresent())
                .findFirst();
    }

    @Override
    public LoadCurve load(String clusterId, int days) {
        return loads.curve(clusterId, days, clock.instant());
    }

    @Override
    public List<PlatformLine> log(String clusterId) {
        return log.of(clusterId);
    }

    @Override
    public void close() {
        log.close();
    }
}
