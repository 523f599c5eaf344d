package io.spindrift.app;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Objects;

/// What holds where nobody said otherwise, by target and Spark version.
///
/// On `local` a core asks for a fraction of a machine's core (a driver mostly waits), so that two
/// applications fit on two.
public record PlatformDefaults(String sparkVersion) {
    static final int TIMEOUT_MINUTES = 1440;

    /// Above the patience with a node that is to come.
    static final int START_MINUTES = 30;

    private static final int LEAST_OVERHEAD_MIB = 384;
    private static final BigDecimal LOCAL_DRIVER_CORE = new BigDecimal("0.2");
    private static final BigDecimal LOCAL_EXECUTOR_CORE = new BigDecimal("0.8");

    public PlatformDefaults {
        Objects.requireNonNull(sparkVersion, "sparkVersion");
    }

    /// The defaults that depend on nothing but the target and the version.
    ObjectNode fixed(ConfigTarget target, String version) {
        boolean local = target == ConfigTarget.LOCAL;
        ObjectNode defaults = JsonNodeFactory.instance.objectNode();
        defaults.put("sparkVersion", version);
        defaults.put("priority", 0);
        defaults.withObjectProperty("timeout")
                .put("minutes", TIMEOUT_MINUTES)
                .put("policy", TimeoutPolicy.KILL.text());
        defaults.withObjectProperty("restartPolicy").put("type", "never");
        ObjectNode driver = defaults.withObjectProperty("driver");
        driver.put("cores", 1).put("memory", local ? "1g" : "4g");
        ObjectNode executor = defaults.withObjectProperty("executor");
        executor.put("cores", local ? 1 : 4).put("memory", local ? "1g" : "16g");
        executor.put("instances", local ? 1 : 6);
        if (!local) {
            defaults.withObjectProperty("timeout").put("startMinutes", START_MINUTES);
            driver.put("spot", false);
            executor.put("spot", true).put("strategy", "none");
        }
        if (version.startsWith("3.")) {
            // The default from 4.0 on; the logs of 3.x are some 20 times larger without it.
            defaults.withObjectProperty("sparkConf").put("spark.eventLog.compress", "true");
        }
        return defaults;
    }

    /// The defaults that follow from other effective values: language, core requests, overheads.
    ObjectNode derived(ConfigTarget target, ObjectNode effective) {
        ObjectNode defaults = JsonNodeFactory.instance.objectNode();
        AppType type =
                AppType.parse(effective.path("type").asText(""))
                        .or(() -> AppType.ofFile(effective.path("mainApplicationFile").asText("")))
                        .orElse(AppType.JAVA);
        defaults.put("type", type.text());
        double factor =
                effective.path("memoryOverheadFactor").asDouble(type.outsideJvm() ? 0.4 : 0.1);
        defaults.put("memoryOverheadFactor", factor);
        container(defaults, effective, "driver", target, LOCAL_DRIVER_CORE, factor);
        container(defaults, effective, "executor", target, LOCAL_EXECUTOR_CORE, factor);
        if (effective.path("dynamicAllocation").path("enabled").asBoolean()) {
            int instances = effective.path("executor").path("instances").asInt();
            defaults.withObjectProperty("dynamicAllocation")
                    .put("minExecutors", 0)
                    .put("maxExecutors", Math.max(1, instances));
        }
        String restarts = effective.path("restartPolicy").path("type").asText("never");
        if (!restarts.equals(RestartPolicy.Type.NEVER.text())) {
            defaults.withObjectProperty("restartPolicy")
                    .put("maxRetries", RestartPolicy.DEFAULT_RETRIES)
                    .put("maxInfrastructureRetries", RestartPolicy.DEFAULT_INFRASTRUCTURE_RETRIES)
                    .put("backoffSeconds", RestartPolicy.DEFAULT_BACKOFF_SECONDS)
                    .put("maxBackoffSeconds", RestartPolicy.DEFAULT_LONGEST_BACKOFF_SECONDS);
        }
        return defaults;
    }

    private static void container(
            ObjectNode defaults,
            ObjectNode effective,
            String name,
            ConfigTarget target,
            BigDecimal localCore,
            double factor) {
        int cores = effective.path(name).path("cores").asInt();
        BigDecimal perCore = target == ConfigTarget.LOCAL ? localCore : BigDecimal.ONE;
        BigDecimal request = perCore.multiply(BigDecimal.valueOf(cores)).stripTrailingZeros();
        int memoryMib =
                Sizes.memoryMib(effective.path(name).path("memory")).orElse(LEAST_OVERHEAD_MIB);
        int share =
                BigDecimal.valueOf(memoryMib)
                        .multiply(BigDecimal.valueOf(factor))
                        .setScale(0, RoundingMode.CEILING)
                        .intValueExact();
        ObjectNode container = defaults.withObjectProperty(name);
        if (request.scale() > 0) {
            container.put("coreRequest", request.doubleValue());
        } else {
            container.put("coreRequest", request.intValueExact());
        }
        container.put("memoryOverhead", Sizes.text(Math.max(LEAST_OVERHEAD_MIB, share)));
    }
}
