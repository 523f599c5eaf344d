package io.spindrift.runtime.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Whom Spark runs as, and how that is done: by `setpriv`, which root may use, and a service that
/// was given CAP_SETUID and CAP_SETGID. Its group is how both get at the files of an attempt.
final class SparkUser {
    private static final Duration WAIT = Duration.ofSeconds(10);
    private final @Nullable String name;

    /// @param name null: the platform's own user
    SparkUser(@Nullable String name) {
        this.name = name;
    }

    boolean separate() {
        return name != null;
    }

    /// Whether a process can be run as that user; why not, otherwise.
    Optional<String> hindrance() {
        if (name == null) {
            return Optional.empty();
        }
        try {
            Result result = run(List.of("true"));
            return result.code() == 0
                    ? Optional.empty()
                    : Optional.of(
                            "cannot run Spark as the user "
                                    + name
                                    + " ("
                                    + result.output().strip()
                                    + "); does the user exist, and has the service"
                                    + " AmbientCapabilities=CAP_SETUID CAP_SETGID?");
        } catch (IOException e) {
            return Optional.of("cannot run setpriv (package util-linux): " + e.getMessage());
        }
    }

    /// The words to put before a command.
    List<String> command(List<String> words) {
        List<String> all = new ArrayList<>();
        if (name != null) {
            all.addAll(
                    List.of(
                            "setpriv",
                            "--reuid=" + name,
                            "--regid=" + name,
                            "--clear-groups",
                            "--inh-caps=-all",
                            "--ambient-caps=-all",
                            "--no-new-privs"));
        }
        all.addAll(words);
        return all;
    }

    record Result(int code, String output) {}

    /// Runs a short command as that user.
    Result run(List<String> words) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command(words));
        clean(builder);
        builder.redirectErrorStream(true);
        Process process = builder.start();
        process.getOutputStream().close();
        try {
            if (!process.waitFor(WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new IOException(words.getFirst() + " did not end in " + WAIT);
            }
            return new Result(
                    process.exitValue(),
                    new String(
                            process.getInputStream().readNBytes(64 << 10), StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /// Nothing of the platform's own environment reaches Spark.
    static void clean(ProcessBuilder builder) {
        String path = builder.environment().get("PATH");
        builder.environment().clear();
        builder.environment().put("PATH", path == null ? "/usr/local/bin:/usr/bin:/bin" : path);
        builder.environment().put("LANG", "C.UTF-8");
    }

    /// A folder that both may write to; what is made in it belongs to the group, too.
    void shared(Path folder) {
        make(folder, "rwxrwx---");
        if (name != null) {
            try {
                Files.getFileAttributeView(
                                folder, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                        .setGroup(group(name));
                // With the set-group-id bit, which PosixFilePermission has no word for.
                Files.setAttribute(folder, "unix:mode", 02770, LinkOption.NOFOLLOW_LINKS);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot give " + folder + " to " + name, e);
            }
        }
    }

    /// A folder of ours that Spark may read.
    void readable(Path folder) {
        make(folder, name == null ? "rwxr-x---" : "rwxr-xr-x");
    }

    /// A folder of ours that others may go through, and not look into.
    void passage(Path folder) {
        make(folder, name == null ? "rwxr-x---" : "rwx--x--x");
    }

    void ours(Path folder) {
        make(folder, "rwx------");
    }

    /// A file of ours that Spark may read: by its group, else by nobody but us.
    void give(Path file) throws IOException {
        if (name != null) {
            Files.getFileAttributeView(file, PosixFileAttributeView.class).setGroup(group(name));
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    }

    private static void make(Path folder, String permissions) {
        try {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + folder, e);
        }
    }

    private static GroupPrincipal group(String name) throws IOException {
        return FileSystems.getDefault()
                .getUserPrincipalLookupService()
                .lookupPrincipalByGroupName(name);
    }
}
