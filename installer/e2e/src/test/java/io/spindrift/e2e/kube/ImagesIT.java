package io.spindrift.e2e.kube;

import static io.spindrift.e2e.Surroundings.DEFAULT_SPARK;
import static io.spindrift.e2e.Surroundings.OTHER_SPARK;
import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.e2e.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The images of Spark, without the platform: what Spark's own submission starts in them.
final class ImagesIT {
    private static final String EXAMPLES = "local:///opt/spindrift/examples/";
    private static final String LOOK =
            """
            id -un && id -u && test -w . && python3 -c 'import pyspark; print(pyspark.__version__)' \
            && ls $SPARK_HOME/jars/spindrift-agent.jar && spark-submit --version 2>&1
            """;
    private static final String FAILING =
            "SPARK_DRIVER_BIND_ADDRESS=127.0.0.1 /opt/entrypoint.sh driver --master local[1]"
                    + " --class io.spindrift.examples.Failing "
                    + EXAMPLES
                    + "spindrift-examples.jar";
    private static final Map<String, Process> SUBMITTING = new LinkedHashMap<>();

    /// `installer/bench/images.sh` names others.
    private static final String VERSIONS =
            System.getProperty("spindrift.e2e.image-versions", DEFAULT_SPARK + "," + OTHER_SPARK);

    @TempDir static Path folder;
    private static final Space SPACE = Space.make("images");

    static List<String> versions() {
        return List.of(VERSIONS.split(","));
    }

    /// All at once: each waits for pods more than it computes.
    @BeforeAll
    static void submit() throws IOException {
        for (String version : versions()) {
            submit("pi", version, "spindrift-examples.jar", "io.spindrift.examples.Pi", "2");
            submit("wordcount", version, "wordcount.py", null, "2000");
        }
    }

    @AfterAll
    static void end() {
        SUBMITTING.values().forEach(Process::destroyForcibly);
        SPACE.close();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void image_givenAnyCommand_runsItAsItsUser(String version) {
        Space.Ended ended =
                SPACE.run("look-" + plain(version), image(version), List.of("bash", "-c", LOOK));
        assertThat(ended.log()).contains("spark\n185\n" + version + "\n", "version " + version);
        assertThat(ended.exitCode()).isZero();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void pi_submittedBySparkSubmit_runsOnAnExecutorOfTheImage(String version) throws Exception {
        Space.Ended driver = submitted("pi", version);
        assertThat(driver.log()).containsPattern("Pi is roughly 3\\.1").contains("executor 1");
    }

    @ParameterizedTest
    @MethodSource("versions")
    void pythonFunctions_runOnExecutors(String version) throws Exception {
        assertThat(submitted("wordcount", version).log()).contains("|harbour| 1000|");
    }

    @Test
    void driver_thatFails_endsTheContainerWithItsExitCode() {
        Space.Ended ended =
                SPACE.run("failing", image(versions().getFirst()), List.of("bash", "-c", FAILING));
        assertThat(ended.log()).contains("NumberFormatException");
        assertThat(ended.exitCode()).isEqualTo(1);
    }

    private static Space.Ended submitted(String name, String version) throws Exception {
        Process process = Objects.requireNonNull(SUBMITTING.get(name + version));
        Path said = folder.resolve(name + version);
        assertThat(process.waitFor(6, TimeUnit.MINUTES)).as(Files.readString(said)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(said)).isZero();
        Space.Ended driver = SPACE.ended(name + "-" + plain(version));
        assertThat(driver.exitCode()).as(driver.log()).isZero();
        return driver;
    }

    private static void submit(
            String name, String version, String file, @Nullable String mainClass, String argument)
            throws IOException {
        Path home = Surroundings.runtimes().resolve(version);
        Map<String, String> settings =
                Map.of(
                        "spark.kubernetes.namespace", SPACE.namespace(),
                        "spark.kubernetes.container.image", image(version),
                        "spark.kubernetes.authenticate.driver.serviceAccountName",
                                Space.SERVICE_ACCOUNT,
                        "spark.kubernetes.driver.pod.name", name + "-" + plain(version),
                        "spark.kubernetes.driver.request.cores", "300m",
                        "spark.kubernetes.executor.request.cores", "300m",
                        "spark.driver.memory", "512m",
                        "spark.executor.memory", "512m",
                        "spark.executor.instances", "1",
                        "spark.sql.shuffle.partitions", "2");
        List<String> command =
                new ArrayList<>(
                        List.of(
                                home.resolve("bin/spark-submit").toString(),
                                "--master",
                                "k8s://" + SPACE.apiServer(),
                                "--deploy-mode",
                                "cluster"));
        settings.forEach((key, value) -> command.addAll(List.of("--conf", key + "=" + value)));
        if (mainClass != null) {
            command.addAll(List.of("--class", mainClass));
        }
        command.addAll(List.of(EXAMPLES + file, argument));
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve(name + version).toFile());
        builder.environment().put("SPARK_HOME", home.toString());
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        builder.environment().put("JAVA_HOME", Surroundings.javaFor(version).toString());
        SUBMITTING.put(name + version, builder.start());
    }

    private static String image(String version) {
        return Surroundings.imageRepository() + ":" + version;
    }

    /// As a part of a name in Kubernetes.
    private static String plain(String version) {
        return version.replace('.', '-');
    }
}
