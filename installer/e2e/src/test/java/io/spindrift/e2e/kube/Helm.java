package io.spindrift.e2e.kube;

import io.spindrift.e2e.Surroundings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Helm, as somebody at a command line has it.
final class Helm {
    private static final int MOST_MINUTES = 20;

    private final String program;
    private final Path chart;

    private Helm(String program, Path chart) {
        this.program = program;
        this.chart = chart;
    }

    /// The first time on a machine without Helm it is built, which takes minutes.
    static Helm find() {
        Path installer = Surroundings.examples().resolve("..").normalize();
        Said found = run(List.of(installer.resolve("libexec/helm.sh").toString()));
        if (found.exitCode() != 0) {
            throw new AssertionError(found.text());
        }
        return new Helm(
                found.text().strip().lines().toList().getLast(), installer.resolve("chart"));
    }

    Path chart() {
        return chart;
    }

    Said say(String... words) {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(words));
        return run(command);
    }

    private static Said run(List<String> command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String text =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError("no end of " + command);
            }
            return new Said(process.exitValue(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /// @param text of standard output and error together
    record Said(int exitCode, String text) {}
}
