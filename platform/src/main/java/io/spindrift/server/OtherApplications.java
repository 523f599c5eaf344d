package io.spindrift.server;

import io.spindrift.app.AppIds;
import io.spindrift.app.AppKey;
import io.spindrift.app.AppState;
import io.spindrift.app.AppSummary;
import io.spindrift.app.Application;
import io.spindrift.app.ApplicationStore;
import io.spindrift.app.EffectiveConfig;
import io.spindrift.app.ObservedConfig;
import io.spindrift.cluster.Cluster;
import io.spindrift.cluster.ClusterKind;
import io.spindrift.cluster.ClusterState;
import io.spindrift.cluster.ClusterStore;
import io.spindrift.history.store.HistoryStore;
import io.spindrift.observe.DriverObserver;
import io.spindrift.runtime.Declarations;
import io.spindrift.runtime.OtherDriver;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Shows the drivers that others start in a cluster of ours, as applications of a cluster beside
/// it: what is operated and what is looked at never share one. Where history has the same run, by
/// its event log or pushed, that is shown in its place.
final class OtherApplications {
    private static final String SUFFIX = "-observed";
    private static final int LONGEST_ID = 46;

    private final String clusterId;
    private final String beside;
    private final Declarations declarations;
    private final ClusterStore clusters;
    private final ApplicationStore apps;
    private final HistoryStore history;
    private final InstantSource clock;

    OtherApplications(String clusterId, Declarations declarations, ClusterParts parts) {
        this.clusterId = clusterId;
        int most = Math.min(clusterId.length(), LONGEST_ID - SUFFIX.length());
        this.beside = clusterId.substring(0, most) + SUFFIX;
        this.declarations = declarations;
        this.clusters = parts.clusters();
        this.apps = parts.apps();
        this.history = parts.history();
        this.clock = parts.clock();
    }

    void beat() {
        List<OtherDriver> drivers = declarations.otherDrivers().orElse(null);
        if (drivers == null) {
            return;
        }
        Instant now = clock.instant();
        Set<AppKey> there = new HashSet<>();
        for (OtherDriver driver : drivers) {
            if (AppIds.validObservedId(driver.sparkAppId())) {
                AppKey key = new AppKey(beside, driver.sparkAppId());
                there.add(key);
                show(key, driver, now);
            }
        }
        for (AppSummary app : apps.live()) {
            if (app.clusterId().equals(beside) && !there.contains(app.key())) {
                apps.get(app.key()).ifPresent(left -> apps.mirror(gone(left, now)));
            }
        }
    }

    private void show(AppKey key, OtherDriver driver, Instant now) {
        if (!history.namesakes(driver.sparkAppId()).isEmpty()) {
            apps.forget(key);
            return;
        }
        List<Cluster> known = clusters.get(beside).stream().toList();
        if (known.isEmpty() || known.getFirst().state() != ClusterState.AVAILABLE) {
            clusters.put(
                    new Cluster(
                            beside,
                            "Observed on " + clusterId,
                            ClusterKind.EXTERNAL,
                            ClusterState.AVAILABLE,
                            null,
                            known.isEmpty() ? now : known.getFirst().createdAt(),
                            now));
        }
        EffectiveConfig config = ObservedConfig.of(driver.sparkVersion(), Map.of(), "");
        apps.mirror(DriverObserver.application(key, driver, config));
    }

    /// It ended while nobody looked.
    private static Application gone(Application app, Instant now) {
        String why = "its pod is gone; nobody saw its end";
        return app.with(app.progress().failing(why).entering(AppState.FAILED, now, why), now);
    }
}
