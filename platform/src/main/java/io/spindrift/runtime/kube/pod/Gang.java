package io.spindrift.runtime.kube.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.spindrift.app.AppSpec;
import io.spindrift.app.ContainerSpec;
import io.spindrift.runtime.LaunchId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How an application is handed to a scheduler that starts a driver together with its executors, or
/// none of them: by the labels, annotations and groups that each of them reads. Pure.
///
/// Our own queue admits whole applications already; this is for clusters that others use, too.
///
/// @param queue of the scheduler; null for its default
/// @param priorityClass as the scheduler, or Kubernetes, knows it
record Gang(Kind kind, @Nullable String queue, @Nullable String priorityClass) {
    static final String POD_GROUP = "PodGroup";
    static final String POD_GROUP_VERSION = "scheduling.volcano.sh/v1beta1";

    private static final String FIELD = "batchScheduler";
    private static final String YUNIKORN = "yunikorn.apache.org/";
    private static final String KUEUE = "kueue.x-k8s.io/";
    private static final String VOLCANO_GROUP = "scheduling.k8s.io/group-name";
    private static final ObjectMapper JSON = new ObjectMapper();

    enum Kind {
        YUNIKORN("yunikorn"),
        VOLCANO("volcano"),
        /// It holds pods back by itself, and leaves them to whatever scheduler they name.
        KUEUE(null);

        private final @Nullable String scheduler;

        Kind(@Nullable String scheduler) {
            this.scheduler = scheduler;
        }
    }

    /// Empty where the cluster's usual scheduler is to do.
    static Optional<Gang> of(AppSpec spec) {
        JsonNode field = spec.pod().path(FIELD);
        return switch (field.path("name").asText()) {
            case "yunikorn" -> Optional.of(of(Kind.YUNIKORN, field));
            case "volcano" -> Optional.of(of(Kind.VOLCANO, field));
            case "kueue" -> Optional.of(of(Kind.KUEUE, field));
            default -> Optional.empty();
        };
    }

    private static Gang of(Kind kind, JsonNode field) {
        return new Gang(
                kind, field.path("queue").textValue(), field.path("priorityClass").textValue());
    }

    /// What Spark is told, so that its executors' pods bear the marks, too.
    Map<String, String> properties(LaunchId id, AppSpec spec) {
        Map<String, String> conf = new HashMap<>();
        if (kind.scheduler != null) {
            conf.put("spark.kubernetes.scheduler.name", kind.scheduler);
        }
        switch (kind) {
            case YUNIKORN -> yunikorn(id, spec, conf);
            case VOLCANO -> both(conf, "annotation." + VOLCANO_GROUP, group(id));
            case KUEUE -> {
                both(conf, "label." + KUEUE + "queue-name", queue);
                both(conf, "label." + KUEUE + "priority-class", priorityClass);
            }
        }
        return conf;
    }

    private void yunikorn(LaunchId id, AppSpec spec, Map<String, String> conf) {
        both(conf, "annotation." + YUNIKORN + "app-id", Names.attempt(id));
        both(conf, "label.queue", queue);
        conf.put(KubeConf.DRIVER + "annotation." + YUNIKORN + "task-group-name", "spark-driver");
        conf.put(
                KubeConf.EXECUTOR + "annotation." + YUNIKORN + "task-group-name", "spark-executor");
        ArrayNode groups = JSON.createArrayNode();
        groups.add(taskGroup("spark-driver", 1, spec.driver(), PodTemplate.driver(spec)));
        int executors = spec.executors().initial();
        if (executors > 0) {
            groups.add(
                    taskGroup(
                            "spark-executor",
                            executors,
                            spec.executor(),
                            PodTemplate.executor(spec)));
        }
        conf.put(KubeConf.DRIVER + "annotation." + YUNIKORN + "task-groups", groups.toString());
    }

    /// Places are kept for a group by pods of the same size, which must be let onto the same nodes.
    private static ObjectNode taskGroup(
            String name, int members, ContainerSpec size, PodTemplate template) {
        ObjectNode group = JSON.createObjectNode().put("name", name).put("minMember", members);
        group.putObject("minResource")
                .put("cpu", size.coreRequestMilliCores() + "m")
                .put("memory", size.totalMemoryMib() + "Mi");
        JsonNode selector = size.pod().rest().path("nodeSelector");
        if (!selector.isEmpty()) {
            group.set("nodeSelector", selector);
        }
        JsonNode spec = JSON.valueToTree(template.pod().getSpec());
        if (!spec.path("tolerations").isEmpty()) {
            group.set("tolerations", spec.path("tolerations"));
        }
        if (!spec.path("affinity").isEmpty()) {
            group.set("affinity", spec.path("affinity"));
        }
        return group;
    }

    /// The class of the pods themselves. Kueue has classes of its own.
    Optional<String> podPriorityClass() {
        return kind == Kind.KUEUE ? Optional.empty() : Optional.ofNullable(priorityClass);
    }

    /// The object beside the pods that says what belongs together; only Volcano has one.
    Optional<GenericKubernetesResource> podGroup(LaunchId id, AppSpec spec) {
        if (kind != Kind.VOLCANO) {
            return Optional.empty();
        }
        int executors = spec.executors().initial();
        ContainerSpec driver = spec.driver();
        ContainerSpec executor = spec.executor();
        long milliCores =
                driver.coreRequestMilliCores()
                        + (long) executors * executor.coreRequestMilliCores();
        long mib = driver.totalMemoryMib() + (long) executors * executor.totalMemoryMib();
        Map<String, Object> group = new LinkedHashMap<>();
        // The driver makes its executors, so that it is the one that must be there first.
        group.put("minMember", 1);
        group.put("minResources", Map.of("cpu", milliCores + "m", "memory", mib + "Mi"));
        if (queue != null) {
            group.put("queue", queue);
        }
        if (priorityClass != null) {
            group.put("priorityClassName", priorityClass);
        }
        GenericKubernetesResource object = named(group(id));
        object.setAdditionalProperty("spec", group);
        return Optional.of(object);
    }

    /// A group of this name, and nothing more.
    static GenericKubernetesResource named(String name) {
        GenericKubernetesResource object = new GenericKubernetesResource();
        object.setApiVersion(POD_GROUP_VERSION);
        object.setKind(POD_GROUP);
        object.setMetadata(
                new ObjectMetaBuilder()
                        .withName(name)
                        .withLabels(new HashMap<>())
                        .withAnnotations(new HashMap<>())
                        .build());
        return object;
    }

    private static String group(LaunchId id) {
        return Names.attempt(id) + "-group";
    }

    private static void both(Map<String, String> conf, String key, @Nullable String value) {
        if (value != null) {
            conf.put(KubeConf.DRIVER + key, value);
            conf.put(KubeConf.EXECUTOR + key, value);
        }
    }
}
