package io.spindrift.runtime.kube;

import io.fabric8.kubernetes.api.model.Event;
import io.spindrift.runtime.kube.pod.KubeSettings;
import io.spindrift.runtime.kube.pod.Labels;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// What is told of our pods, in each namespace that has some: the pods themselves, and what
/// Kubernetes says of them.
final class Watches implements AutoCloseable {
    private final KubeApi api;
    private final KubeSettings settings;
    private final KubeApi.PodListener seen;
    private final Consumer<Event> said;
    private final Map<String, KubeApi.PodWatch> pods = new ConcurrentHashMap<>();
    private final Map<String, KubeApi.EventWatch> events = new ConcurrentHashMap<>();

    Watches(KubeApi api, KubeSettings settings, KubeApi.PodListener seen, Consumer<Event> said) {
        this.api = api;
        this.settings = settings;
        this.seen = seen;
        this.said = said;
    }

    /// From now on until closed; again is no harm.
    void begin(String namespace) {
        String cluster = Labels.value(settings.clusterId());
        pods.computeIfAbsent(
                namespace, _ -> api.watch(namespace, Labels.CLUSTER_ID, cluster, seen));
        events.computeIfAbsent(namespace, _ -> api.watchEvents(namespace, said));
    }

    /// Whether the pods of a namespace that were told of are all there are, now.
    boolean synced(String namespace) {
        KubeApi.PodWatch watch = pods.get(namespace);
        return watch != null && watch.synced() && watch.watching();
    }

    @Override
    public void close() {
        pods.values().forEach(KubeApi.PodWatch::close);
        events.values().forEach(KubeApi.EventWatch::close);
    }
}
