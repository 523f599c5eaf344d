package io.spindrift.submit;

import io.spindrift.app.EffectiveConfig;
import io.spindrift.app.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Spark properties that the platform sets itself, whatever kind of cluster it is: given by a user
/// they would cut an application off from its history, its room or its owner. Upper and lower case
/// are one.
///
/// What only one kind of cluster refuses is its runtime's to say, and stands there alone.
final class DeniedConf {
    private static final Map<String, String> INSTEAD =
            Map.ofEntries(
                    Map.entry("spark.driver.cores", "driver.cores"),
                    Map.entry("spark.driver.memory", "driver.memory"),
                    Map.entry("spark.driver.memoryoverhead", "driver.memoryOverhead"),
                    Map.entry("spark.executor.cores", "executor.cores"),
                    Map.entry("spark.executor.memory", "executor.memory"),
                    Map.entry("spark.executor.memoryoverhead", "executor.memoryOverhead"),
                    Map.entry("spark.executor.instances", "executor.instances"),
                    Map.entry("spark.cores.max", "executor.instances"),
                    Map.entry("spark.dynamicallocation.enabled", "dynamicAllocation.enabled"),
                    Map.entry(
                            "spark.dynamicallocation.minexecutors",
                            "dynamicAllocation.minExecutors"),
                    Map.entry(
                            "spark.dynamicallocation.initialexecutors",
                            "dynamicAllocation.initialExecutors"),
                    Map.entry(
                            "spark.dynamicallocation.maxexecutors",
                            "dynamicAllocation.maxExecutors"));
    private static final List<String> OWN =
            List.of(
                    "spark.master",
                    "spark.submit.deploymode",
                    "spark.app.id",
                    "spark.home",
                    "spark.local.dir",
                    "spark.eventlog.enabled",
                    "spark.eventlog.dir",
                    "spark.eventlog.overwrite",
                    "spark.driver.host",
                    "spark.driver.bindaddress",
                    "spark.driver.port",
                    "spark.blockmanager.port",
                    "spark.ui.enabled",
                    "spark.ui.port",
                    "spark.ui.reverseproxy",
                    "spark.spindrift.appid",
                    "spark.spindrift.attempt",
                    "spark.spindrift.jobid",
                    "spark.spindrift.user");
    private static final List<String> OWN_FAMILIES =
            List.of("spark.deploy.", "spark.worker.", "spark.executorenv.spindrift_");

    private DeniedConf() {}

    /// Why a property may not be given, naming the field to use instead where there is one; empty
    /// when no kind of cluster refuses it.
    static Optional<String> reason(String key) {
        String plain = key.toLowerCase(Locale.ROOT);
        String instead = INSTEAD.get(plain);
        if (instead != null) {
            return Optional.of("'" + key + "' is set by the field '" + instead + "'; use that");
        }
        boolean own = OWN.contains(plain) || OWN_FAMILIES.stream().anyMatch(plain::startsWith);
        return own
                ? Optional.of("'" + key + "' is set by the platform and cannot be given")
                : Optional.empty();
    }

    static List<Problem> problems(EffectiveConfig config) {
        List<Problem> problems = new ArrayList<>();
        config.values()
                .path("sparkConf")
                .fieldNames()
                .forEachRemaining(key ->
                        reason(key).ifPresent(sentence -> problems.add(problem(key, sentence))));
        return problems;
    }

    private static Problem problem(String key, String sentence) {
        return new Problem("INVALID_VALUE", sentence, "sparkConf." + key);
    }
}
