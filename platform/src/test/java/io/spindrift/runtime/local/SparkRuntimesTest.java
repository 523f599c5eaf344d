package io.spindrift.runtime.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SparkRuntimesTest {
    @TempDir Path folder = Path.of("unset");

    @Test
    void versions_areTheCompleteOnes_newestFirst() throws IOException {
        for (String version : new String[] {"3.5.9", "4.3.0", "4.10.1"}) {
            complete(version);
        }
        Files.createDirectories(folder.resolve("4.2.0/jars"));
        complete(".unpack-x");
        SparkRuntimes runtimes = new SparkRuntimes(folder, null);
        assertThat(runtimes.versions()).containsExactly("4.10.1", "4.3.0", "3.5.9");
        assertThat(runtimes.has("4.2.0")).isFalse();
        assertThat(runtimes.has("../4.3.0")).isFalse();
    }

    @Test
    void missing_saysHowToBringIt() throws IOException {
        complete("4.3.0");
        assertThat(new SparkRuntimes(folder, null).missing("3.5.9"))
                .isEqualTo(
                        "Spark 3.5.9 is not installed (there is 4.3.0);"
                                + " `spindrift runtime add 3.5.9` brings it");
    }

    @Test
    void java_followsTheVersion() throws IOException {
        Path java17 = folder.resolve("java17");
        Files.createDirectories(java17.resolve("bin"));
        assertThat(new SparkRuntimes(folder, java17).javaHome("3.5.9")).isEmpty();
        Path java = Files.createFile(java17.resolve("bin/java"));
        assertThat(java.toFile().setExecutable(true)).isTrue();
        SparkRuntimes runtimes = new SparkRuntimes(folder, java17);
        assertThat(runtimes.javaHome("3.5.9")).contains(java17);
        assertThat(runtimes.javaHome("4.1.1")).contains(java17);
        assertThat(runtimes.javaHome("4.3.0")).contains(Path.of(System.getProperty("java.home")));
    }

    private void complete(String version) throws IOException {
        Files.createDirectories(folder.resolve(version));
        Files.writeString(folder.resolve(version).resolve(".complete"), "{}");
    }
}
