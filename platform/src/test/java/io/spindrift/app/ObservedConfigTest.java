package io.spindrift.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class ObservedConfigTest {
    private static final String SUBMIT = "org.apache.spark.deploy.SparkSubmit ";

    @Test
    void nothingKnown_isSparksDefaults() {
        EffectiveConfig config = ObservedConfig.of("3.2.0", Map.of(), "");
        AppSpec spec = AppSpec.from(config);

        assertThat(spec.sparkVersion()).isEqualTo("3.2.0");
        assertThat(spec.driver().cores()).isOne();
        assertThat(spec.executor().memoryMib()).isEqualTo(1024);
        assertThat(config.flatSources()).containsEntry("executor.memory", "default");
    }

    @Test
    void properties_areTakenWithTheirSource() {
        EffectiveConfig config =
                ObservedConfig.of(
                        "4.3.0",
                        Map.of(
                                "spark.executor.memory",
                                "1536m",
                                "spark.executor.cores",
                                "4",
                                "spark.executor.instances",
                                "7",
                                "spark.driver.memory",
                                "rubbish"),
                        "");

        assertThat(AppSpec.from(config).executor().cores()).isEqualTo(4);
        assertThat(config.values().at("/executor/memory").asText()).isEqualTo("1536m");
        assertThat(config.values().at("/executor/instances").asInt()).isEqualTo(7);
        assertThat(config.flatSources())
                .containsEntry("executor.memory", "event log")
                .containsEntry("driver.memory", "default");
    }

    @Test
    void program_isFoundInTheCommand() {
        assertThat(program(SUBMIT + "--master yarn --conf a=b --verbose s3a://b/etl.py --day 3"))
                .isEqualTo("Python s3a://b/etl.py");
        assertThat(program(SUBMIT + "--class org.x.Main app.jar x.py")).isEqualTo("Scala app.jar");
        assertThat(program(SUBMIT + "pyspark-shell")).isEqualTo("Python pyspark-shell");
        assertThat(program(SUBMIT + "--master=local r.R")).isEqualTo("R r.R");
        assertThat(
                        program(
                                "org.apache.spark.deploy.yarn.ApplicationMaster --class X --jar y.jar"
                                        + " --primary-py-file main.py"))
                .isEqualTo("Python main.py");
        assertThat(program("com.example.Main --serve")).isEqualTo("Scala ");
    }

    private static String program(String command) {
        AppSpec spec = AppSpec.from(ObservedConfig.of("4.3.0", Map.of(), command));
        return spec.type().text() + " " + spec.mainApplicationFile();
    }
}
