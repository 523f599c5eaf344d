package io.spindrift.runtime.kube;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.spindrift.cluster.Capacity;
import io.spindrift.runtime.Inventory;
import io.spindrift.runtime.Share;
import io.spindrift.runtime.kube.pod.Placement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Tells of nodes and of our pods on them in words for people. Pure.
final class Survey {
    private static final String ZONE = "topology.kubernetes.io/zone";

    /// By which labels nodes say whether they are spot.
    private static final List<String> CAPACITY_TYPES =
            List.of(
                    Placement.CAPACITY_TYPE,
                    "karpenter.sh/capacity-type",
                    "eks.amazonaws.com/capacityType",
                    "kubernetes.azure.com/scalesetpriority",
                    "testbed/capacity-type");

    private Survey() {}

    static Inventory of(Collection<Node> nodes, List<Inventory.Placed> containers) {
        Map<String, Share> ours = new HashMap<>();
        for (Inventory.Placed each : containers) {
            String node = each.node();
            if (node != null && !each.state().equals("ended")) {
                ours.merge(node, new Share(each.request(), 1), Share::plus);
            }
        }
        List<Inventory.Node> told = new ArrayList<>();
        for (Node node : nodes) {
            told.add(node(node, ours.getOrDefault(node.getMetadata().getName(), Share.NONE)));
        }
        told.sort(Comparator.comparing(Inventory.Node::name));
        List<Inventory.Placed> oldest = new ArrayList<>(containers);
        oldest.sort(
                Comparator.comparing(
                                Inventory.Placed::since,
                                Comparator.nullsLast(Comparator.<Instant>naturalOrder()))
                        .thenComparing(Inventory.Placed::name));
        return new Inventory(told, oldest);
    }

    private static Inventory.Node node(Node node, Share ours) {
        Map<String, String> labels =
                Objects.requireNonNullElse(node.getMetadata().getLabels(), Map.of());
        String created = node.getMetadata().getCreationTimestamp();
        return new Inventory.Node(
                node.getMetadata().getName(),
                state(node),
                labels.get(Placement.INSTANCE_TYPE),
                labels.get(ZONE),
                CAPACITY_TYPES.stream()
                        .map(labels::get)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null),
                node.getStatus() == null || node.getStatus().getNodeInfo() == null
                        ? null
                        : node.getStatus().getNodeInfo().getKubeletVersion(),
                node.getStatus() == null
                        ? Capacity.NONE
                        : Amounts.capacity(node.getStatus().getAllocatable()),
                ours,
                created == null ? null : Instant.parse(created));
    }

    private static String state(Node node) {
        List<NodeCondition> conditions =
                node.getStatus() == null || node.getStatus().getConditions() == null
                        ? List.of()
                        : node.getStatus().getConditions();
        boolean ready =
                conditions.stream()
                        .anyMatch(each ->
                                "Ready".equals(each.getType()) && "True".equals(each.getStatus()));
        if (!ready) {
            return "not ready";
        }
        boolean closed =
                node.getSpec() != null && Boolean.TRUE.equals(node.getSpec().getUnschedulable());
        return closed ? "no new pods" : "ready";
    }

    static Inventory.Placed placed(Plan plan, PodSight pod) {
        Plan.Size size = plan.size(pod.container());
        Hindrance hindrance = pod.hindrance();
        return new Inventory.Placed(
                plan.id(),
                pod.container(),
                pod.name(),
                pod.namespace(),
                pod.node(),
                state(pod),
                hindrance == null || pod.over() ? null : hindrance.message(),
                new Capacity(size.coreRequestMilliCores(), size.memoryMib()),
                since(pod));
    }

    private static String state(PodSight pod) {
        if (pod.over()) {
            return "ended";
        }
        if (pod.deletedAt() != null) {
            return "ending";
        }
        if (pod.startedAt() != null) {
            return "running";
        }
        return pod.node() == null ? "waiting for a node" : "starting";
    }

    private static @Nullable Instant since(PodSight pod) {
        return pod.startedAt() == null ? pod.scheduledAt() : pod.startedAt();
    }
}
