package io.spindrift.e2e.kube;

import io.spindrift.e2e.Surroundings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Parts of the cluster that a test may stop, where it is the testbed.
final class Testbed {
    private Testbed() {}

    /// Empty where the cluster is somebody's own, whose parts are not to be stopped.
    static Optional<Path> program() {
        String given = System.getenv("SPINDRIFT_TESTBED");
        Path program =
                given == null
                        ? Surroundings.examples().resolve("../../../shared/testbed/testbed")
                        : Path.of(given);
        return Optional.of(program.normalize())
                .filter(Files::isExecutable)
                .filter(found -> kubeconfigOf(found).equals(System.getenv("KUBECONFIG")));
    }

    /// Ends a part as a power cut does, and starts it again.
    ///
    /// @param meanwhile what happens without it
    static void without(Path program, String part, Runnable meanwhile) {
        run(program, "kill", part);
        try {
            meanwhile.run();
        } finally {
            run(program, "start", part);
        }
    }

    private static String kubeconfigOf(Path program) {
        return run(program, "env").replaceFirst("(?s).*KUBECONFIG=['\"]?([^'\"\\s]+).*", "$1");
    }

    static String run(Path program, String... words) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(words));
        try {
            Path said = Files.createTempFile("testbed", ".log");
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(said.toFile())
                            .start();
            int exit = process.waitFor();
            String text = Files.readString(said, StandardCharsets.UTF_8);
            Files.delete(said);
            if (exit != 0) {
                throw new AssertionError(command + " ended with " + exit + ": " + text);
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
