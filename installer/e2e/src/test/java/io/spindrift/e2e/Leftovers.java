package io.spindrift.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Processes that belong to one folder, which is in their command line, environment or working
/// folder; so that a test ends all that it began, and nothing else.
final class Leftovers {
    private Leftovers() {}

    /// A process, known by its start time as well, for a number may be given again.
    record Found(ProcessHandle process, Optional<Instant> startedAt, String command) {
        boolean alive() {
            return process.isAlive()
                    && process.info().startInstant().equals(startedAt)
                    && !state().equals("Z");
        }

        private String state() {
            try {
                String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
                return stat.substring(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3);
            } catch (IOException e) {
                return "Z"; // it has ended meanwhile
            }
        }

        @Override
        public String toString() {
            return process.pid() + " " + command.substring(0, Math.min(300, command.length()));
        }
    }

    static List<Found> of(Path folder) {
        List<Found> found = new ArrayList<>();
        try (DirectoryStream<Path> processes =
                Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                long pid = Long.parseLong(process.getFileName().toString());
                if (pid != ProcessHandle.current().pid() && mentions(process, folder)) {
                    ProcessHandle.of(pid)
                            .map(handle ->
                                    new Found(
                                            handle,
                                            handle.info().startInstant(),
                                            read(process.resolve("cmdline"))))
                            .filter(Found::alive)
                            .ifPresent(found::add);
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return found;
    }

    /// Ends them, by force where they do not follow.
    static void end(Path folder) {
        List<Found> found = of(folder);
        found.forEach(one -> one.process().destroy());
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (found.stream().anyMatch(Found::alive) && System.nanoTime() < deadline) {
            Await.pause(Duration.ofMillis(50));
        }
        of(folder).forEach(one -> one.process().destroyForcibly());
    }

    private static boolean mentions(Path process, Path folder) {
        String text = folder.toString();
        return read(process.resolve("cmdline")).contains(text)
                || read(process.resolve("environ")).contains(text)
                || workingFolder(process).startsWith(text);
    }

    private static String workingFolder(Path process) {
        try {
            return Files.readSymbolicLink(process.resolve("cwd")).toString();
        } catch (IOException e) {
            return ""; // another user's, or it has ended
        }
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).replace('\0', ' ');
        } catch (IOException e) {
            return ""; // another user's, or it has ended
        }
    }
}
