package io.spindrift.runtime.local;

import io.spindrift.runtime.LaunchId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the machine itself says of an attempt's processes: by their environment, not by anything
/// that the runtime wrote down.
final class Processes {
    private static final Pattern PID = Pattern.compile("pid=(\\d+)");

    private Processes() {}

    static List<Long> of(LaunchId id) throws IOException {
        List<Long> pids = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : all) {
                if (text(process.resolve("environ")).contains("SPINDRIFT_ATTEMPT=" + id + "\0")) {
                    pids.add(Long.valueOf(process.getFileName().toString()));
                }
            }
        }
        return pids;
    }

    static List<Long> drivers(LaunchId id) throws IOException {
        List<Long> pids = new ArrayList<>();
        for (Long pid : of(id)) {
            String command = text(Path.of("/proc", pid.toString(), "cmdline"));
            if (!command.startsWith("bash") && command.contains("deploy.SparkSubmit")) {
                pids.add(pid);
            }
        }
        return pids;
    }

    /// The local addresses on which they listen for TCP.
    static List<String> listening(LaunchId id) throws Exception {
        List<Long> pids = of(id);
        Process ss = new ProcessBuilder("ss", "-Hltnp").start();
        String lines = new String(ss.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        ss.waitFor();
        List<String> addresses = new ArrayList<>();
        for (String line : lines.split("\n")) {
            Matcher matcher = PID.matcher(line);
            while (matcher.find()) {
                if (pids.contains(Long.valueOf(matcher.group(1)))) {
                    addresses.add(line.trim().split("\\s+")[3]);
                }
            }
        }
        return addresses;
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // it ended meanwhile
        }
    }
}
