package io.spindrift.runtime.kube.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.spindrift.app.AppSpec;
import io.spindrift.app.ConfigLayer;
import io.spindrift.app.ConfigResolver;
import io.spindrift.app.ConfigSource;
import io.spindrift.app.ConfigTarget;
import io.spindrift.app.PlatformDefaults;
import io.spindrift.runtime.Launch;
import io.spindrift.runtime.LaunchId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/// The configurations of `golden/configurations.yaml`, what Spark made of each, and what we make.
///
/// What may differ, all of it, and why:
///
/// - Names. Spark's end with what is random, ours are found again after a crash. One ConfigMap
///   holds what Spark puts into two: a write less.
/// - The folder of [DriverPod] for local files is named at random by Spark, by us always alike.
/// - Spark asks for a NetworkPolicy from 4.2 on. Ours is the cluster's matter, and a write less.
/// - Spark leaves the order of variables, volumes and mounts to chance; an absent value and an
///   empty one, `false` and nothing for `readOnly` are the same to Kubernetes.
/// - The namespace stands in each object of ours; owner references come after the pod is made.
/// - Properties that only `spark-submit` reads are not told to the driver: how long to wait, and
///   where the templates were.
final class Golden {
    static final List<String> VERSIONS = List.of("3.5.9", "4.0.5", "4.1.4", "4.2.1", "4.3.0");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> SUBMITTERS_OWN =
            List.of(
                    "spark.kubernetes.submission.waitAppCompletion",
                    "spark.kubernetes.driver.podTemplateFile",
                    "spark.kubernetes.driver.podTemplateContainerName",
                    "spark.kubernetes.executor.podTemplateContainerName");
    private static final Set<String> UNORDERED = Set.of("env", "volumes", "volumeMounts");
    private static final KubeSettings SETTINGS =
            new KubeSettings(
                    "prod",
                    "spark",
                    "spindrift-spark",
                    "localhost:5000/spindrift/spark",
                    null,
                    null,
                    true);

    private Golden() {}

    /// By name.
    static Map<String, JsonNode> configurations() {
        Map<String, JsonNode> configurations = new LinkedHashMap<>();
        try (InputStream in = open("configurations.yaml")) {
            for (JsonNode configuration : new YAMLMapper().readTree(in).path("configurations")) {
                configurations.put(configuration.path("name").asText(), configuration);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return configurations;
    }

    static InputStream open(String file) {
        InputStream in = Golden.class.getResourceAsStream("golden/" + file);
        if (in == null) {
            throw new IllegalStateException("no golden/" + file);
        }
        return in;
    }

    /// The lines that `golden/SparkPods.java` wrote with a version.
    static List<String> answers(String version) {
        try (InputStream in = open("spark-" + version + ".json.gz")) {
            return lines(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> lines(InputStream gzipped) throws IOException {
        try (BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(gzipped), StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        }
    }

    /// What we make of a configuration, by kind.
    static Map<String, JsonNode> ours(JsonNode configuration, String version) {
        AppSpec spec = spec(configuration, version);
        Launch launch = new Launch(new LaunchId("etl-1", 1), spec, "daily-etl", "ada");
        DriverResources made = DriverResources.of(launch, SETTINGS, _ -> "sdr_test");
        String digest = LaunchDigest.of(launch);
        List<HasMetadata> all = new ArrayList<>(made.beforeDriver());
        all.add(made.driver());
        List<JsonNode> objects = new ArrayList<>();
        for (HasMetadata object : all) {
            objects.add(tree(JSON.valueToTree(object).toString().replace(digest, "LAUNCH")));
        }
        return tidy(objects);
    }

    static AppSpec spec(JsonNode configuration, String version) {
        ObjectNode overrides = JsonNodeFactory.instance.objectNode();
        overrides.put("type", "Java").put("mainClass", "org.example.Main");
        overrides.put("mainApplicationFile", "local:///opt/app.jar");
        overrides.putArray("arguments").add("one").add("two words");
        for (Map.Entry<String, JsonNode> field : configuration.path("overrides").properties()) {
            overrides.set(field.getKey(), field.getValue());
        }
        ObjectNode conf = overrides.withObjectProperty("sparkConf");
        for (Map.Entry<String, JsonNode> property : configuration.path("both").properties()) {
            conf.set(property.getKey(), property.getValue());
        }
        for (Map.Entry<String, JsonNode> template : configuration.path("inline").properties()) {
            conf.set(
                    "spark.kubernetes." + template.getKey() + ".podTemplateFile",
                    template.getValue());
        }
        return AppSpec.from(
                new ConfigResolver(new PlatformDefaults(version))
                        .resolve(
                                ConfigTarget.KUBERNETES,
                                List.of(
                                        new ConfigLayer(
                                                ConfigSource.OVERRIDE,
                                                overrides,
                                                "configOverrides"))));
    }

    /// What Spark made, by kind, its random names replaced by ours.
    static Map<String, JsonNode> sparks(String answer) {
        String ours =
                answer.replace("PREFIX-driver-svc", "etl-1-1-svc")
                        .replace("PREFIX-driver-podspec-conf-map", "etl-1-1-conf")
                        .replace("CONF_MAP", "etl-1-1-conf")
                        .replace("PREFIX-driver-pvc", "etl-1-1-driver-pvc")
                        .replace("/var/data/spark-LOCAL", "/var/data/spark-local");
        List<JsonNode> objects = new ArrayList<>();
        tree(ours).path("objects").forEach(objects::add);
        return tidy(objects);
    }

    private static JsonNode tree(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, JsonNode> tidy(List<JsonNode> objects) {
        Map<String, JsonNode> byKind = new TreeMap<>();
        for (JsonNode object : objects) {
            String kind = object.path("kind").asText();
            ObjectNode metadata = (ObjectNode) object.path("metadata");
            metadata.remove(List.of("namespace", "ownerReferences"));
            if (kind.equals("ConfigMap")) {
                metadata.remove(List.of("labels", "annotations"));
                merge(byKind, settings(object.path("data")));
            } else if (kind.equals("PersistentVolumeClaim")) {
                unlabelled(metadata);
                byKind.put(kind + " " + metadata.path("name").asText(), object);
            } else if (!kind.equals("NetworkPolicy")) {
                byKind.put(kind, object);
            }
        }
        byKind.replaceAll((_, object) -> plain("", object));
        return byKind;
    }

    /// Ours are on every object; Spark can be told to put them on pods and services only.
    private static void unlabelled(ObjectNode metadata) {
        for (String field : List.of("labels", "annotations")) {
            if (metadata.path(field) instanceof ObjectNode texts) {
                texts.remove(
                        List.of(
                                Labels.APP_ID,
                                Labels.ATTEMPT,
                                Labels.CLUSTER_ID,
                                Labels.JOB_ID,
                                Labels.MANAGED_BY,
                                Labels.LAUNCH));
                if (texts.isEmpty()) {
                    metadata.remove(field);
                }
            }
        }
    }

    private static void merge(Map<String, JsonNode> byKind, ObjectNode settings) {
        byKind.merge(
                "ConfigMap",
                settings,
                (one, other) -> ((ObjectNode) one.deepCopy()).setAll((ObjectNode) other));
    }

    private static ObjectNode settings(JsonNode data) {
        ObjectNode settings = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> file : data.properties()) {
            settings.set(
                    file.getKey(),
                    switch (file.getKey()) {
                        case "spark.properties" -> properties(file.getValue());
                        case "podspec-configmap-key" -> tree(file.getValue().asText());
                        default -> file.getValue();
                    });
        }
        return settings;
    }

    private static JsonNode properties(JsonNode file) {
        TreeMap<String, String> all = new TreeMap<>();
        if (file.isTextual()) {
            Properties read = new Properties();
            try {
                read.load(new StringReader(file.asText()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            read.forEach((key, value) -> all.put((String) key, (String) value));
        } else {
            file.properties().forEach(each -> all.put(each.getKey(), each.getValue().asText()));
        }
        SUBMITTERS_OWN.forEach(all::remove);
        return JSON.valueToTree(all);
    }

    /// Keys sorted, what is empty left out, lists without an order by name.
    private static JsonNode plain(String name, JsonNode node) {
        if (node.isObject()) {
            ObjectNode sorted = JsonNodeFactory.instance.objectNode();
            Map<String, JsonNode> fields = new TreeMap<>();
            node.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
            fields.forEach((key, value) -> {
                if (!empty(key, value)) {
                    sorted.set(key, plain(key, value));
                }
            });
            return sorted;
        }
        if (node.isArray()) {
            List<JsonNode> each = new ArrayList<>();
            node.forEach(element -> each.add(plain("", element)));
            if (UNORDERED.contains(name)) {
                each.sort(Comparator.comparing(JsonNode::toString));
            }
            return JsonNodeFactory.instance.arrayNode().addAll(each);
        }
        return node;
    }

    private static boolean empty(String key, JsonNode value) {
        return (value.isContainerNode() && value.isEmpty() && !key.equals("emptyDir"))
                || value.isNull()
                || (value.isTextual() && value.asText().isEmpty())
                || (key.equals("readOnly") && !value.asBoolean());
    }
}
