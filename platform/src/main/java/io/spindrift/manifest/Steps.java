package io.spindrift.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Fields that need more than to be copied.
final class Steps {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int MOST_RETRIES = 100;

    /// Properties of Spark that are fields here.
    private static final Map<String, String> FIELDS =
            Map.ofEntries(
                    Map.entry("spark.driver.cores", "driver.cores"),
                    Map.entry("spark.driver.memory", "driver.memory"),
                    Map.entry("spark.driver.memoryOverhead", "driver.memoryOverhead"),
                    Map.entry("spark.executor.cores", "executor.cores"),
                    Map.entry("spark.executor.memory", "executor.memory"),
                    Map.entry("spark.executor.memoryOverhead", "executor.memoryOverhead"),
                    Map.entry("spark.executor.instances", "executor.instances"),
                    Map.entry("spark.kubernetes.driver.request.cores", "driver.coreRequest"),
                    Map.entry("spark.kubernetes.driver.limit.cores", "driver.coreLimit"),
                    Map.entry("spark.kubernetes.executor.request.cores", "executor.coreRequest"),
                    Map.entry("spark.kubernetes.executor.limit.cores", "executor.coreLimit"),
                    Map.entry("spark.kubernetes.container.image.pullPolicy", "imagePullPolicy"),
                    Map.entry(
                            "spark.kubernetes.authenticate.driver.serviceAccountName",
                            "serviceAccountName"),
                    Map.entry("spark.dynamicAllocation.enabled", "dynamicAllocation.enabled"),
                    Map.entry(
                            "spark.dynamicAllocation.initialExecutors",
                            "dynamicAllocation.initialExecutors"),
                    Map.entry(
                            "spark.dynamicAllocation.minExecutors",
                            "dynamicAllocation.minExecutors"),
                    Map.entry(
                            "spark.dynamicAllocation.maxExecutors",
                            "dynamicAllocation.maxExecutors"));

    /// What nearly every manifest says, and the platform sees to itself.
    private static final Set<String> OURS =
            Set.of("spark.eventLog.enabled", "spark.eventLog.dir", "spark.eventLog.compress");

    private Steps() {}

    static void mode(Draft draft, JsonNode value) {
        if (!value.asText().equals("cluster")) {
            draft.refuse(
                    "NOT_SUPPORTED",
                    "'spec.mode' is 'cluster' here: a driver runs in a pod of its own",
                    "spec.mode");
        }
    }

    static void image(Draft draft, JsonNode value) {
        draft.set("image", value);
    }

    static void pythonVersion(Draft draft, JsonNode value) {
        if (!value.asText().equals("3")) {
            draft.refuse("NOT_SUPPORTED", "Python 2 is not supported", "spec.pythonVersion");
        }
    }

    static void memoryOverheadFactor(Draft draft, JsonNode value) {
        try {
            draft.set("memoryOverheadFactor", JSON.numberNode(Double.parseDouble(value.asText())));
        } catch (NumberFormatException e) {
            draft.refuse(
                    "INVALID_VALUE",
                    "'spec.memoryOverheadFactor' must be a number such as \"0.1\"",
                    "spec.memoryOverheadFactor");
        }
    }

    static void sparkConf(Draft draft, JsonNode conf) {
        for (Map.Entry<String, JsonNode> property : conf.properties()) {
            String key = property.getKey();
            String value = property.getValue().asText();
            String field = FIELDS.get(key);
            if (field != null) {
                draft.weaker(field, typed(value));
            } else if (OURS.contains(key)) {
                draft.note("'" + key + "' has no effect: the platform keeps event logs itself");
            } else {
                draft.property(key, value);
            }
        }
    }

    private static JsonNode typed(String value) {
        if (value.matches("\\d{1,9}")) {
            return JSON.numberNode(Integer.parseInt(value));
        }
        return value.equals("true") || value.equals("false")
                ? JSON.booleanNode(Boolean.parseBoolean(value))
                : JSON.textNode(value);
    }

    static void restart(Draft draft, JsonNode value) {
        switch (value.asText()) {
            case "Never" -> draft.set("restartPolicy.type", JSON.textNode("never"));
            case "OnFailure" -> draft.set("restartPolicy.type", JSON.textNode("onFailure"));
            case "Always" -> draft.set("restartPolicy.type", JSON.textNode("always"));
            default ->
                    draft.refuse(
                            "INVALID_VALUE",
                            "'spec.restartPolicy.type' must be Never, OnFailure or Always, not "
                                    + value,
                            "spec.restartPolicy.type");
        }
    }

    static void retries(Draft draft, JsonNode value) {
        if (value.asInt() > MOST_RETRIES) {
            draft.note("'spec.restartPolicy.onFailureRetries' is cut to " + MOST_RETRIES);
        }
        JsonNode retries = JSON.numberNode(Math.clamp(value.asLong(), 0, MOST_RETRIES));
        draft.set("restartPolicy.maxRetries", retries);
        draft.set("restartPolicy.maxInfrastructureRetries", retries);
    }

    static void retryInterval(Draft draft, JsonNode value) {
        draft.set("restartPolicy.backoffSeconds", value);
    }

    static void nodeSelector(Draft draft, JsonNode value) {
        draft.set("driver.nodeSelector", value);
        draft.set("executor.nodeSelector", value);
    }

    static void batchScheduler(Draft draft, JsonNode value) {
        switch (value.asText()) {
            case "volcano", "yunikorn", "kueue" -> draft.set("batchScheduler.name", value);
            default ->
                    draft.refuse(
                            "NOT_SUPPORTED",
                            "'spec.batchScheduler' is volcano, yunikorn or kueue here, not "
                                    + value
                                    + "; another scheduler is chosen by 'schedulerName' of driver"
                                    + " and executor",
                            "spec.batchScheduler");
        }
    }

    static void priorityClass(Draft draft, JsonNode value) {
        draft.set("batchScheduler.priorityClass", value);
        for (Role role : Role.values()) {
            draft.template(role).withObjectProperty("spec").set("priorityClassName", value);
        }
    }

    static void metrics(Draft draft, JsonNode value) {
        Properties read = new Properties();
        try {
            read.load(new StringReader(value.asText()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> sorted = new TreeMap<>();
        read.stringPropertyNames().forEach(key -> sorted.put(key, read.getProperty(key)));
        sorted.forEach((key, text) -> draft.property("spark.metrics.conf." + key, text));
    }

    static void configMaps(Draft draft, Role role, JsonNode maps) {
        for (JsonNode map : maps) {
            String name = map.path("name").asText();
            String volume = "configmap-" + name.replace('.', '-');
            ObjectNode made = JSON.objectNode().put("name", volume);
            made.putObject("configMap").put("name", name);
            draft.addVolume(made);
            draft.add(
                    role.word() + ".volumeMounts",
                    JSON.objectNode()
                            .put("name", volume)
                            .put("mountPath", map.path("path").asText()));
        }
    }

    static void env(Draft draft, Role role, JsonNode variables) {
        for (JsonNode variable : variables) {
            String name = variable.path("name").asText();
            JsonNode secret = variable.path("valueFrom").path("secretKeyRef");
            if (secret.isObject() && !secret.path("optional").asBoolean()) {
                ObjectNode key = JSON.objectNode().put("name", secret.path("name").asText());
                key.put("key", secret.path("key").asText());
                draft.set(role.word() + ".envSecretKeyRefs", JSON.objectNode().set(name, key));
            } else if (variable.has("valueFrom")) {
                draft.container(role).withArrayProperty("env").add(variable);
            } else {
                draft.set(
                        role.word() + ".envVars",
                        JSON.objectNode().put(name, variable.path("value").asText("")));
            }
        }
    }

    static String joined(JsonNode texts) {
        return texts.valueStream().map(JsonNode::asText).collect(Collectors.joining(","));
    }
}
