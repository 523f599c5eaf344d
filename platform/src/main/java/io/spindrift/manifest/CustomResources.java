package io.spindrift.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.List;
import java.util.Map;

/// The definitions by which a cluster knows the kinds: made from the same tables as the
/// translation, so that what is offered and what is understood are one.
public final class CustomResources {
    /// A label of a definition: whose it is to serve.
    public static final String MANAGED_BY = "app.kubernetes.io/managed-by";

    public static final String MANAGER = "spindrift";

    private static final ObjectMapper YAML =
            new YAMLMapper(
                    YAMLFactory.builder()
                            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                            .build());

    private static final Map<ResourceKind, List<String>> REQUIRED =
            Map.of(
                    ResourceKind.APPLICATION,
                    List.of("type", "sparkVersion", "mainApplicationFile", "driver", "executor"),
                    ResourceKind.SCHEDULED,
                    List.of("schedule", "template"),
                    ResourceKind.CONNECT,
                    List.of("sparkVersion", "server", "executor"));

    /// Name, JSON path and type of what `kubectl get` prints.
    private record Column(String name, String path, String type) {}

    private static final Column AGE = new Column("Age", ".metadata.creationTimestamp", "date");

    private CustomResources() {}

    /// For `kubectl apply -f`.
    public static String yaml() {
        StringBuilder all = new StringBuilder();
        for (ResourceKind kind : ResourceKind.values()) {
            try {
                all.append(YAML.writeValueAsString(definition(kind)));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }
        return all.toString();
    }

    static ObjectNode definition(ResourceKind kind) {
        ObjectNode definition = JsonNodeFactory.instance.objectNode();
        definition.put("apiVersion", "apiextensions.k8s.io/v1");
        definition.put("kind", "CustomResourceDefinition");
        ObjectNode metadata = definition.putObject("metadata");
        metadata.put("name", kind.plural() + "." + ResourceKind.GROUP);
        metadata.putObject("labels").put(MANAGED_BY, MANAGER);
        metadata.putObject("annotations")
                .put(
                        "api-approved.kubernetes.io",
                        "https://github.com/kubeflow/spark-operator/pull/1298");
        ObjectNode spec = definition.putObject("spec");
        spec.put("group", ResourceKind.GROUP).put("scope", "Namespaced");
        ObjectNode names = spec.putObject("names");
        names.put("kind", kind.kind()).put("listKind", kind.kind() + "List");
        names.put("plural", kind.plural());
        names.put("singular", kind.plural().substring(0, kind.plural().length() - 1));
        names.putArray("shortNames").add(kind.shortName());
        spec.putArray("versions").add(version(kind));
        return definition;
    }

    private static ObjectNode version(ResourceKind kind) {
        ObjectNode version = JsonNodeFactory.instance.objectNode();
        version.put("name", kind.version()).put("served", true).put("storage", true);
        version.putObject("subresources").putObject("status");
        for (Column column : columns(kind)) {
            version.withArrayProperty("additionalPrinterColumns")
                    .addObject()
                    .put("name", column.name())
                    .put("jsonPath", column.path())
                    .put("type", column.type());
        }
        ObjectNode schema = version.putObject("schema").putObject("openAPIV3Schema");
        schema.put("type", "object").putArray("required").add("spec");
        ObjectNode properties = schema.putObject("properties");
        for (String text : List.of("apiVersion", "kind")) {
            properties.putObject(text).put("type", "string");
        }
        properties.putObject("metadata").put("type", "object");
        ObjectNode spec = properties.putObject("spec").put("type", "object");
        REQUIRED.getOrDefault(kind, List.of()).forEach(spec.putArray("required")::add);
        kind.fields().forEach(field -> describe(field, spec));
        properties
                .putObject("status")
                .put("type", "object")
                .put("x-kubernetes-preserve-unknown-fields", true);
        return version;
    }

    private static void describe(Field field, ObjectNode spec) {
        ObjectNode at = spec;
        String[] names = field.path().split("\\.");
        for (String name : names) {
            at.put("type", "object");
            at = at.withObjectProperty("properties").withObjectProperty(name);
        }
        field.type().describe(at);
    }

    private static List<Column> columns(ResourceKind kind) {
        return switch (kind) {
            case APPLICATION ->
                    List.of(
                            new Column("Status", ".status.applicationState.state", "string"),
                            new Column("Attempts", ".status.executionAttempts", "string"),
                            new Column("Start", ".status.lastSubmissionAttemptTime", "string"),
                            new Column("Finish", ".status.terminationTime", "string"),
                            AGE);
            case SCHEDULED ->
                    List.of(
                            new Column("Schedule", ".spec.schedule", "string"),
                            new Column("TimeZone", ".spec.timeZone", "string"),
                            new Column("Suspend", ".spec.suspend", "string"),
                            new Column("Last Run", ".status.lastRun", "date"),
                            new Column("Last Run Name", ".status.lastRunName", "string"),
                            AGE);
            case CONNECT ->
                    List.of(
                            AGE,
                            new Column("Status", ".status.state", "string"),
                            new Column("PodName", ".status.server.podName", "string"));
        };
    }

    /// The table of support, in Markdown.
    public static String support() {
        StringBuilder text = new StringBuilder();
        for (ResourceKind kind : ResourceKind.values()) {
            text.append("\n## ").append(kind.kind()).append(" (");
            text.append(kind.apiVersion()).append(")\n\n");
            text.append(
                    "| field of `spec` | holds | support | what comes of it |\n|---|---|---|---|\n");
            for (Field field : kind.fields()) {
                if (kind != ResourceKind.SCHEDULED || !field.path().startsWith("template.")) {
                    row(field, text);
                }
            }
        }
        return text.toString();
    }

    private static void row(Field field, StringBuilder text) {
        String support =
                switch (field.use()) {
                    case Use.Becomes _, Use.Property _, Use.Templated _, Use.Done _ -> "yes";
                    case Use.Followed _ -> "yes, in a cluster";
                    case Use.Idle _ -> "no effect";
                    case Use.Refused _ -> "refused";
                };
        text.append("| `").append(field.path()).append("` | ");
        text.append(field.type().text()).append(" | ").append(support).append(" | ");
        text.append(field.use().text()).append(" |\n");
    }
}
