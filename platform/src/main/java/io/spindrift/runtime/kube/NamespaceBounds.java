package io.spindrift.runtime.kube;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.spindrift.runtime.Share;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The rules of the namespaces that applications were asked for in, looked at now and then. What
/// was known last stays while the API server is not there; where we may not look, there are none.
/// Thread-safe.
final class NamespaceBounds {
    private static final Logger LOG = System.getLogger(KubeRuntime.class.getName());
    private static final Duration GOOD_FOR = Duration.ofSeconds(15);
    private static final int MOST_NAMESPACES = 1000;

    private final Function<String, NamespaceRules> look;
    private final Function<String, Share> ours;
    private final InstantSource clock;
    private final Map<String, Known> all = new ConcurrentHashMap<>();

    /// @param look asks the API server
    /// @param ours what pods of ours have of a namespace now
    NamespaceBounds(
            Function<String, NamespaceRules> look,
            Function<String, Share> ours,
            InstantSource clock) {
        this.look = look;
        this.ours = ours;
        this.clock = clock;
    }

    static NamespaceRules look(KubernetesClient client, String namespace) {
        return NamespaceRules.of(
                allowed(() -> client.resourceQuotas().inNamespace(namespace).list().getItems()),
                allowed(() -> client.limitRanges().inNamespace(namespace).list().getItems()));
    }

    /// Waits for the API server only as long as nothing is known of the namespace.
    NamespaceRules rules(String namespace) {
        if (all.size() >= MOST_NAMESPACES && !all.containsKey(namespace)) {
            return NamespaceRules.NONE;
        }
        Known known = all.computeIfAbsent(namespace, _ -> new Known());
        if (known.due(clock.instant())) {
            if (known.seen.get() == null) {
                ask(namespace, known);
            } else {
                Thread.startVirtualThread(() -> ask(namespace, known));
            }
        }
        Seen seen = known.seen.get();
        return seen == null ? NamespaceRules.NONE : seen.rules();
    }

    /// What pods of ours may have of each namespace that has a quota, in all.
    Map<String, Share> left() {
        Map<String, Share> left = new HashMap<>();
        all.forEach((namespace, known) -> {
            boolean bound = !rules(namespace).quotas().isEmpty();
            Seen seen = known.seen.get();
            if (bound && seen != null) {
                left.put(namespace, seen.left());
            }
        });
        return left;
    }

    private void ask(String namespace, Known known) {
        try {
            Share before = ours.apply(namespace);
            NamespaceRules rules = look.apply(namespace);
            known.seen.set(new Seen(rules, rules.left(before)));
        } catch (KubernetesClientException e) {
            LOG.log(
                    Level.DEBUG,
                    "cannot look at quotas, what was known stays: {0} namespace={1}",
                    ApiWords.of(e),
                    namespace);
        }
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

    /// @param left what is ours is told from what is others' by how both were then
    private record Seen(NamespaceRules rules, Share left) {}

    private static final class Known {
        private final AtomicReference<@Nullable Seen> seen = new AtomicReference<>();
        private @Nullable Instant askedAt;

        private synchronized boolean due(Instant now) {
            if (askedAt != null && now.isBefore(askedAt.plus(GOOD_FOR))) {
                return false;
            }
            askedAt = now;
            return true;
        }
    }
}
