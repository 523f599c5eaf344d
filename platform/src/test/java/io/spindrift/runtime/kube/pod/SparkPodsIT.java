package io.spindrift.runtime.kube.pod;

import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.runtime.local.SparkRuntimes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What Spark itself makes of the configurations, in a Java of its own, is what the goldens say: so
/// [SparkPodsTest] compares with Spark, not with a memory of it.
final class SparkPodsIT {
    private static final long LONGEST_MINUTES = 8;

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"3.5.9", "4.3.0"})
    void goldens_areWhatSparkMakes(String version) throws IOException, InterruptedException {
        Path program = copied("SparkPods.java");
        Path configurations = copied("configurations.yaml");
        Path answers = folder.resolve("answers.json.gz");
        Path log = folder.resolve("log");
        ProcessBuilder builder =
                new ProcessBuilder(
                        java(version).toString(),
                        "-Xmx512m",
                        "-cp",
                        runtimes().resolve(version).resolve("jars") + "/*",
                        program.toString(),
                        configurations.toString(),
                        answers.toString());
        builder.environment().put("SPARK_USER", "ada");
        builder.environment().keySet().removeAll(List.of("SPARK_HOME", "SPARK_CONF_DIR"));
        Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        try {
            assertThat(process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as("%s", Files.readString(log)).isZero();
        List<String> golden = Golden.answers(version);
        try (InputStream in = Files.newInputStream(answers)) {
            List<String> made = Golden.lines(in);
            assertThat(made).hasSameSizeAs(golden);
            for (int i = 0; i < made.size(); i++) {
                assertThat(made.get(i)).isEqualTo(golden.get(i));
            }
        }
    }

    private Path copied(String name) throws IOException {
        Path file = folder.resolve(name);
        try (InputStream in = Golden.open(name)) {
            Files.copy(in, file);
        }
        return file;
    }

    private static Path java(String version) {
        return new SparkRuntimes(runtimes(), null)
                .javaHome(version)
                .orElseThrow(() -> new AssertionError(SparkRuntimes.missingJava(version)))
                .resolve("bin/java");
    }

    private static Path runtimes() {
        String named = System.getenv("SPINDRIFT_RUNTIMES");
        assertThat(named)
                .as("SPINDRIFT_RUNTIMES: the folder of Spark runtimes (`spindrift runtime add`)")
                .isNotNull();
        return Path.of(named);
    }
}
