package io.spindrift.runtime.kube.pod;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.spindrift.app.AppSpec;
import io.spindrift.app.ContainerSpec;
import io.spindrift.app.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What is wrong with the fields of a driver or an executor.
final class ContainerRefusals {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> SECRET_TYPES =
            Set.of("Generic", "GCPServiceAccount", "HadoopDelegationToken");

    private final List<Problem> problems = new ArrayList<>();
    private final AppSpec spec;
    private final KubeSettings settings;
    private final String role;
    private final ContainerSpec container;
    private final JsonNode rest;

    /// @param role `driver` or `executor`
    ContainerRefusals(AppSpec spec, KubeSettings settings, String role, ContainerSpec container) {
        this.spec = spec;
        this.settings = settings;
        this.role = role;
        this.container = container;
        this.rest = container.pod().rest();
    }

    List<Problem> found() {
        cores();
        variables();
        secrets();
        texts("labels", true);
        texts("annotations", false);
        texts("nodeSelector", true);
        gpu();
        instanceType();
        containers("sidecars");
        containers("initContainers");
        mounts();
        shaped("tolerations", Toleration.class);
        JsonNode affinity = rest.path("affinity");
        if (affinity.isObject()) {
            shape(affinity, Affinity.class, "affinity");
        }
        return problems;
    }

    private void refuse(String sentence, String field) {
        problems.add(Refusals.problem(sentence, role + "." + field));
    }

    private void cores() {
        Integer limit = container.pod().coreLimitMilliCores();
        if (limit != null && limit < container.coreRequestMilliCores()) {
            refuse("'%s.coreLimit' is below '%s.coreRequest'".formatted(role, role), "coreLimit");
        }
    }

    private void variables() {
        container.envVars().keySet().stream()
                .sorted()
                .forEach(name -> {
                    variable(name, "envVars." + name);
                    if (rest.path("envSecretKeyRefs").has(name)) {
                        refuse(
                                "'" + name + "' is given here and in 'envSecretKeyRefs'",
                                "envVars." + name);
                    }
                });
        for (Map.Entry<String, JsonNode> secret : rest.path("envSecretKeyRefs").properties()) {
            String field = "envSecretKeyRefs." + secret.getKey();
            variable(secret.getKey(), field);
            if (!Syntax.name(secret.getValue().path("name").asText())
                    || secret.getValue().path("key").asText().isBlank()) {
                refuse("'" + role + "." + field + "' needs a secret's name and a key", field);
            }
        }
    }

    private void variable(String name, String field) {
        if (!Syntax.variable(name)) {
            refuse("'" + name + "' is no name of a variable", field);
        } else if (Syntax.takenVariable(name)) {
            refuse("'" + name + "' is set by the platform and cannot be given", field);
        }
    }

    private void secrets() {
        Set<String> names = new HashSet<>();
        JsonNode secrets = rest.path("secrets");
        for (int i = 0; i < secrets.size(); i++) {
            JsonNode secret = secrets.path(i);
            String field = "secrets[" + i + "]";
            String name = secret.path("name").asText();
            if (!Syntax.name(name)) {
                refuse("'" + name + "' is no name of a secret", field + ".name");
            } else if (!names.add(name)) {
                refuse("the secret '" + name + "' can be mounted once", field + ".name");
            }
            String path = secret.path("path").asText();
            if (!path.startsWith("/") || path.contains(":")) {
                refuse("a secret's path begins with '/' and has no ':'", field + ".path");
            }
            String type = secret.path("secretType").asText("Generic");
            if (!SECRET_TYPES.contains(type)) {
                refuse(
                        "'"
                                + type
                                + "' is no type of secret: Generic, GCPServiceAccount,"
                                + " HadoopDelegationToken",
                        field + ".secretType");
            }
        }
    }

    private void texts(String field, boolean labels) {
        for (Map.Entry<String, JsonNode> text : rest.path(field).properties()) {
            String key = text.getKey();
            String path = field + "." + key;
            if (!Syntax.key(key)) {
                refuse("'" + key + "' is no key such as 'team' or 'example.org/team'", path);
            } else if (Syntax.takenKey(key) && !field.equals("nodeSelector")) {
                refuse("'" + key + "' is set by the platform and cannot be given", path);
            } else if (labels && !Syntax.labelValue(text.getValue().asText())) {
                refuse(
                        "'"
                                + text.getValue().asText()
                                + "' is no value of a label: at most 63 letters, digits, '-', '_'"
                                + " and '.'",
                        path);
            }
        }
    }

    private void gpu() {
        JsonNode gpu = rest.path("gpu");
        if (!gpu.isObject()) {
            return;
        }
        String name = gpu.path("name").asText();
        if (!name.contains("/") || !Syntax.key(name)) {
            refuse("'" + name + "' is no GPU such as 'nvidia.com/gpu'", "gpu.name");
        }
        if (!gpu.has("quantity")) {
            refuse("'" + role + ".gpu' needs a quantity", "gpu.quantity");
        }
    }

    private void instanceType() {
        JsonNode type = rest.path("instanceType");
        JsonNode allowed = rest.path("instanceAllowList");
        if (!type.isTextual() || allowed.isEmpty()) {
            return;
        }
        for (JsonNode each : allowed) {
            if (each.asText().equals(type.asText())) {
                return;
            }
        }
        refuse(
                "'"
                        + type.asText()
                        + "' is not in '"
                        + role
                        + ".instanceAllowList': no node would do",
                "instanceType");
    }

    private void containers(String field) {
        JsonNode containers = rest.path(field);
        Set<String> names = new HashSet<>();
        for (int i = 0; i < containers.size(); i++) {
            JsonNode each = containers.path(i);
            String path = field + "[" + i + "]";
            String name = each.path("name").asText();
            if (!Syntax.label(name) || each.path("image").asText().isBlank()) {
                refuse("'" + role + "." + path + "' needs a name and an image", path);
            } else if (!names.add(name) || name.equals("spark-kubernetes-" + role)) {
                refuse("there is another container '" + name + "'", path);
            }
            shape(each, Container.class, path);
            if (!settings.hostAccess()) {
                problems.addAll(HostAccess.ofContainer(each, role + "." + path));
            }
        }
    }

    private void mounts() {
        Set<String> volumes = new HashSet<>();
        spec.pod().path("volumes").forEach(volume -> volumes.add(volume.path("name").asText()));
        boolean template =
                spec.sparkConf().containsKey("spark.kubernetes." + role + "." + KubeConf.TEMPLATE);
        JsonNode mounts = rest.path("volumeMounts");
        for (int i = 0; i < mounts.size(); i++) {
            String field = "volumeMounts[" + i + "]";
            JsonNode mount = mounts.path(i);
            if (!mount.path("mountPath").asText().startsWith("/")) {
                refuse("'" + role + "." + field + "' needs a 'mountPath'", field);
            }
            String name = mount.path("name").asText();
            if (!template && !volumes.contains(name)) {
                refuse("there is no volume '" + name + "' in 'volumes'", field);
            }
        }
        shaped("volumeMounts", VolumeMount.class);
    }

    private void shaped(String field, Class<?> type) {
        JsonNode list = rest.path(field);
        for (int i = 0; i < list.size(); i++) {
            shape(list.path(i), type, field + "[" + i + "]");
        }
    }

    private void shape(JsonNode tree, Class<?> type, String field) {
        try {
            JSON.treeToValue(tree, type);
        } catch (JsonProcessingException e) {
            refuse(
                    "'%s.%s' is no %s of Kubernetes".formatted(role, field, type.getSimpleName()),
                    field);
        }
    }
}
