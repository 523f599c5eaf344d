package io.spindrift.app;

import static io.spindrift.app.ConfigField.group;
import static io.spindrift.app.ConfigField.hint;
import static io.spindrift.app.ConfigField.refused;
import static io.spindrift.app.ConfigField.works;
import static java.util.Map.entry;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Every field a configuration may have. A new field is added here and read in [AppSpec].
final class ConfigSchema {
    /// Below this Spark refuses to start a JVM: it reserves 300 MiB, and wants 1.5 times that.
    private static final int LEAST_HEAP_MIB = 450;

    private static final int MOST_CORES = 1024;
    private static final int MOST_EXECUTORS = 10_000;
    private static final int MOST_KEEP_MINUTES = 7 * 24 * 60;

    private static final ConfigField.Type TEXT = new ConfigField.Text();
    private static final ConfigField.Type TEXTS = new ConfigField.TextList();
    private static final ConfigField.Type TEXT_MAP = new ConfigField.TextMap();
    private static final ConfigField.Type FLAG = new ConfigField.Flag();
    private static final ConfigField.Type LIST = new ConfigField.KubernetesList();
    private static final ConfigField.Type OBJECT = new ConfigField.KubernetesObject();

    static final ConfigField.Group ROOT =
            group(
                    Map.ofEntries(
                            entry("type", works(choice("Java", "Scala", "Python", "R", "SQL"))),
                            entry("sparkVersion", works(TEXT)),
                            entry("image", hint(TEXT)),
                            entry(
                                    "imagePullPolicy",
                                    hint(choice("Always", "IfNotPresent", "Never"))),
                            entry("mainApplicationFile", works(TEXT)),
                            entry("mainClass", works(TEXT)),
                            entry("arguments", works(TEXTS)),
                            entry("sparkConf", works(TEXT_MAP)),
                            entry("hadoopConf", works(TEXT_MAP)),
                            entry("deps", works(deps())),
                            entry("driver", works(group(container()))),
                            entry("executor", works(executor())),
                            entry("volumes", refused(LIST)),
                            entry("memoryOverheadFactor", works(new ConfigField.Decimal(0, 10))),
                            entry("serviceAccountName", hint(TEXT)),
                            entry("namespace", hint(TEXT)),
                            entry("workloadIdentity", hint(workloadIdentity())),
                            entry("prometheus", hint(FLAG)),
                            entry("batchScheduler", hint(batchScheduler())),
                            entry("keepPodsMinutes", hint(whole(0, MOST_KEEP_MINUTES))),
                            entry("labels", works(TEXT_MAP)),
                            entry("priority", works(whole(-1000, 1000))),
                            entry("timeout", works(timeout())),
                            entry("restartPolicy", works(restartPolicy())),
                            entry("dynamicAllocation", works(dynamicAllocation()))));

    private ConfigSchema() {}

    private static ConfigField.Type deps() {
        return group(
                Map.of(
                        "jars", works(TEXTS),
                        "files", works(TEXTS),
                        "pyFiles", works(TEXTS),
                        "archives", works(TEXTS),
                        "packages", works(TEXTS),
                        "excludePackages", works(TEXTS),
                        "repositories", works(TEXTS)));
    }

    private static Map<String, ConfigField> container() {
        return Map.ofEntries(
                entry("cores", works(whole(1, MOST_CORES))),
                entry("coreRequest", works(new ConfigField.Cores())),
                entry("coreLimit", hint(new ConfigField.Cores())),
                entry("memory", works(new ConfigField.Size(LEAST_HEAP_MIB))),
                entry("memoryOverhead", works(new ConfigField.Size(0))),
                entry("spot", hint(FLAG)),
                entry("instanceType", hint(TEXT)),
                entry("instanceAllowList", hint(TEXTS)),
                entry("envVars", works(TEXT_MAP)),
                entry("envSecretKeyRefs", refused(secretKeys())),
                entry("secrets", refused(secrets())),
                entry("volumeMounts", refused(LIST)),
                entry("labels", hint(TEXT_MAP)),
                entry("annotations", hint(TEXT_MAP)),
                entry("nodeSelector", hint(TEXT_MAP)),
                entry("tolerations", hint(LIST)),
                entry("affinity", hint(OBJECT)),
                entry("gpu", refused(gpu())),
                entry("sidecars", refused(LIST)),
                entry("initContainers", refused(LIST)),
                entry("nodeGroups", hint(TEXTS)));
    }

    private static ConfigField.Type executor() {
        Map<String, ConfigField> fields = new HashMap<>(container());
        fields.put("instances", works(whole(0, MOST_EXECUTORS)));
        fields.put("strategy", hint(choice("none", "oomRecovery", "autotuning")));
        return group(fields);
    }

    private static ConfigField.Type secretKeys() {
        return new ConfigField.GroupMap(group(Map.of("name", works(TEXT), "key", works(TEXT))));
    }

    private static ConfigField.Type secrets() {
        return new ConfigField.GroupList(
                group(
                        Map.of(
                                "name", works(TEXT),
                                "path", works(TEXT),
                                "secretType", works(TEXT))));
    }

    private static ConfigField.Type gpu() {
        return group(Map.of("name", works(TEXT), "quantity", works(whole(1, 64))));
    }

    private static ConfigField.Type timeout() {
        ConfigField ofStart = works(whole(1, 60 * 24));
        return new ConfigField.GroupOrWord(
                group(
                        Map.of(
                                "minutes", works(whole(1, 60 * 24 * 366)),
                                "policy", works(choice("kill", "warn")),
                                "startMinutes", ofStart,
                                "readyMinutes", ofStart,
                                "executorsMinutes", ofStart)),
                List.of("DISABLED"));
    }

    private static ConfigField.Type restartPolicy() {
        String[] types =
                Arrays.stream(RestartPolicy.Type.values())
                        .map(RestartPolicy.Type::text)
                        .toArray(String[]::new);
        return group(
                Map.of(
                        "type", works(choice(types)),
                        "maxRetries", works(whole(0, 100)),
                        "maxInfrastructureRetries", works(whole(0, 100)),
                        "backoffSeconds", works(whole(0, 3600)),
                        "maxBackoffSeconds", works(whole(1, 24 * 3600)),
                        "resetAfterMinutes", works(whole(1, 60 * 24 * 366))));
    }

    private static ConfigField.Type workloadIdentity() {
        return group(
                Map.of(
                        "awsRoleArn", works(TEXT),
                        "gcpServiceAccount", works(TEXT),
                        "azureClientId", works(TEXT)));
    }

    private static ConfigField.Type batchScheduler() {
        return group(
                Map.of(
                        "name", works(choice("yunikorn", "volcano", "kueue")),
                        "queue", works(TEXT),
                        "priorityClass", works(TEXT)));
    }

    private static ConfigField.Type dynamicAllocation() {
        ConfigField count = works(whole(0, MOST_EXECUTORS));
        return group(
                Map.of(
                        "enabled", works(FLAG),
                        "initialExecutors", count,
                        "minExecutors", count,
                        "maxExecutors", count));
    }

    private static ConfigField.Type choice(String... words) {
        return new ConfigField.Choice(List.of(words));
    }

    private static ConfigField.Type whole(int least, int most) {
        return new ConfigField.Whole(least, most);
    }
}
