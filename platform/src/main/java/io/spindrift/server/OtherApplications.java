package io.spindrift.server;

import io.spindrift.app.AppIds;
import io.spindrift.app.AppKey;
import io.spindrift.app.AppState;
import io.spindrift.app.AppSummary;
import io.spindrift.app.Application;
import io.spindrift.app.ApplicationStore;
import io.spindrift.app.DriverFigures;
import io.spindrift.app.DriverFiguresStore;
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
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;

/// Shows the drivers that others start in a cluster of ours, as applications of a cluster beside
/// it: what is operated and what is looked at never share one. Where history has the same run, by
/// its event log or pushed, that is shown in its place.
final class OtherApplications {
    private static final Logger LOG = System.getLogger(OtherApplications.class.getName());
    private static final String SUFFIX = "-observed";
    private static final int LONGEST_ID = 46;

    /// So long after a start, or after a namespace was taken away, its drivers may still be there.
    private static final Duration UNSEEN = Duration.ofMinutes(10);

    private final String clusterId;
    private final String beside;
    private final Declarations declarations;
    private final ClusterStore clusters;
    private final ApplicationStore apps;
    private final HistoryStore history;
    private final DriverFiguresStore figures;
    private final InstantSource clock;

    /// Since when nobody looks at the namespace of one that ran.
    private Map<AppKey, Instant> unseenSince = Map.of();

    OtherApplications(String clusterId, Declarations declarations, ClusterParts parts) {
        this.clusterId = clusterId;
        this.beside = beside(clusterId);
        this.declarations = declarations;
        this.clusters = parts.clusters();
        this.apps = parts.apps();
        this.history = parts.history();
        this.figures = parts.driverFigures();
        this.clock = parts.clock();
    }

    /// The cluster that they are shown in.
    static String beside(String clusterId) {
        int most = Math.min(clusterId.length(), LONGEST_ID - SUFFIX.length());
        return clusterId.substring(0, most) + SUFFIX;
    }

    void beat() {
        Declarations.Others others = declarations.otherDrivers().orElse(null);
        if (others == null) {
            return;
        }
        Instant now = clock.instant();
        Set<AppKey> there = new HashSet<>();
        for (OtherDriver driver : oneEach(others.drivers())) {
            if (AppIds.validObservedId(driver.sparkAppId())) {
                AppKey key = new AppKey(beside, driver.sparkAppId());
                there.add(key);
                show(key, driver, now);
            }
        }
        Map<AppKey, Instant> unseen = new HashMap<>();
        for (AppSummary app : apps.live()) {
            if (app.clusterId().equals(beside) && !there.contains(app.key())) {
                String namespace = app.labels().getOrDefault("namespace", "");
                boolean looked = others.namespaces().contains(namespace);
                Instant since = unseenSince.getOrDefault(app.key(), now);
                unseen.put(app.key(), since);
                if (looked) {
                    end(app.key(), "its pod is gone; nobody saw its end", now);
                } else if (now.isAfter(since.plus(UNSEEN))) {
                    end(app.key(), "the namespace " + namespace + " is looked at no more", now);
                }
            }
        }
        unseenSince = unseen;
    }

    /// An id that was given to several belongs to the one that runs, else to the newest.
    private static Collection<OtherDriver> oneEach(List<OtherDriver> drivers) {
        Comparator<OtherDriver> order =
                Comparator.comparing((OtherDriver driver) -> driver.exit() == null)
                        .thenComparing(OtherDriver::createdAt)
                        .thenComparing(OtherDriver::namespace)
                        .thenComparing(OtherDriver::pod);
        return drivers.stream()
                .collect(
                        Collectors.toMap(
                                OtherDriver::sparkAppId,
                                driver -> driver,
                                BinaryOperator.maxBy(order)))
                .values();
    }

    private void show(AppKey key, OtherDriver driver, Instant now) {
        if (!history.namesakes(driver.sparkAppId()).isEmpty()) {
            apps.forget(key);
            figures.delete(key);
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
        boolean news = apps.summary(key).isEmpty();
        DriverFigures told = figures.get(key).orElse(null);
        String version = DriverObserver.sparkVersion(driver, told);
        EffectiveConfig config = ObservedConfig.of(version, Map.of(), "");
        apps.mirror(DriverObserver.application(key, driver, config, told));
        if (news) {
            LOG.log(
                    Level.INFO,
                    "a driver of others is seen, started by {0} app={1} pod={2} cluster={3}",
                    driver.startedBy(),
                    driver.sparkAppId(),
                    driver.pod(),
                    beside);
        }
    }

    private void end(AppKey key, String why, Instant now) {
        apps.get(key).ifPresent(app -> apps.mirror(ended(app, why, now)));
    }

    private static Application ended(Application app, String why, Instant now) {
        return app.with(app.progress().failing(why).entering(AppState.FAILED, now, why), now);
    }
}
