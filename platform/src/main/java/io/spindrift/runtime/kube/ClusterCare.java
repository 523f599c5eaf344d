package io.spindrift.runtime.kube;

import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.spindrift.runtime.Health;
import io.spindrift.runtime.kube.pod.KubeSettings;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;

/// [Care] of a real cluster.
record ClusterCare(
        KubernetesClient client,
        KubeSettings settings,
        DriverSigns drivers,
        Rehearsal rehearsal,
        WatchedNamespaces namespaces)
        implements Care {
    private static final long MOST_NODES = 1000;

    @Override
    public Health examine() {
        return Doctor.examine(client, settings, drivers, rehearsal);
    }

    @Override
    public List<Node> nodes() {
        try {
            return client.nodes()
                    .list(new ListOptionsBuilder().withLimit(MOST_NODES).build())
                    .getItems();
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
                return List.of();
            }
            throw new ApiTroubleException(ApiWords.of(e), e);
        }
    }

    @Override
    public List<String> provision() {
        namespaces.look();
        List<String> made = new ArrayList<>();
        for (String namespace : namespaces.known()) {
            for (String each : Provision.make(client, settings.in(namespace))) {
                boolean own = namespace.equals(settings.namespace());
                made.add(own ? each : each + " in " + namespace);
            }
        }
        return made;
    }
}
