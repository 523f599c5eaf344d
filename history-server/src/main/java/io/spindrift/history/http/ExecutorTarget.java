package io.spindrift.history.http;

import io.spindrift.history.EnvironmentRun;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// How many executors Spark was asked to have.
///
/// With dynamic allocation Spark logs no target, so this is the least it can have been: what it
/// begins with until that many were there, then as many as it was given, and never less than the
/// minimum.
///
/// @param initial what it begins with
/// @param least what it never falls below; the same without dynamic allocation
record ExecutorTarget(int initial, int least, boolean dynamic) {
    private static final String DYNAMIC = "spark.dynamicAllocation.";

    /// Empty where the properties say nothing.
    static Optional<ExecutorTarget> of(EnvironmentRun environment) {
        Map<String, String> properties =
                environment.sparkProperties().stream()
                        .collect(
                                Collectors.toMap(
                                        EnvironmentRun.Property::key,
                                        EnvironmentRun.Property::value,
                                        (left, right) -> right));
        int instances = number(properties, "spark.executor.instances");
        if (!Boolean.parseBoolean(properties.get(DYNAMIC + "enabled"))) {
            return instances < 0
                    ? Optional.empty()
                    : Optional.of(new ExecutorTarget(instances, instances, false));
        }
        int least = Math.max(0, number(properties, DYNAMIC + "minExecutors"));
        int initial = Math.max(least, number(properties, DYNAMIC + "initialExecutors"));
        return Optional.of(new ExecutorTarget(Math.max(initial, instances), least, true));
    }

    /// The target at each point of time, beside the executors that were there.
    int[] over(int[] granted) {
        int[] target = new int[granted.length];
        boolean reached = false;
        for (int i = 0; i < granted.length; i++) {
            reached = reached || granted[i] >= initial;
            int wanted = reached ? least : initial;
            target[i] = dynamic ? Math.max(granted[i], wanted) : initial;
        }
        return target;
    }

    private static int number(Map<String, String> properties, String key) {
        String text = properties.getOrDefault(key, "");
        return text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
    }
}
