package io.spindrift.history;

import java.util.List;
import java.util.Map;

/// What the application ran with. Lists are sorted by key; secrets are masked as Spark masked them.
public record EnvironmentRun(
        String javaVersion,
        String javaHome,
        String scalaVersion,
        List<Property> sparkProperties,
        List<Property> hadoopProperties,
        List<Property> systemProperties,
        List<Property> metricsProperties,
        List<Property> classpath,
        List<ResourceProfile> resourceProfiles) {
    public static final EnvironmentRun NONE =
            new EnvironmentRun(
                    "", "", "", List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    public EnvironmentRun {
        sparkProperties = List.copyOf(sparkProperties);
        hadoopProperties = List.copyOf(hadoopProperties);
        systemProperties = List.copyOf(systemProperties);
        metricsProperties = List.copyOf(metricsProperties);
        classpath = List.copyOf(classpath);
        resourceProfiles = List.copyOf(resourceProfiles);
    }

    public record Property(String key, String value) {}

    public record ResourceProfile(
            int id, Map<String, ExecutorRequest> executor, Map<String, Double> task) {
        public ResourceProfile {
            executor = Map.copyOf(executor);
            task = Map.copyOf(task);
        }
    }

    public record ExecutorRequest(
            String resource, long amount, String discoveryScript, String vendor) {}
}
