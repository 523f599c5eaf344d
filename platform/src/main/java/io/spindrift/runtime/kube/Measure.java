package io.spindrift.runtime.kube;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.spindrift.cluster.Capacity;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// How much a cluster has for applications: what its nodes offer, and no more than the quota of the
/// namespace. Asked of the API server now and then; what was known last stays while it is not
/// there. Where neither may be looked at, there is no bound. Thread-safe.
final class Measure implements Supplier<Capacity> {
    private static final Logger LOG = System.getLogger(KubeRuntime.class.getName());
    private static final Duration GOOD_FOR = Duration.ofSeconds(30);
    private static final BigDecimal MILLI = BigDecimal.valueOf(1000);
    private static final BigDecimal MIB = BigDecimal.valueOf(1 << 20);

    private final KubernetesClient client;
    private final String namespace;
    private final InstantSource clock;
    private volatile Capacity known = KubeParts.BOUNDLESS;
    private volatile boolean measured;
    private @Nullable Instant askedAt;

    Measure(KubernetesClient client, String namespace, InstantSource clock) {
        this.client = client;
        this.namespace = namespace;
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
            known = least(nodes(), quotas());
            measured = true;
        } catch (KubernetesClientException e) {
            LOG.log(
                    Level.DEBUG,
                    "cannot measure the cluster, what was known stays: {0} namespace={1}",
                    ApiWords.of(e),
                    namespace);
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
            Map<String, Quantity> has = node.getStatus().getAllocatable();
            if (usable && has != null) {
                sum = sum.plus(new Capacity(milli(has.get("cpu")), mib(has.get("memory"))));
            }
        }
        return nodes.isEmpty() ? KubeParts.BOUNDLESS : sum;
    }

    private Capacity quotas() {
        Capacity least = KubeParts.BOUNDLESS;
        for (ResourceQuota quota :
                allowed(() -> client.resourceQuotas().inNamespace(namespace).list().getItems())) {
            Map<String, Quantity> hard = quota.getSpec().getHard();
            if (hard != null) {
                Quantity cpu = hard.getOrDefault("requests.cpu", hard.get("cpu"));
                Quantity memory = hard.getOrDefault("requests.memory", hard.get("memory"));
                least =
                        least(
                                least,
                                new Capacity(
                                        cpu == null ? least.milliCores() : milli(cpu),
                                        memory == null ? least.memoryMib() : mib(memory)));
            }
        }
        return least;
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

    private static Capacity least(Capacity one, Capacity other) {
        return new Capacity(
                Math.min(one.milliCores(), other.milliCores()),
                Math.min(one.memoryMib(), other.memoryMib()));
    }

    private static long milli(@Nullable Quantity quantity) {
        return quantity == null
                ? 0
                : Quantity.getAmountInBytes(quantity).multiply(MILLI).longValue();
    }

    private static long mib(@Nullable Quantity quantity) {
        return quantity == null
                ? 0
                : Quantity.getAmountInBytes(quantity).divide(MIB, RoundingMode.DOWN).longValue();
    }
}
