package io.spindrift.runtime.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.spindrift.app.Problem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DeniedConfTest {
    @Test
    void problems_ofWhatReachesOut_nameEachWithItsPath() {
        assertThat(
                        DeniedConf.problems(
                                Map.of(
                                        "spark.jars.IVY", "/root/.ivy2",
                                        "spark.sql.shuffle.partitions", "8",
                                        "spark.executorEnv.SPARK_LOCAL_IP", "0.0.0.0"),
                                "sparkConf"))
                .extracting(Problem::code, Problem::fieldPath)
                .containsExactly(
                        tuple("INVALID_VALUE", "sparkConf.spark.executorEnv.SPARK_LOCAL_IP"),
                        tuple("INVALID_VALUE", "sparkConf.spark.jars.IVY"));
    }

    @Test
    void javaOptions_mayNotResizeTheJvm() {
        assertThat(
                        DeniedConf.problems(
                                Map.of("spark.driver.extraJavaOptions", "-Dx=1 -Xmx64g"), "c"))
                .singleElement()
                .extracting(Problem::message)
                .asString()
                .isEqualTo(
                        "-Xmx in 'spark.driver.extraJavaOptions' is set by the field"
                                + " 'driver.memory'; use that");
        assertThat(
                        DeniedConf.reason(
                                "spark.executor.extraJavaOptions", "-XX:ActiveProcessorCount=9"))
                .get()
                .asString()
                .contains("'executor.cores'");
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

    @Test
    void variables_thatEveryJvmReads_areRefusedForBothContainers() {
        for (String name : List.of("_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS")) {
            assertThat(DeniedConf.variableProblems(Map.of(name, "-Xmx64g"), "driver.envVars"))
                    .singleElement()
                    .extracting(Problem::message)
                    .isEqualTo(
                            "'"
                                    + name
                                    + "' cannot be given: it would get around the field"
                                    + " 'driver.memory'; other options of Java belong in"
                                    + " 'spark.driver.extraJavaOptions'");
            assertThat(DeniedConf.reason("spark.executorEnv." + name, "-Xmx64g"))
                    .get()
                    .asString()
                    .contains(name, "'executor.memory'");
        }
    }

    @Test
    void libraryPath_mayBeGiven() {
        Map<String, String> variable = Map.of("LD_LIBRARY_PATH", "/opt/native");
        assertThat(DeniedConf.variableProblems(variable, "driver.envVars")).isEmpty();
        assertThat(DeniedConf.reason("spark.executorEnv.LD_LIBRARY_PATH", "/opt/native")).isEmpty();
    }
}
