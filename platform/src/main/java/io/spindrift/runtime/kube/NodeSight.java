package io.spindrift.runtime.kube;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.Taint;
import io.spindrift.runtime.kube.pod.Placement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A node as it tells of itself. Pure.
///
/// @param spot whether the cloud may take it back
/// @param reclaimed whether it says that the cloud does
/// @param createdAt when it joined the cluster; null where it does not say
record NodeSight(String name, boolean spot, boolean reclaimed, @Nullable Instant createdAt) {
    /// What those that hear a cloud's notice put on the node.
    private static final Set<String> NOTICES =
            Set.of(
                    "aws-node-termination-handler/spot-itn",
                    "cloud.google.com/impending-node-termination");

    /// How AKS tells of it.
    private static final String PREEMPTED = "PreemptScheduled";

    static NodeSight of(Node node) {
        Map<String, String> labels =
                Objects.requireNonNullElse(node.getMetadata().getLabels(), Map.of());
        String created = node.getMetadata().getCreationTimestamp();
        return new NodeSight(
                node.getMetadata().getName(),
                Placement.spot(labels),
                tainted(node) || told(node),
                created == null ? null : Instant.parse(created));
    }

    private static boolean tainted(Node node) {
        List<Taint> taints = node.getSpec() == null ? List.of() : node.getSpec().getTaints();
        return taints.stream().anyMatch(taint -> NOTICES.contains(taint.getKey()));
    }

    private static boolean told(Node node) {
        List<NodeCondition> conditions =
                node.getStatus() == null ? List.of() : node.getStatus().getConditions();
        return conditions.stream()
                .anyMatch(condition ->
                        PREEMPTED.equals(condition.getType())
                                && "True".equals(condition.getStatus()));
    }
}
