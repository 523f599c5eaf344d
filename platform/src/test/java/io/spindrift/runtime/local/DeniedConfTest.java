package io.spindrift.runtime.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.app.Problem;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DeniedConfTest {
    @Test
    void problems_ofKeysThatBelongToThePlatform_nameEachWithItsPath() {
        assertThat(
                        DeniedConf.problems(
                                Map.of(
                                        "spark.master", "local[*]",
                                        "spark.executor.memory", "64g",
                                        "spark.sql.shuffle.partitions", "8",
                                        "spark.executorEnv.SPARK_LOCAL_IP", "0.0.0.0"),
                                "sparkConf"))
                .extracting(Problem::fieldPath)
                .containsExactly(
                        "sparkConf.spark.executor.memory",
                        "sparkConf.spark.executorEnv.SPARK_LOCAL_IP",
                        "sparkConf.spark.master");
    }

    @Test
    void problem_ofASize_saysWhichFieldToSet() {
        assertThat(DeniedConf.reason("spark.executor.memory")).contains("set executor.memory");
    }

    @Test
    void javaOptions_mayNotResizeTheJvm() {
        assertThat(
                        DeniedConf.problems(
                                Map.of("spark.driver.extraJavaOptions", "-Dx=1 -Xmx64g"), "c"))
                .singleElement()
                .extracting(Problem::message)
                .asString()
                .contains("-Xmx follows from memory and cores");
        assertThat(DeniedConf.problems(Map.of("spark.driver.extraJavaOptions", "-Dx=1"), "c"))
                .isEmpty();
    }

    @Test
    void variables_thatWouldOpenPortsOrMoveSpark_areRefused() {
        assertThat(
                        DeniedConf.variableProblems(
                                Map.of("SPARK_LOCAL_IP", "0.0.0.0", "MODE", "x", "a b", "y"),
                                "driver.envVars"))
                .extracting(Problem::fieldPath)
                .containsExactly("driver.envVars.SPARK_LOCAL_IP", "driver.envVars.a b");
    }
}
