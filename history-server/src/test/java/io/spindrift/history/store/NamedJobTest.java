package io.spindrift.history.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class NamedJobTest {
    private static final String LABEL = "spark.kubernetes.driver.label.";

    @Test
    void job_isNamedByUs_byKubeflow_orByAirflow() {
        assertThat(NamedJob.of(Map.of("spark.spindrift.jobId", "daily-etl")))
                .isEqualTo("daily-etl");
        assertThat(
                        NamedJob.of(
                                Map.of(
                                        LABEL + "sparkoperator.k8s.io/scheduled-app-name",
                                        "nightly")))
                .isEqualTo("nightly");
        assertThat(NamedJob.of(Map.of(LABEL + "dag_id", "sales", LABEL + "task_id", "load")))
                .isEqualTo("sales.load");
        assertThat(NamedJob.of(Map.of("spark.openlineage.parentJobName", "sales.load")))
                .isEqualTo("sales.load");
    }

    @Test
    void nameThatIsNoId_isMadeOne_andAnEmptyOneIsNone() {
        assertThat(NamedJob.of(Map.of("spark.spindrift.jobId", " Täglich: Umsatz/2 ")))
                .isEqualTo("T-glich-Umsatz-2");
        assertThat(NamedJob.of(Map.of("spark.spindrift.jobId", "x".repeat(300)))).hasSize(100);
        assertThat(NamedJob.of(Map.of("spark.spindrift.jobId", ""))).isNull();
        assertThat(NamedJob.of(Map.of("spark.spindrift.jobId", "…"))).isNull();
    }

    @Test
    void applicationsName_isNoJob() {
        assertThat(NamedJob.of(Map.of("spark.app.name", "etl", LABEL + "team", "data"))).isNull();
    }
}
