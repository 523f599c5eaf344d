package io.spindrift.e2e.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.spindrift.e2e.Await;
import io.spindrift.e2e.Json;
import java.time.Duration;
import java.util.Map;

/// Nodes without machines, which KWOK says are well: pods that are bound to them "run" at once, and
/// do not end by themselves. They are tainted, so that nobody else's pods come here. Taken away at
/// the end.
final class SimulatedNodes implements AutoCloseable {
    private static final String LABEL = "spindrift.io/simulated";
    private static final String TAINT = "kwok.x-k8s.io/node";
    private static final Duration READY_WITHIN = Duration.ofSeconds(60);

    private final KubernetesClient client;
    private final String group;

    private SimulatedNodes(KubernetesClient client, String group) {
        this.client = client;
        this.group = group;
    }

    /// @param podsEach how many pods a node takes
    static SimulatedNodes make(Space space, int count, int podsEach) {
        SimulatedNodes nodes = new SimulatedNodes(space.client(), space.namespace());
        try {
            for (int i = 0; i < count; i++) {
                space.client().resource(nodes.node(i, podsEach)).create();
            }
            Await.until(
                    "nodes of KWOK are ready (the testbed runs it)",
                    READY_WITHIN,
                    () -> nodes.ready() == count);
        } catch (RuntimeException | Error e) {
            nodes.close();
            throw e;
        }
        return nodes;
    }

    /// What sends a pod here, as a part of a driver's or executors' configuration.
    ObjectNode placement() {
        return Json.object(
                """
                {"nodeSelector": {"%s": "%s"},
                 "tolerations": [{"key": "%s", "operator": "Exists", "effect": "NoSchedule"}]}
                """
                        .formatted(LABEL, group, TAINT));
    }

    private Node node(int index, int podsEach) {
        Map<String, Quantity> size =
                Map.of(
                        "cpu", Quantity.parse("1000"),
                        "memory", Quantity.parse("4000Gi"),
                        "pods", Quantity.parse(Integer.toString(podsEach)));
        return new NodeBuilder()
                .withNewMetadata()
                .withName(group + "-" + index)
                .withAnnotations(Map.of(TAINT, "fake"))
                .withLabels(Map.of(LABEL, group, "type", "kwok", "kubernetes.io/os", "linux"))
                .endMetadata()
                .withNewSpec()
                .addNewTaint("NoSchedule", TAINT, null, "fake")
                .endSpec()
                .withNewStatus()
                .withAllocatable(size)
                .withCapacity(size)
                .endStatus()
                .build();
    }

    private long ready() {
        return client.nodes().withLabel(LABEL, group).list().getItems().stream()
                .filter(node ->
                        node.getStatus().getConditions().stream()
                                .anyMatch(each ->
                                        each.getType().equals("Ready")
                                                && each.getStatus().equals("True")))
                .count();
    }

    @Override
    public void close() {
        client.nodes().withLabel(LABEL, group).delete();
    }
}
