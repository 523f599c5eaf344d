package io.spindrift.runtime.kube;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The pods of a watch, each without what nobody here reads: its volumes, variables and managed
/// fields are most of it.
final class TrimmedPods implements ItemStore<Pod> {
    private final ConcurrentHashMap<String, Pod> pods = new ConcurrentHashMap<>();

    static Pod trimmed(Pod pod) {
        PodSpec spec = pod.getSpec();
        return new PodBuilder()
                .withMetadata(
                        new ObjectMetaBuilder(pod.getMetadata())
                                .withManagedFields()
                                .withOwnerReferences()
                                .build())
                .withSpec(
                        spec == null
                                ? null
                                : new PodSpecBuilder().withNodeName(spec.getNodeName()).build())
                .withStatus(pod.getStatus())
                .build();
    }

    @Override
    public String getKey(Pod pod) {
        return Cache.metaNamespaceKeyFunc(pod);
    }

    @Override
    public @Nullable Pod put(String key, Pod pod) {
        return pods.put(key, trimmed(pod));
    }

    @Override
    public @Nullable Pod remove(String key) {
        return pods.remove(key);
    }

    @Override
    public Stream<String> keySet() {
        return pods.keySet().stream();
    }

    @Override
    public Stream<Pod> values() {
        return pods.values().stream();
    }

    @Override
    public int size() {
        return pods.size();
    }

    @Override
    public @Nullable Pod get(String key) {
        return pods.get(key);
    }
}
