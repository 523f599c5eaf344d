package io.spindrift.runtime.kube.pod;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.spindrift.app.AppSpec;
import io.spindrift.app.ContainerSpec;
import io.spindrift.runtime.LaunchRefusedException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a driver's or an executors' pod begins as: the user's own template, and over it those
/// fields of the configuration that no property of Spark can say. Spark's container comes first.
///
/// A tree, so that what the user wrote is kept as it is, also where it is newer than we are.
final class PodTemplate {
    private static final ObjectMapper YAML = new YAMLMapper();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectNode pod;

    private PodTemplate(ObjectNode pod) {
        this.pod = pod;
    }

    static PodTemplate driver(AppSpec spec) {
        return of(spec, spec.driver(), KubeConf.DRIVER, "spark-kubernetes-driver");
    }

    static PodTemplate executor(AppSpec spec) {
        return of(spec, spec.executor(), KubeConf.EXECUTOR, "spark-kubernetes-executor");
    }

    private static PodTemplate of(
            AppSpec spec, ContainerSpec container, String prefix, String defaultName) {
        String text = spec.sparkConf().get(prefix + KubeConf.TEMPLATE);
        ObjectNode pod = text == null ? JSON.createObjectNode() : parse(text);
        ObjectNode podSpec = pod.withObjectProperty("spec");
        if (!podSpec.has("enableServiceLinks")) {
            // Each service of the namespace would be some variables of the container: with
            // thousands, no program starts.
            podSpec.put("enableServiceLinks", false);
        }
        ObjectNode main =
                chosenFirst(podSpec, spec.sparkConf().get(prefix + KubeConf.TEMPLATE_CONTAINER));
        if (!main.has("name")) {
            main.put("name", defaultName);
        }
        JsonNode rest = container.pod().rest();
        append(main, "volumeMounts", rest.path("volumeMounts"));
        append(podSpec, "containers", rest.path("sidecars"));
        append(podSpec, "initContainers", rest.path("initContainers"));
        append(podSpec, "volumes", mounted(podSpec, spec.pod().path("volumes")));
        append(podSpec, "tolerations", rest.path("tolerations"));
        if (rest.path("affinity") instanceof ObjectNode affinity) {
            lay(podSpec.withObjectProperty("affinity"), affinity);
        }
        JsonNode gpu = rest.path("gpu");
        if (gpu.isObject()) {
            main.withObjectProperty("resources")
                    .withObjectProperty("limits")
                    .put(gpu.path("name").asText(), gpu.path("quantity").asText());
        }
        Placement.apply(container, podSpec);
        Gang.of(spec)
                .flatMap(Gang::podPriorityClass)
                .ifPresent(name -> podSpec.put("priorityClassName", name));
        return new PodTemplate(pod);
    }

    /// @throws LaunchRefusedException when it is no pod
    static ObjectNode parse(String text) {
        try {
            if (YAML.readTree(text) instanceof ObjectNode pod) {
                JSON.treeToValue(pod, Pod.class);
                return pod;
            }
        } catch (JsonProcessingException e) {
            throw new LaunchRefusedException(
                    "this is no template of a pod: " + e.getOriginalMessage());
        }
        throw new LaunchRefusedException(
                "a pod's template is given as its YAML, not as the name of a file");
    }

    /// As the file that Spark in the driver reads.
    String text() {
        return pod.toString();
    }

    /// The pod without Spark's container.
    Pod pod() {
        ObjectNode others = pod.deepCopy();
        others.withObjectProperty("spec").withArrayProperty("containers").remove(0);
        return value(others, Pod.class);
    }

    Container container() {
        return value(pod.path("spec").path("containers").path(0), Container.class);
    }

    private static <T> T value(JsonNode tree, Class<T> type) {
        try {
            return JSON.treeToValue(tree, type);
        } catch (JsonProcessingException e) {
            throw new LaunchRefusedException(
                    "this is no template of a pod: " + e.getOriginalMessage());
        }
    }

    private static ObjectNode chosenFirst(ObjectNode podSpec, @Nullable String name) {
        List<JsonNode> containers = new ArrayList<>();
        podSpec.withArrayProperty("containers").forEach(containers::add);
        JsonNode chosen =
                containers.stream()
                        .filter(container ->
                                name != null && container.path("name").asText().equals(name))
                        .findFirst()
                        .or(() -> containers.stream().findFirst())
                        .orElseGet(JsonNodeFactory.instance::objectNode);
        containers.remove(chosen);
        containers.addFirst(chosen);
        podSpec.withArrayProperty("containers").removeAll().addAll(containers);
        return (ObjectNode) chosen;
    }

    /// Those of the application's volumes that a container of this pod mounts.
    private static ArrayNode mounted(ObjectNode podSpec, JsonNode volumes) {
        Set<String> names = new HashSet<>();
        for (String kind : List.of("containers", "initContainers")) {
            for (JsonNode container : podSpec.path(kind)) {
                container
                        .path("volumeMounts")
                        .forEach(mount -> names.add(mount.path("name").asText()));
            }
        }
        ArrayNode mounted = JsonNodeFactory.instance.arrayNode();
        for (JsonNode volume : volumes) {
            if (names.contains(volume.path("name").asText())) {
                mounted.add(volume);
            }
        }
        return mounted;
    }

    private static void append(ObjectNode object, String field, JsonNode more) {
        if (!more.isEmpty()) {
            object.withArrayProperty(field).addAll((ArrayNode) more.deepCopy());
        }
    }

    private static void lay(ObjectNode under, ObjectNode over) {
        for (Map.Entry<String, JsonNode> field : over.properties()) {
            if (field.getValue() instanceof ObjectNode upper
                    && under.get(field.getKey()) instanceof ObjectNode lower) {
                lay(lower, upper);
            } else {
                under.set(field.getKey(), field.getValue().deepCopy());
            }
        }
    }
}
