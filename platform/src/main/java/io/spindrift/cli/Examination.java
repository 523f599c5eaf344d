package io.spindrift.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Looks at an installation and its service, one thing after the other.
final class Examination {
    private static final long LEAST_FREE_BYTES = 2L << 30;

    private final Call call;
    private final List<Finding> findings = new ArrayList<>();

    Examination(Call call) {
        this.call = call;
    }

    List<Finding> findings() {
        findings.clear();
        call.surroundings().prefix().filter(Files::isDirectory).ifPresent(this::installation);
        Target target = call.target();
        service(new Platform(target), target);
        return List.copyOf(findings);
    }

    private void installation(Path prefix) {
        try {
            runtimes(prefix.resolve("runtimes"));
            long free = Files.getFileStore(prefix).getUsableSpace();
            add(
                    "disk",
                    Figures.bytes(free) + " free",
                    free < LEAST_FREE_BYTES ? "free some: event logs and uploads need room" : "");
            Path token = prefix.resolve("conf/admin.token");
            if (Files.isReadable(token)) {
                boolean open =
                        Files.getPosixFilePermissions(token).stream()
                                .anyMatch(Examination::beyondOwner);
                add(
                        "token",
                        token.toString(),
                        open ? "others may read it: chmod 600 " + token : "");
            }
        } catch (IOException e) {
            throw new RefusedException("cannot look at " + prefix + ": " + e.getMessage());
        }
    }

    private static boolean beyondOwner(PosixFilePermission permission) {
        return !permission.name().startsWith("OWNER");
    }

    private void runtimes(Path folder) throws IOException {
        TreeSet<String> versions = new TreeSet<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, "[0-9]*")) {
                for (Path one : all) {
                    if (Files.exists(one.resolve(".complete"))) {
                        versions.add(String.valueOf(one.getFileName()));
                    }
                }
            }
        }
        add(
                "Spark",
                versions.isEmpty() ? "no runtime" : String.join(", ", versions),
                versions.isEmpty() ? "spindrift runtime add 4.3.0" : "");
        python();
        boolean old = versions.stream().anyMatch(version -> version.startsWith("3."));
        Optional<Path> java17 = old ? java17() : Optional.empty();
        if (old) {
            add(
                    "Java 17",
                    java17.map(Path::toString).orElse("not found; Spark 3 needs it"),
                    java17.isPresent() ? "" : "sudo apt-get install openjdk-17-jre-headless");
        }
    }

    private void python() {
        Optional<Path> python = onPath("python3");
        add(
                "Python",
                python.map(Path::toString).orElse("no python3; Python applications need it"),
                python.isPresent() ? "" : "sudo apt-get install python3");
    }

    private Optional<Path> onPath(String program) {
        for (String folder :
                call.surroundings().environment().getOrDefault("PATH", "").split(":")) {
            Path candidate = Path.of(folder, program);
            if (Files.isExecutable(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private static Optional<Path> java17() throws IOException {
        Path homes = Path.of("/usr/lib/jvm");
        if (!Files.isDirectory(homes)) {
            return Optional.empty();
        }
        try (DirectoryStream<Path> all = Files.newDirectoryStream(homes)) {
            for (Path home : all) {
                Path release = home.resolve("release");
                if (Files.isReadable(release)
                        && Files.readString(release).contains("JAVA_VERSION=\"17")) {
                    return Optional.of(home);
                }
            }
        }
        return Optional.empty();
    }

    private void service(Platform platform, Target target) {
        try {
            platform.get("/ready", Map.of());
            add("service", "answers at " + target.url(), "");
            JsonNode user = platform.get("/ocean/spark/user/me", Map.of()).item();
            add("login", "as " + user.path("name").asText(), "");
        } catch (UnreachableException e) {
            add(
                    "service",
                    "does not answer at " + target.url(),
                    "spindrift status; spindrift start");
        } catch (RefusedException e) {
            add("login", "refused", String.valueOf(e.getMessage()));
        }
    }

    private void add(String what, String found, String advice) {
        findings.add(new Finding(what, found, advice));
    }
}
