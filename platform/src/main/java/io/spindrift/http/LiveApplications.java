package io.spindrift.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spindrift.app.AppKey;
import io.spindrift.app.Application;
import io.spindrift.app.ApplicationStore;
import io.spindrift.cluster.Cluster;
import io.spindrift.cluster.ClusterStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Tells the feed of applications and clusters that changed, at most once a beat each, and only
/// while somebody listens. For one thread, but for [#changed].
public final class LiveApplications {
    private static final Duration LOAD_EVERY = Duration.ofSeconds(5);

    private final Feed feed;
    private final ApplicationStore apps;
    private final ClusterStore clusters;
    private final AppView view;
    private final ClusterRoutes clusterView;
    private final InstantSource clock;
    private final Set<AppKey> dirty = ConcurrentHashMap.newKeySet();
    private final Map<String, Told> told = new HashMap<>();

    public LiveApplications(Services services) {
        this.feed = services.feed();
        this.apps = services.apps();
        this.clusters = services.clusters();
        this.view = new AppView(services);
        this.clusterView =
                new ClusterRoutes(
                        services,
                        new AppFinder(services.apps(), services.clusters(), services.history()));
        this.clock = services.clock();
    }

    /// Notes that an application changed; returns at once.
    public void changed(Application app) {
        if (feed.heard()) {
            dirty.add(app.key());
        }
    }

    /// Sends what was noted.
    public void publish() {
        if (!feed.heard()) {
            dirty.clear();
            return;
        }
        for (AppKey key : Set.copyOf(dirty)) {
            dirty.remove(key);
            apps.get(key).ifPresent(this::publish);
        }
        clusters.list().forEach(this::publish);
    }

    private void publish(Application app) {
        ObjectNode row = view.row(app, clock.instant());
        feed.publish("application", app.clusterId(), app.id(), row);
    }

    /// Its load always changes, which alone is told only now and then.
    private void publish(Cluster cluster) {
        ObjectNode json = clusterView.json(cluster);
        ObjectNode withoutLoad = json.deepCopy().without("load");
        Instant now = clock.instant();
        Told last = told.get(cluster.id());
        if (last == null
                || !last.withoutLoad().equals(withoutLoad)
                || now.isAfter(last.at().plus(LOAD_EVERY))) {
            told.put(cluster.id(), new Told(now, withoutLoad));
            feed.publish("cluster", cluster.id(), null, json);
        }
    }

    private record Told(Instant at, ObjectNode withoutLoad) {}
}
