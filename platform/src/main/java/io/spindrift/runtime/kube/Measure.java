package io.spindrift.runtime.kube;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.spindrift.cluster.Capacity;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// How much a cluster has for applications: what its nodes offer. Asked of the API server now and
/// then; what was known last stays while it is not there. Where nodes may not be looked at, there
/// is no bound. Thread-safe.
final class Measure implements Supplier<Capacity> {
    private static final Logger LOG = System.getLogger(KubeRuntime.class.getName());
    private static final Duration GOOD_FOR = Duration.ofSeconds(30);

    private final KubernetesClient client;
    private final InstantSource clock;
    private volatile Capacity known = KubeParts.BOUNDLESS;
    private volatile boolean measured;
    private @Nullable Instant askedAt;

    Measure(KubernetesClient client, InstantSource clock) {
        this.client = client;
        this.clock = clock;
    }

    /// Waits for the API server only as long as nothing is known; else what is known is measured
    /// anew beside the caller, whom a server that is silent must not hold up.
    @Override
    public Capacity get() {
        if (due()) {
            if (measured) {
                Thread.startVirtualThread(this::measure);
            } else {
                measure();
            }
        }
        return known;
    }

    private void measure() {
        try {
            known = nodes();
            measured = true;
        } catch (KubernetesClientException e) {
            LOG.log(
                    Level.DEBUG,
                    "cannot measure the cluster, what was known stays: {0}",
                    ApiWords.of(e));
        }
    }

    private synchronized boolean due() {
        Instant now = clock.instant();
        if (askedAt != null && now.isBefore(askedAt.plus(GOOD_FOR))) {
            return false;
        }
        askedAt = now;
        return true;
    }

    private Capacity nodes() {
        List<Node> nodes = allowed(() -> client.nodes().list().getItems());
        Capacity sum = Capacity.NONE;
        for (Node node : nodes) {
            boolean usable = !Boolean.TRUE.equals(node.getSpec().getUnschedulable());
            if (usable) {
                sum = sum.plus(Amounts.capacity(node.getStatus().getAllocatable()));
            }
        }
        return nodes.isEmpty() ? KubeParts.BOUNDLESS : sum;
    }

    private static <T> List<T> allowed(Supplier<List<T>> question) {
        try {
            return question.get();
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
                return List.of();
            }
            throw e;
        }
    }
}
