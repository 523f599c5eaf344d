package io.spindrift.submit;

import io.spindrift.app.EffectiveConfig;
import io.spindrift.app.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Spark properties that the platform sets itself: given by a user they would cut an application
/// off from its history, its room or its owner.
final class DeniedConf {
    private static final Map<String, String> INSTEAD =
            Map.of(
                    "spark.driver.cores", "driver.cores",
                    "spark.driver.memory", "driver.memory",
                    "spark.driver.memoryoverhead", "driver.memoryOverhead",
                    "spark.executor.cores", "executor.cores",
                    "spark.executor.memory", "executor.memory",
                    "spark.executor.memoryoverhead", "executor.memoryOverhead",
                    "spark.executor.instances", "executor.instances",
                    "spark.cores.max", "executor.instances");
    private static final List<String> OWN =
            List.of(
                    "spark.master",
                    "spark.submit.deploymode",
                    "spark.app.id",
                    "spark.home",
                    "spark.local.dir",
                    "spark.eventlog.enabled",
                    "spark.eventlog.dir",
                    "spark.driver.host",
                    "spark.driver.bindaddress",
                    "spark.driver.port",
                    "spark.blockmanager.port",
                    "spark.ui.enabled",
                    "spark.ui.port",
                    "spark.ui.reverseproxy");
    private static final List<String> OWN_FAMILIES = List.of("spark.deploy.", "spark.worker.");

    private DeniedConf() {}

    static List<Problem> problems(EffectiveConfig config) {
        List<Problem> problems = new ArrayList<>();
        config.values()
                .path("sparkConf")
                .fieldNames()
                .forEachRemaining(key -> {
                    String plain = key.toLowerCase(Locale.ROOT);
                    String instead = INSTEAD.get(plain);
                    if (instead != null) {
                        problems.add(
                                problem(
                                        key,
                                        "'"
                                                + key
                                                + "' is set by the field '"
                                                + instead
                                                + "'; use that"));
                    } else if (OWN.contains(plain)
                            || OWN_FAMILIES.stream().anyMatch(plain::startsWith)) {
                        problems.add(
                                problem(
                                        key,
                                        "'"
                                                + key
                                                + "' is set by the platform and cannot"
                                                + " be given"));
                    }
                });
        return problems;
    }

    private static Problem problem(String key, String sentence) {
        return new Problem("INVALID_VALUE", sentence, "sparkConf." + key);
    }
}
