package io.spindrift.e2e.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.spindrift.e2e.Await;
import io.spindrift.e2e.Json;
import java.time.Duration;
import java.util.Map;

/// A node of spot capacity without a machine, which KWOK says is well; closing it is the cloud
/// taking it back.
final class SpotNode implements AutoCloseable {
    private static final String CAPACITY = "spindrift.io/capacity-type";
    private static final String TAINT = "kwok.x-k8s.io/node";

    private final KubernetesClient client;
    private final String name;

    private SpotNode(KubernetesClient client, String name) {
        this.client = client;
        this.name = name;
    }

    static SpotNode make(Space space) {
        SpotNode node = new SpotNode(space.client(), space.namespace() + "-spot");
        Map<String, Quantity> size =
                Map.of(
                        "cpu", Quantity.parse("8"),
                        "memory", Quantity.parse("32Gi"),
                        "pods", Quantity.parse("10"));
        space.client()
                .resource(
                        new NodeBuilder()
                                .withNewMetadata()
                                .withName(node.name)
                                .withAnnotations(Map.of(TAINT, "fake"))
                                .addToLabels("spindrift.io/test", node.name)
                                .addToLabels(CAPACITY, "spot")
                                .addToLabels("type", "kwok")
                                .endMetadata()
                                .withNewSpec()
                                .addNewTaint("NoSchedule", TAINT, null, "fake")
                                .endSpec()
                                .withNewStatus()
                                .withAllocatable(size)
                                .withCapacity(size)
                                .endStatus()
                                .build())
                .create();
        Await.until(
                "a node of KWOK is ready (the testbed runs it)",
                Duration.ofSeconds(60),
                () ->
                        space
                                .client()
                                .nodes()
                                .withName(node.name)
                                .require()
                                .getStatus()
                                .getConditions()
                                .stream()
                                .anyMatch(each ->
                                        each.getType().equals("Ready")
                                                && each.getStatus().equals("True")));
        return node;
    }

    /// What sends a driver here.
    ObjectNode placement() {
        return Json.object(
                """
                {"spot": true, "nodeSelector": {"spindrift.io/test": "%s"},
                 "tolerations": [{"key": "%s", "operator": "Exists", "effect": "NoSchedule"}]}
                """
                        .formatted(name, TAINT));
    }

    @Override
    public void close() {
        client.nodes().withName(name).delete();
    }
}
