package io.spindrift.runtime.local;

import io.spindrift.app.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The keys of `sparkConf` that belong to the platform on `local`: another value would get around
/// admission, reach beyond the attempt's own folders, open ports to the network, or hide the run
/// from its history.
public final class DeniedConf {
    private static final String OURS = "the platform sets it";
    private static final Map<String, String> KEYS =
            Map.ofEntries(
                    Map.entry("spark.master", OURS),
                    Map.entry("spark.submit.deployMode", OURS),
                    Map.entry("spark.home", OURS),
                    Map.entry("spark.local.dir", OURS),
                    Map.entry("spark.eventLog.enabled", OURS),
                    Map.entry("spark.eventLog.dir", OURS),
                    Map.entry("spark.eventLog.overwrite", OURS),
                    Map.entry("spark.driver.host", OURS),
                    Map.entry("spark.driver.bindAddress", OURS),
                    Map.entry("spark.ui.port", OURS),
                    Map.entry("spark.jars.ivy", OURS),
                    Map.entry("spark.cores.max", "set executor.instances"),
                    Map.entry("spark.driver.cores", "set driver.cores"),
                    Map.entry("spark.driver.memory", "set driver.memory"),
                    Map.entry("spark.driver.memoryOverhead", "set driver.memoryOverhead"),
                    Map.entry("spark.executor.cores", "set executor.cores"),
                    Map.entry("spark.executor.memory", "set executor.memory"),
                    Map.entry("spark.executor.memoryOverhead", "set executor.memoryOverhead"),
                    Map.entry("spark.executor.instances", "set executor.instances"),
                    Map.entry("spark.dynamicAllocation.enabled", "set dynamicAllocation"),
                    Map.entry("spark.dynamicAllocation.minExecutors", "set dynamicAllocation"),
                    Map.entry("spark.dynamicAllocation.maxExecutors", "set dynamicAllocation"),
                    Map.entry("spark.dynamicAllocation.initialExecutors", "set dynamicAllocation"));
    private static final List<String> PREFIXES =
            List.of("spark.worker.", "spark.deploy.", "spark.executorEnv.SPINDRIFT_");
    private static final List<String> VARIABLES =
            List.of(
                    "JAVA_HOME",
                    "SPARK_HOME",
                    "SPARK_CONF_DIR",
                    "SPARK_LOCAL_IP",
                    "SPARK_LOCAL_HOSTNAME",
                    "SPARK_LOCAL_DIRS",
                    "SPARK_PUBLIC_DNS",
                    "SPARK_WORKER_DIR",
                    "SPARK_USER",
                    "BASH_ENV",
                    "LD_PRELOAD");
    private static final List<String> JAVA_OPTIONS =
            List.of(
                    "spark.driver.extraJavaOptions",
                    "spark.driver.defaultJavaOptions",
                    "spark.executor.extraJavaOptions",
                    "spark.executor.defaultJavaOptions");
    private static final List<String> SIZING =
            List.of("-Xmx", "-XX:MaxHeapSize", "-XX:MaxRAM", "-XX:ActiveProcessorCount");

    private DeniedConf() {}

    /// Why a key may not be set; empty when it may.
    public static Optional<String> reason(String key) {
        String exact = KEYS.get(key);
        if (exact != null) {
            return Optional.of(exact);
        }
        boolean hidden =
                key.startsWith("spark.executorEnv.")
                        && VARIABLES.contains(key.substring("spark.executorEnv.".length()));
        return hidden || PREFIXES.stream().anyMatch(key::startsWith)
                ? Optional.of(OURS)
                : Optional.empty();
    }

    /// Every key of a `sparkConf` that is not allowed, sorted, each with its path under the field.
    public static List<Problem> problems(Map<String, String> sparkConf, String fieldPath) {
        List<Problem> problems = new ArrayList<>();
        new TreeMap<>(sparkConf)
                .forEach((key, value) ->
                        why(key, value)
                                .ifPresent(reason ->
                                        problems.add(
                                                problem(
                                                        key + " is not allowed here: " + reason,
                                                        fieldPath + "." + key))));
        return problems;
    }

    /// Every environment variable that is not allowed for a driver or executor.
    public static List<Problem> variableProblems(Map<String, String> variables, String fieldPath) {
        List<Problem> problems = new ArrayList<>();
        for (String name : new TreeMap<>(variables).keySet()) {
            String path = fieldPath + "." + name;
            if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
                problems.add(problem("no name of a variable: " + name, path));
            } else if (VARIABLES.contains(name) || name.startsWith("SPINDRIFT_")) {
                problems.add(problem(name + " is not allowed here: " + OURS, path));
            }
        }
        return problems;
    }

    private static Optional<String> why(String key, String value) {
        if (JAVA_OPTIONS.contains(key)) {
            return SIZING.stream()
                    .filter(value::contains)
                    .map(flag -> flag + " follows from memory and cores")
                    .findFirst();
        }
        return reason(key);
    }

    private static Problem problem(String message, String path) {
        return new Problem("NOT_ALLOWED", message, path);
    }
}
