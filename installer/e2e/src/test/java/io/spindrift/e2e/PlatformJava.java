package io.spindrift.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How the platform's Java is started: from what was just compiled, or, where a distribution is
/// named (`spindrift.e2e.distribution`), as an installed service starts it.
final class PlatformJava {
    private static final String MAIN = "io.spindrift.server.Main";

    /// What `service.sh` starts, a word a line.
    private static final String INSTALLED =
            """
            dist=$1 prefix=$1
            . "$dist/libexec/java.sh"
            server_path
            printf '%s\\n' "$java"
            [ ! -f "$dist/server.aot" ] || printf '%s\\n' "-XX:AOTCache=$dist/server.aot"
            printf '%s\\n' $server_flags -cp "$server_path"
            """;

    private PlatformJava() {}

    /// Up to and with the main class.
    ///
    /// @param home of the platform, which also has its temporary files
    static List<String> words(Path home) {
        String distribution = System.getProperty("spindrift.e2e.distribution", "");
        List<String> words =
                new ArrayList<>(distribution.isEmpty() ? compiled() : installed(distribution));
        // Over the usual ones.
        words.addAll(words.size() - 2, options());
        // Its native libraries would stay where it is killed.
        words.add(words.size() - 2, "-Djava.io.tmpdir=" + home);
        words.add(MAIN);
        return words;
    }

    private static List<String> compiled() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx768m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Xlog:disable",
                "-Xlog:all=error:stderr",
                "-cp",
                classPath());
    }

    /// Of what was just compiled, as the build wrote it.
    static String classPath() {
        Path file = Surroundings.target().resolve("platform.classpath");
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the build did not write " + file + "; run mvn verify", e);
        }
    }

    private static List<String> installed(String distribution) {
        try {
            Process shell = new ProcessBuilder("sh", "-euc", INSTALLED, "sh", distribution).start();
            List<String> words =
                    new String(shell.getInputStream().readAllBytes(), UTF_8).lines().toList();
            if (words.size() < 2) {
                throw new AssertionError("there is no distribution in " + distribution);
            }
            return words;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Of the virtual machine, for a measurement that compares them.
    private static List<String> options() {
        String options = System.getProperty("spindrift.e2e.java-options", "");
        return options.isBlank() ? List.of() : List.of(options.strip().split(" +"));
    }
}
