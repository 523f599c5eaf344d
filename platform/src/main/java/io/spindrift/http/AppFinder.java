package io.spindrift.http;

import io.spindrift.app.AppKey;
import io.spindrift.app.AppSummary;
import io.spindrift.app.Application;
import io.spindrift.app.ApplicationStore;
import io.spindrift.cluster.Cluster;
import io.spindrift.cluster.ClusterStore;
import io.spindrift.history.History;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The application that a path means: by its id in its cluster, or by its internal id.
final class AppFinder {
    private static final Pattern UUID_FORM =
            Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /// Stands for whichever cluster it is, in links that know only the application, as long as no
    /// cluster has that name.
    static final String ANY_CLUSTER = "any";

    private final ApplicationStore apps;
    private final ClusterStore clusters;
    private final History history;

    AppFinder(ApplicationStore apps, ClusterStore clusters, History history) {
        this.apps = apps;
        this.clusters = clusters;
        this.history = history;
    }

    Cluster cluster(Call call) {
        String id = call.clusterId();
        return clusters.get(id)
                .orElseThrow(() -> RefusedException.notFound("there is no cluster '" + id + "'"));
    }

    Application app(Call call) {
        String cluster = call.clusterId();
        String app = call.appId();
        // What ran on a cluster stays when the cluster goes.
        boolean known = any(cluster) || apps.get(new AppKey(cluster, app)).isPresent();
        return find(known ? cluster : cluster(call).id(), app);
    }

    private boolean any(String clusterId) {
        return clusterId.equals(ANY_CLUSTER) && clusters.get(clusterId).isEmpty();
    }

    /// By our id or by Spark's; the newest where several clusters have one of that name.
    private Application anywhere(String appId) {
        List<String> ids =
                Stream.concat(
                                Stream.of(appId),
                                history.attempts(appId).stream().map(run -> run.id().appId()))
                        .toList();
        return apps.all().stream()
                .filter(app -> ids.contains(app.id()))
                .max(Comparator.comparing(AppSummary::createdAt))
                .flatMap(app -> apps.get(new AppKey(app.clusterId(), app.id())))
                .orElseThrow(() -> unknown(appId));
    }

    Application find(String clusterId, String appId) {
        if (any(clusterId)) {
            return anywhere(appId);
        }
        Optional<Application> byId = apps.get(new AppKey(clusterId, appId));
        if (byId.isPresent() || !UUID_FORM.matcher(appId).matches()) {
            return byId.orElseThrow(() -> unknown(appId));
        }
        return apps.find(UUID.fromString(appId))
                .filter(key -> key.clusterId().equals(clusterId))
                .flatMap(apps::get)
                .orElseThrow(() -> unknown(appId));
    }

    static RefusedException unknown(String appId) {
        return RefusedException.notFound("there is no application '" + appId + "' here");
    }
}
