package io.spindrift.e2e.kube;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Every driver's pod that there ever was in a namespace, by attempt: two of one attempt would be
/// an application that was submitted twice.
final class Drivers implements AutoCloseable {
    private final Map<String, Set<String>> uids = new TreeMap<>();
    private final SharedIndexInformer<Pod> informer;

    Drivers(Space space) {
        informer =
                space.client()
                        .pods()
                        .inNamespace(space.namespace())
                        .withLabel("spark-role", "driver")
                        .runnableInformer(0)
                        .addEventHandler(new Note())
                        .exceptionHandler((_, _) -> true);
        informer.start();
    }

    /// By the name of the attempt.
    synchronized Map<String, Set<String>> uids() {
        return new TreeMap<>(uids);
    }

    private synchronized void note(Pod pod) {
        String attempt = pod.getMetadata().getLabels().getOrDefault("spark-app-selector", "?");
        uids.computeIfAbsent(attempt, _ -> new TreeSet<>()).add(pod.getMetadata().getUid());
    }

    @Override
    public void close() {
        informer.close();
    }

    private final class Note implements ResourceEventHandler<Pod> {
        @Override
        public void onAdd(Pod pod) {
            note(pod);
        }

        @Override
        public void onUpdate(Pod before, Pod pod) {
            note(pod);
        }

        @Override
        public void onDelete(Pod pod, boolean unknown) {
            note(pod);
        }
    }
}
