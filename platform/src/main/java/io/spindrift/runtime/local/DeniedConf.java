package io.spindrift.runtime.local;

import io.spindrift.app.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What `local` refuses of `sparkConf` and of variables, and other kinds of cluster do not: it
/// would reach beyond the attempt's own folders, open ports to the network, or get around
/// admission. Upper and lower case of properties are one.
///
/// Every JVM reads options from the variables of [#JVM_OPTIONS], one of them after its command
/// line, so that a heap named there would win over the one that was admitted. `LD_LIBRARY_PATH` may
/// be given: native libraries need it, and it sizes nothing.
///
/// What is the platform's own on every kind of cluster is refused before it comes here.
public final class DeniedConf {
    private static final String IVY = "spark.jars.ivy";
    private static final String EXECUTOR_VARIABLE = "spark.executorenv.";
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
    private static final List<String> JVM_OPTIONS =
            List.of("_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS");
    private static final Map<String, String> JAVA_OPTIONS =
            Map.of(
                    "spark.driver.extrajavaoptions", "driver",
                    "spark.driver.defaultjavaoptions", "driver",
                    "spark.executor.extrajavaoptions", "executor",
                    "spark.executor.defaultjavaoptions", "executor");
    private static final List<String> HEAP = List.of("-Xmx", "-XX:MaxHeapSize", "-XX:MaxRAM");
    private static final String PROCESSORS = "-XX:ActiveProcessorCount";

    private DeniedConf() {}

    /// Every property that is not allowed, sorted, each with its path under the field.
    public static List<Problem> problems(Map<String, String> sparkConf, String fieldPath) {
        List<Problem> problems = new ArrayList<>();
        new TreeMap<>(sparkConf)
                .forEach((key, value) ->
                        reason(key, value)
                                .ifPresent(sentence ->
                                        problems.add(problem(sentence, fieldPath + "." + key))));
        return problems;
    }

    /// Every environment variable that is not allowed for a driver or executor.
    public static List<Problem> variableProblems(Map<String, String> variables, String fieldPath) {
        List<Problem> problems = new ArrayList<>();
        for (String name : new TreeMap<>(variables).keySet()) {
            String path = fieldPath + "." + name;
            if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
                problems.add(problem("'" + name + "' is no name of a variable", path));
            } else if (VARIABLES.contains(name) || name.startsWith("SPINDRIFT_")) {
                problems.add(problem(ours(name), path));
            } else if (JVM_OPTIONS.contains(name)) {
                String container = fieldPath.startsWith("driver") ? "driver" : "executor";
                problems.add(problem(pastTheFields(name, container), path));
            }
        }
        return problems;
    }

    /// Why a property may not have a value here; empty when it may.
    static Optional<String> reason(String key, String value) {
        String plain = key.toLowerCase(Locale.ROOT);
        String container = JAVA_OPTIONS.get(plain);
        if (container != null) {
            return sizing(key, value, container);
        }
        if (plain.startsWith(EXECUTOR_VARIABLE)) {
            return variableReason(key, key.substring(EXECUTOR_VARIABLE.length()));
        }
        return plain.equals(IVY) ? Optional.of(ours(key)) : Optional.empty();
    }

    private static Optional<String> variableReason(String key, String variable) {
        if (JVM_OPTIONS.contains(variable)) {
            return Optional.of(pastTheFields(key, "executor"));
        }
        return VARIABLES.contains(variable) ? Optional.of(ours(key)) : Optional.empty();
    }

    private static Optional<String> sizing(String key, String options, String container) {
        if (options.contains(PROCESSORS)) {
            return Optional.of(instead(PROCESSORS, key, container + ".cores"));
        }
        return HEAP.stream()
                .filter(options::contains)
                .map(flag -> instead(flag, key, container + ".memory"))
                .findFirst();
    }

    private static String instead(String flag, String key, String field) {
        return flag + " in '" + key + "' is set by the field '" + field + "'; use that";
    }

    private static String pastTheFields(String name, String container) {
        return ("'%s' cannot be given: it would get around the field '%s.memory'; other options of"
                        + " Java belong in 'spark.%s.extraJavaOptions'")
                .formatted(name, container, container);
    }

    private static String ours(String name) {
        return "'" + name + "' is set by the platform and cannot be given";
    }

    private static Problem problem(String message, String path) {
        return new Problem("INVALID_VALUE", message, path);
    }
}
