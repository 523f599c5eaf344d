package io.spindrift.http;

import io.spindrift.app.AppKey;
import io.spindrift.app.Application;
import io.spindrift.app.ApplicationStore;
import io.spindrift.cluster.Cluster;
import io.spindrift.cluster.ClusterStore;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// The application that a path means: by its id in its cluster, or by its internal id.
final class AppFinder {
    private static final Pattern UUID_FORM =
            Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final ApplicationStore apps;
    private final ClusterStore clusters;

    AppFinder(ApplicationStore apps, ClusterStore clusters) {
        this.apps = apps;
        this.clusters = clusters;
    }

    Cluster cluster(Call call) {
        String id = call.clusterId();
        return clusters.get(id)
                .orElseThrow(() -> RefusedException.notFound("there is no cluster '" + id + "'"));
    }

    Application app(Call call) {
        return find(cluster(call).id(), call.appId());
    }

    Application find(String clusterId, String appId) {
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
