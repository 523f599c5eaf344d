package io.spindrift.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The effective configuration of an application in types: what a runtime reads.
///
/// @param mainClass null where the language needs none
/// @param timeout null when it is disabled
/// @param pod what only Kubernetes reads of the application as a whole: `image`, `imagePullPolicy`,
///   `serviceAccountName`, `namespace`, `workloadIdentity`, `prometheus`, `volumes`,
///   `batchScheduler`, `keepPodsMinutes`
public record AppSpec(
        AppType type,
        String sparkVersion,
        String mainApplicationFile,
        @Nullable String mainClass,
        List<String> arguments,
        Map<String, String> sparkConf,
        Map<String, String> hadoopConf,
        AppDeps deps,
        ContainerSpec driver,
        ContainerSpec executor,
        ExecutorCount executors,
        Map<String, String> labels,
        int priority,
        @Nullable AppTimeout timeout,
        RestartPolicy restartPolicy,
        ObjectNode pod) {
    private static final Set<String> POD_FIELDS =
            Set.of(
                    "image",
                    "imagePullPolicy",
                    "serviceAccountName",
                    "namespace",
                    "workloadIdentity",
                    "prometheus",
                    "volumes",
                    "batchScheduler",
                    "keepPodsMinutes");
    private static final Set<String> CONTAINER_FIELDS =
            Set.of(
                    "cores",
                    "coreRequest",
                    "coreLimit",
                    "memory",
                    "memoryOverhead",
                    "spot",
                    "envVars",
                    "instances");

    public AppSpec {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(sparkVersion, "sparkVersion");
        Objects.requireNonNull(mainApplicationFile, "mainApplicationFile");
        arguments = List.copyOf(arguments);
        sparkConf = Map.copyOf(sparkConf);
        hadoopConf = Map.copyOf(hadoopConf);
        Objects.requireNonNull(deps, "deps");
        Objects.requireNonNull(driver, "driver");
        Objects.requireNonNull(executor, "executor");
        Objects.requireNonNull(executors, "executors");
        labels = Map.copyOf(labels);
        Objects.requireNonNull(restartPolicy, "restartPolicy");
        Objects.requireNonNull(pod, "pod");
    }

    /// Every file that it names, the program's first.
    public List<String> files() {
        List<String> files = new ArrayList<>(List.of(mainApplicationFile));
        List.of(deps.jars(), deps.files(), deps.pyFiles(), deps.archives()).forEach(files::addAll);
        return files;
    }

    /// The same, its files named otherwise.
    public AppSpec withFiles(String main, AppDeps named) {
        return new AppSpec(
                type,
                sparkVersion,
                main,
                mainClass,
                arguments,
                sparkConf,
                hadoopConf,
                named,
                driver,
                executor,
                executors,
                labels,
                priority,
                timeout,
                restartPolicy,
                pod);
    }

    /// Thousandths of a core that the driver and the most executors ask for together.
    public long requestedMilliCores() {
        return driver.coreRequestMilliCores()
                + (long) executors.most() * executor.coreRequestMilliCores();
    }

    /// Memory that the driver and the most executors ask for together, overheads included.
    public long requestedMemoryMib() {
        return driver.totalMemoryMib() + (long) executors.most() * executor.totalMemoryMib();
    }

    /// Reads a configuration that [ConfigResolver] made, or what is known of an observed one.
    public static AppSpec from(EffectiveConfig config) {
        ObjectNode values = config.values();
        return new AppSpec(
                AppType.parse(values.path("type").asText()).orElseThrow(),
                values.path("sparkVersion").asText(),
                values.path("mainApplicationFile").asText(),
                optionalText(values, "mainClass"),
                texts(values.path("arguments")),
                textMap(values.path("sparkConf")),
                textMap(values.path("hadoopConf")),
                deps(values.path("deps")),
                container(values.path("driver")),
                container(values.path("executor")),
                executors(config),
                textMap(values.path("labels")),
                values.path("priority").asInt(),
                timeout(config),
                restartPolicy(values.path("restartPolicy")),
                chosen(values, POD_FIELDS, true));
    }

    private static AppDeps deps(JsonNode deps) {
        return new AppDeps(
                texts(deps.path("jars")),
                texts(deps.path("files")),
                texts(deps.path("pyFiles")),
                texts(deps.path("archives")),
                texts(deps.path("packages")),
                texts(deps.path("excludePackages")),
                texts(deps.path("repositories")));
    }

    private static ContainerSpec container(JsonNode container) {
        JsonNode spot = container.path("spot");
        int cores = container.path("cores").asInt();
        return new ContainerSpec(
                cores,
                // Of observed applications, neither request nor overhead is known.
                Sizes.milliCores(container.path("coreRequest")).orElse(cores * 1000),
                Sizes.memoryMib(container.path("memory")).orElseThrow(),
                Sizes.memoryMib(container.path("memoryOverhead")).orElse(0),
                textMap(container.path("envVars")),
                new PodSettings(
                        Sizes.milliCores(container.path("coreLimit")).orElse(null),
                        spot.isBoolean() ? Boolean.valueOf(spot.booleanValue()) : null,
                        chosen(container, CONTAINER_FIELDS, false)));
    }

    /// Of all that is read by [#from], this alone.
    static ExecutorCount executors(EffectiveConfig config) {
        ObjectNode values = config.values();
        int instances = values.path("executor").path("instances").asInt();
        JsonNode dynamic = values.path("dynamicAllocation");
        if (!dynamic.path("enabled").asBoolean()) {
            return ExecutorCount.fixed(instances);
        }
        int least = dynamic.path("minExecutors").asInt();
        int most = dynamic.path("maxExecutors").asInt();
        int initial = Math.max(least, Math.min(instances, most));
        return new ExecutorCount(
                true, dynamic.path("initialExecutors").asInt(initial), least, most);
    }

    /// Of all that is read by [#from], this alone; null when it is disabled.
    static @Nullable AppTimeout timeout(EffectiveConfig config) {
        JsonNode timeout = config.values().path("timeout");
        if (!timeout.isObject()) {
            return null;
        }
        boolean warn = timeout.path("policy").asText().equals(TimeoutPolicy.WARN.text());
        String source = config.sources().path("timeout").path("minutes").asText();
        return new AppTimeout(
                Duration.ofMinutes(timeout.path("minutes").asInt()),
                warn ? TimeoutPolicy.WARN : TimeoutPolicy.KILL,
                source.equals(ConfigSource.DEFAULT.text()),
                minutes(timeout.path("startMinutes")),
                minutes(timeout.path("readyMinutes")),
                minutes(timeout.path("executorsMinutes")));
    }

    private static @Nullable Duration minutes(JsonNode count) {
        return count.isNumber() ? Duration.ofMinutes(count.asInt()) : null;
    }

    /// Rows of older versions lack what was added since.
    private static RestartPolicy restartPolicy(JsonNode policy) {
        RestartPolicy.Type type =
                RestartPolicy.Type.parse(policy.path("type").asText())
                        .orElse(RestartPolicy.Type.NEVER);
        if (type == RestartPolicy.Type.NEVER) {
            return RestartPolicy.NEVER;
        }
        int retries = policy.path("maxRetries").asInt(RestartPolicy.DEFAULT_RETRIES);
        return new RestartPolicy(
                type,
                retries,
                policy.path("maxInfrastructureRetries").asInt(retries),
                Duration.ofSeconds(policy.path("backoffSeconds").asInt()),
                Duration.ofSeconds(
                        policy.path("maxBackoffSeconds")
                                .asInt(RestartPolicy.DEFAULT_LONGEST_BACKOFF_SECONDS)),
                minutes(policy.path("resetAfterMinutes")));
    }

    private static @Nullable String optionalText(JsonNode object, String name) {
        JsonNode value = object.get(name);
        return value == null ? null : value.asText();
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static Map<String, String> textMap(JsonNode object) {
        Map<String, String> map = new LinkedHashMap<>();
        object.properties().forEach(field -> map.put(field.getKey(), field.getValue().asText()));
        return map;
    }

    private static ObjectNode chosen(JsonNode object, Set<String> names, boolean among) {
        ObjectNode chosen = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (names.contains(field.getKey()) == among && !(among && field.getValue().isNull())) {
                chosen.set(field.getKey(), field.getValue());
            }
        }
        return chosen;
    }
}
