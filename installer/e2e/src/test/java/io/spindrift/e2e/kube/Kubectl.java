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

/// The program `kubectl`, in a namespace: what people type. That of `KUBECTL` (with its first
/// words), else of the `PATH`.
final class Kubectl {
    private static final int ENDS_WITHIN_SECONDS = 90;

    private final List<String> program;
    private final String namespace;

    private Kubectl(List<String> program, String namespace) {
        this.program = program;
        this.namespace = namespace;
    }

    static Kubectl in(String namespace) {
        String given = System.getenv("KUBECTL");
        return new Kubectl(given == null ? List.of(found()) : List.of(given.split(" ")), namespace);
    }

    private static String found() {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, "kubectl"))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Path::toString)
                .orElseThrow(() -> new AssertionError("kubectl is not there; set KUBECTL to it"));
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
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of("-n", namespace));
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
