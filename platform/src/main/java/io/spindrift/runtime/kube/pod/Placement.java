package io.spindrift.runtime.kube.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spindrift.app.ContainerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Onto which nodes a pod goes: spot or on-demand, instance types and node groups, as affinity and
/// tolerations.
///
/// On-demand is required, as "not on spot": a node that says nothing counts as on-demand. Spot is
/// preferred, not required. Instance types and node groups are required.
public final class Placement {
    public static final String CAPACITY_TYPE = Labels.PREFIX + "capacity-type";
    static final String NODE_GROUP = Labels.PREFIX + "node-group";
    public static final String INSTANCE_TYPE = "node.kubernetes.io/instance-type";

    private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
    private static final String PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";
    private static final int WEIGHT = 100;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /// How nodes of spot capacity are marked.
    ///
    /// @param tainted whether they also keep pods away that do not tolerate it
    private record SpotMark(String label, String value, boolean tainted) {}

    private static final List<SpotMark> SPOT =
            List.of(
                    new SpotMark(CAPACITY_TYPE, "spot", true),
                    new SpotMark("karpenter.sh/capacity-type", "spot", false),
                    new SpotMark("eks.amazonaws.com/capacityType", "SPOT", false),
                    new SpotMark("cloud.google.com/gke-spot", "true", true),
                    new SpotMark("kubernetes.azure.com/scalesetpriority", "spot", true));

    private Placement() {}

    /// Whether a node with these labels is of spot capacity.
    public static boolean spot(Map<String, String> labels) {
        return SPOT.stream().anyMatch(mark -> mark.value().equals(labels.get(mark.label())));
    }

    /// @param podSpec the `spec` of a pod's template, with what the user said; changed
    static void apply(ContainerSpec container, ObjectNode podSpec) {
        JsonNode rest = container.pod().rest();
        Boolean spot = container.pod().spot();
        List<ObjectNode> required = new ArrayList<>();
        JsonNode type = rest.path("instanceType");
        if (type.isTextual()) {
            required.add(expression(INSTANCE_TYPE, "In", JSON.arrayNode().add(type.asText())));
        }
        among(required, INSTANCE_TYPE, rest.path("instanceAllowList"));
        among(required, NODE_GROUP, rest.path("nodeGroups"));
        for (JsonNode group : rest.path("nodeGroups")) {
            tolerate(podSpec, NODE_GROUP, group.asText());
        }
        if (spot != null && !spot) {
            SPOT.forEach(mark ->
                    required.add(
                            expression(mark.label(), "NotIn", JSON.arrayNode().add(mark.value()))));
            tolerate(podSpec, CAPACITY_TYPE, "on-demand");
        }
        require(podSpec, required);
        if (spot != null && spot) {
            prefer(podSpec);
        }
    }

    private static void among(List<ObjectNode> required, String label, @Nullable JsonNode values) {
        if (values instanceof ArrayNode list && !list.isEmpty()) {
            required.add(expression(label, "In", list.deepCopy()));
        }
    }

    /// Whoever named several terms is content with any of them, so each gets all expressions.
    private static void require(ObjectNode podSpec, List<ObjectNode> expressions) {
        if (expressions.isEmpty()) {
            return;
        }
        ArrayNode terms =
                affinity(podSpec)
                        .withObjectProperty(REQUIRED)
                        .withArrayProperty("nodeSelectorTerms");
        if (terms.isEmpty()) {
            terms.addObject();
        }
        for (JsonNode term : terms) {
            ((ObjectNode) term).withArrayProperty("matchExpressions").addAll(expressions);
        }
    }

    private static void prefer(ObjectNode podSpec) {
        ArrayNode preferred = affinity(podSpec).withArrayProperty(PREFERRED);
        for (SpotMark mark : SPOT) {
            ArrayNode value = JSON.arrayNode().add(mark.value());
            ObjectNode term = preferred.addObject().put("weight", WEIGHT);
            term.withObjectProperty("preference")
                    .withArrayProperty("matchExpressions")
                    .add(expression(mark.label(), "In", value));
            if (mark.tainted()) {
                tolerate(podSpec, mark.label(), mark.value());
            }
        }
    }

    private static ObjectNode affinity(ObjectNode podSpec) {
        return podSpec.withObjectProperty("affinity").withObjectProperty("nodeAffinity");
    }

    private static ObjectNode expression(String label, String operator, ArrayNode values) {
        ObjectNode expression = JSON.objectNode().put("key", label).put("operator", operator);
        expression.set("values", values);
        return expression;
    }

    private static void tolerate(ObjectNode podSpec, String key, String value) {
        podSpec.withArrayProperty("tolerations")
                .addObject()
                .put("key", key)
                .put("operator", "Equal")
                .put("value", value)
                .put("effect", "NoSchedule");
    }
}
