package io.spindrift.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The command `spindrift` as a process of its own.
final class CommandLine {
    private static final int ENDS_WITHIN_SECONDS = 60;

    private CommandLine() {}

    /// @param java words for the virtual machine
    static Ended run(Map<String, String> environment, List<String> java, String... words) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(java);
        command.addAll(List.of("-cp", PlatformJava.classPath()));
        command.add("io.spindrift.cli.Main");
        command.addAll(List.of(words));
        try {
            Path out = Files.createTempFile("spindrift-e2e-", ".out");
            Path err = Files.createTempFile("spindrift-e2e-", ".err");
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().keySet().removeIf(key -> key.startsWith("SPINDRIFT_"));
            builder.environment().putAll(environment);
            Process process =
                    builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
            if (!process.waitFor(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("did not end: " + List.of(words));
            }
            Ended ended =
                    new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
            Files.delete(out);
            Files.delete(err);
            return ended;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /// What a command said, and how it ended.
    record Ended(int code, String out, String err) {}
}
