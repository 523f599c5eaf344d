package io.spindrift.e2e.kube;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The program `kubectl`, in a namespace: what people type.
final class Kubectl {
    private static final int ENDS_WITHIN_SECONDS = 90;

    private final Path program;
    private final String namespace;

    private Kubectl(Path program, String namespace) {
        this.program = program;
        this.namespace = namespace;
    }

    static Kubectl in(String namespace) {
        Path found =
                Stream.of(System.getenv("PATH").split(":"))
                        .map(folder -> Path.of(folder, "kubectl"))
                        .filter(Files::isExecutable)
                        .findFirst()
                        .orElseThrow(() ->
                                new AssertionError(
                                        "kubectl is not there (Debian: apt-get install"
                                                + " kubernetes-client)"));
        return new Kubectl(found, namespace);
    }

    /// What it printed; it must succeed.
    String run(String... words) {
        Ended ended = tryTo(words);
        if (ended.code() != 0) {
            throw new AssertionError(Arrays.toString(words) + ":\n" + ended.text());
        }
        return ended.text();
    }

    String apply(String yaml) {
        try {
            Path file = Files.createTempFile("spindrift-e2e-", ".yaml");
            Files.writeString(file, yaml);
            String said = run("apply", "-f", file.toString());
            Files.delete(file);
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A field of an object; empty where it is not there.
    String field(String kind, String name, String path) {
        return run("get", kind, name, "--ignore-not-found", "-o", "jsonpath={" + path + "}");
    }

    Ended tryTo(String... words) {
        List<String> command = new ArrayList<>(List.of(program.toString(), "-n", namespace));
        command.addAll(List.of(words));
        try {
            Path out = Files.createTempFile("spindrift-e2e-", ".out");
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(out.toFile())
                            .start();
            if (!process.waitFor(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("did not end: " + command);
            }
            String text = Files.readString(out, UTF_8);
            Files.delete(out);
            return new Ended(process.exitValue(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    record Ended(int code, String text) {}
}
