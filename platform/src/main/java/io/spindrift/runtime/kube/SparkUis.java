package io.spindrift.runtime.kube;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.spindrift.runtime.ContainerId;
import io.spindrift.runtime.LaunchId;
import io.spindrift.runtime.kube.pod.Ports;
import java.net.InetSocketAddress;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Ways to drivers' own UIs, opened when they are asked for and shut when their driver has ended:
/// pods' addresses are mostly not to be reached from outside of their cluster. Thread-safe.
final class SparkUis {
    /// The one that was opened first goes where more are wanted.
    private static final int MOST_OPEN = 64;

    private final KubeApi api;
    private final Board board;
    private final Map<LaunchId, KubeApi.Forward> open = new LinkedHashMap<>();

    SparkUis(KubeApi api, Board board) {
        this.api = api;
        this.board = board;
    }

    /// Empty unless the driver lives and the API server leads to it.
    synchronized Optional<InetSocketAddress> of(LaunchId id) {
        Optional<PodSight> driver = driver(id);
        if (driver.isEmpty()) {
            shut(id);
            return Optional.empty();
        }
        KubeApi.Forward there = open.get(id);
        if (there != null && there.alive()) {
            return Optional.of(there.address());
        }
        shut(id);
        try {
            KubeApi.Forward made =
                    api.forward(driver.get().namespace(), driver.get().name(), Ports.UI_PORT);
            open.put(id, made);
            shutTooMany();
            return Optional.of(made.address());
        } catch (KubernetesClientException e) {
            return Optional.empty(); // not now: whoever looks tries again
        }
    }

    /// Shuts those whose driver has ended.
    synchronized void tend() {
        for (LaunchId id : List.copyOf(open.keySet())) {
            if (driver(id).isEmpty()) {
                shut(id);
            }
        }
    }

    synchronized void close() {
        open.values().forEach(KubeApi.Forward::close);
        open.clear();
    }

    private Optional<PodSight> driver(LaunchId id) {
        return board.read(
                        id,
                        attempt ->
                                attempt.driver().isPresent() && attempt.driverEndedAt() == null
                                        ? attempt.pod(ContainerId.DRIVER)
                                        : Optional.<PodSight>empty())
                .flatMap(pod -> pod);
    }

    private void shutTooMany() {
        Iterator<KubeApi.Forward> oldest = open.values().iterator();
        while (open.size() > MOST_OPEN && oldest.hasNext()) {
            oldest.next().close();
            oldest.remove();
        }
    }

    private void shut(LaunchId id) {
        KubeApi.Forward there = open.remove(id);
        if (there != null) {
            there.close();
        }
    }
}
