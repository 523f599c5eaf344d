package io.spindrift.runtime.kube;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What the nodes with pods of ours say of themselves: asked for while they are there, since by the
/// time a pod ended for its node's sake, the node may be gone. Thread-safe.
final class Nodes {
    private static final Duration FRESH = Duration.ofMinutes(10);

    /// A service account that may not see nodes, need not be asked for long.
    private static final Duration REFUSED = Duration.ofHours(1);

    private static final int MOST = 10_000;

    private final KubeApi api;
    private final InstantSource clock;
    private final Map<String, Known> known = new ConcurrentHashMap<>();
    private volatile Instant notBefore = Instant.EPOCH;

    Nodes(KubeApi api, InstantSource clock) {
        this.api = api;
        this.clock = clock;
    }

    private record Known(Optional<NodeSight> sight, Instant at) {}

    /// The node of a pod; empty where it is not known.
    Optional<NodeSight> of(PodSight pod) {
        Known node = pod.node() == null ? null : known.get(pod.node());
        return node == null ? Optional.empty() : node.sight();
    }

    /// Nodes that should be looked at: those that nothing is known of, and those that lose a pod,
    /// which may say why.
    Set<String> wanted(Collection<PodSight> pods, Instant now) {
        if (now.isBefore(notBefore)) {
            return Set.of();
        }
        return pods.stream()
                .filter(pod -> pod.node() != null && !pod.over())
                .filter(pod -> !fresh(known.get(pod.node()), pod.deletedAt(), now))
                .map(PodSight::node)
                .collect(Collectors.toSet());
    }

    private static boolean fresh(@Nullable Known node, @Nullable Instant deletedAt, Instant now) {
        return node != null
                && now.isBefore(node.at().plus(FRESH))
                // A pod's time to go lies ahead by its grace: looked at from then on is late.
                && (deletedAt == null || !node.at().isBefore(now.minusSeconds(5)));
    }

    /// Asks for it. One that is gone stays as it was known.
    void look(String name) {
        Optional<Node> node;
        try {
            node = api.node(name);
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
                throw e;
            }
            notBefore = clock.instant().plus(REFUSED);
            return;
        }
        if (known.size() >= MOST) {
            known.clear();
        }
        Instant now = clock.instant();
        known.compute(
                name,
                (_, before) -> {
                    Optional<NodeSight> sight = node.map(NodeSight::of);
                    boolean gone = sight.isEmpty() && before != null;
                    return new Known(gone ? before.sight() : sight, now);
                });
    }
}
