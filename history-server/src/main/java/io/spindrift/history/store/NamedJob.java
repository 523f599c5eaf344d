package io.spindrift.history.store;

import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The job that an application's Spark properties name: what its scheduler calls all of its runs.
/// The application's own name is none, for people change it from run to run.
final class NamedJob {
    private static final int LONGEST = 100;
    private static final String LABEL = "spark.kubernetes.driver.label.";

    private NamedJob() {}

    /// As a job's id may be written; null where no property names one.
    static @Nullable String of(Map<String, String> properties) {
        return Stream.of(
                        properties.get("spark.spindrift.jobId"),
                        // Kubeflow's Spark operator, by a ScheduledSparkApplication
                        properties.get(LABEL + "sparkoperator.k8s.io/scheduled-app-name"),
                        airflow(properties),
                        // Airflow's OpenLineage, on any cluster manager: dag.task
                        properties.get("spark.openlineage.parentJobName"))
                .filter(Objects::nonNull)
                .map(NamedJob::id)
                .filter(id -> !id.isEmpty())
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String airflow(Map<String, String> properties) {
        String dag = properties.get(LABEL + "dag_id");
        String task = properties.get(LABEL + "task_id");
        return dag == null || task == null ? dag : dag + "." + task;
    }

    private static String id(String name) {
        String plain =
                name.strip()
                        .replaceAll("[^A-Za-z0-9._-]+", "-")
                        .replaceFirst("^[._-]+", "")
                        .replaceFirst("-+$", "");
        return plain.substring(0, Math.min(LONGEST, plain.length()));
    }
}
