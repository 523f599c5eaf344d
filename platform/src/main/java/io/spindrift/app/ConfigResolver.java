package io.spindrift.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Five sources in, one checked configuration out.
public final class ConfigResolver {
    private final PlatformDefaults defaults;

    public ConfigResolver(PlatformDefaults defaults) {
        this.defaults = defaults;
    }

    /// Checks each layer, lays them over the platform's defaults, and checks what needs the whole.
    ///
    /// @param layers highest first, without the defaults
    /// @throws InvalidRequestException naming everything that is wrong in all layers
    public EffectiveConfig resolve(ConfigTarget target, List<ConfigLayer> layers) {
        List<Problem> problems = new ArrayList<>();
        List<ConfigLayer> checked = new ArrayList<>();
        for (ConfigLayer layer : layers) {
            List<Problem> found = ConfigCheck.problems(layer.values(), layer.fieldPath());
            problems.addAll(found);
            if (found.isEmpty()) {
                if (target == ConfigTarget.LOCAL) {
                    problems.addAll(OnLocal.refusals(layer.values(), layer.fieldPath()));
                }
                checked.add(
                        new ConfigLayer(
                                layer.source(),
                                ConfigCheck.normal(layer.values()),
                                layer.fieldPath()));
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidRequestException(problems);
        }
        return withDefaults(target, checked);
    }

    /// A fragment on its own, as a template or a job stores it.
    ///
    /// @throws InvalidRequestException naming everything that is wrong with it
    public static ObjectNode checkedFragment(JsonNode fragment, String fieldPath) {
        List<Problem> problems = ConfigCheck.problems(fragment, fieldPath);
        if (!problems.isEmpty()) {
            throw new InvalidRequestException(problems);
        }
        return ConfigCheck.normal(fragment);
    }

    private EffectiveConfig withDefaults(ConfigTarget target, List<ConfigLayer> layers) {
        EffectiveConfig merged = ConfigMerge.merge(layers);
        ObjectNode values = merged.values();
        ObjectNode sources = merged.sources();
        List<String> withoutEffect = new ArrayList<>();
        if (target == ConfigTarget.LOCAL) {
            withoutEffect.addAll(new TreeSet<>(OnLocal.hints(values)));
        }
        String version = values.path("sparkVersion").asText(defaults.sparkVersion());
        String source = ConfigSource.DEFAULT.text();
        ConfigMerge.addMissing(values, sources, defaults.fixed(target, version), source);
        ConfigMerge.addMissing(values, sources, defaults.derived(target, values), source);
        List<Problem> problems = wholeProblems(values);
        if (!problems.isEmpty()) {
            throw new InvalidRequestException(problems);
        }
        return new EffectiveConfig(values, sources, withoutEffect);
    }

    private static List<Problem> wholeProblems(ObjectNode values) {
        List<Problem> problems = new ArrayList<>();
        if (values.path("mainApplicationFile").asText("").isBlank()) {
            problems.add(missing("mainApplicationFile", "'mainApplicationFile' says what to run"));
        }
        AppType type = AppType.parse(values.path("type").asText()).orElse(AppType.JAVA);
        if (type.needsMainClass() && values.path("mainClass").asText("").isBlank()) {
            problems.add(
                    missing(
                            "mainClass",
                            "'mainClass' names the class to run; an application of type "
                                    + type.text()
                                    + " needs it"));
        }
        executorProblem(values, problems);
        return problems;
    }

    private static Problem missing(String field, String sentence) {
        return new Problem("MISSING_FIELD", sentence, "configOverrides." + field);
    }

    private static void executorProblem(ObjectNode values, List<Problem> problems) {
        JsonNode dynamic = values.path("dynamicAllocation");
        if (!dynamic.path("enabled").asBoolean()) {
            fixedCountProblem(values.path("executor").path("instances").asInt(), problems);
            return;
        }
        int least = dynamic.path("minExecutors").asInt();
        int most = dynamic.path("maxExecutors").asInt();
        int initial = dynamic.path("initialExecutors").asInt(least);
        if (most < 1) {
            problems.add(
                    new Problem(
                            "INVALID_VALUE",
                            "'dynamicAllocation.maxExecutors' must be at least 1: Spark starts with"
                                    + " no other",
                            "configOverrides.dynamicAllocation.maxExecutors"));
        } else if (least > initial || initial > most) {
            problems.add(
                    new Problem(
                            "INVALID_VALUE",
                            "dynamicAllocation needs minExecutors <= initialExecutors <="
                                    + " maxExecutors, not "
                                    + least
                                    + ", "
                                    + initial
                                    + ", "
                                    + most,
                            "configOverrides.dynamicAllocation"));
        }
    }

    /// `spark-submit`, which the driver's container runs, refuses less ("Number of executors must
    /// be a positive number"), unless allocation is dynamic.
    private static void fixedCountProblem(int instances, List<Problem> problems) {
        if (instances < 1) {
            problems.add(
                    new Problem(
                            "INVALID_VALUE",
                            "'executor.instances' must be at least 1 where dynamicAllocation is not"
                                    + " enabled: Spark does not start with 0; for a driver that"
                                    + " begins without executors enable dynamicAllocation with"
                                    + " minExecutors 0",
                            "configOverrides.executor.instances"));
        }
    }

    /// What the cluster `local` makes of given fields.
    private static final class OnLocal {
        static List<Problem> refusals(JsonNode fragment, String path) {
            List<Problem> problems = new ArrayList<>();
            for (String field : marked(fragment, ConfigField.OnLocal.REFUSED)) {
                problems.add(
                        new Problem(
                                "INVALID_VALUE",
                                "'"
                                        + field
                                        + "' cannot be had on the cluster 'local', and leaving it"
                                        + " out would change what the application does",
                                path.isEmpty() ? field : path + "." + field));
            }
            return problems;
        }

        static List<String> hints(JsonNode values) {
            return marked(values, ConfigField.OnLocal.NO_EFFECT);
        }

        private static List<String> marked(JsonNode values, ConfigField.OnLocal mark) {
            List<String> found = new ArrayList<>();
            collect(values, ConfigSchema.ROOT, "", mark, found);
            return found;
        }

        private static void collect(
                JsonNode values,
                ConfigField.Group group,
                String path,
                ConfigField.OnLocal mark,
                List<String> found) {
            for (Map.Entry<String, JsonNode> given : values.properties()) {
                ConfigField field = group.fields().get(given.getKey());
                if (field == null || given.getValue().isNull() || isEmpty(given.getValue())) {
                    continue;
                }
                if (field.onLocal() == mark) {
                    found.add(path + given.getKey());
                } else if (field.type() instanceof ConfigField.Group inner) {
                    collect(given.getValue(), inner, path + given.getKey() + ".", mark, found);
                }
            }
        }

        private static boolean isEmpty(JsonNode value) {
            return value.isContainerNode() && value.isEmpty();
        }
    }
}
