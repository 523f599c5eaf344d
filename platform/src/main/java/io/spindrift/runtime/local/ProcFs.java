package io.spindrift.runtime.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What Linux tells of its processes. A process that ends while it is read is simply not there.
final class ProcFs {
    private static final long KIB = 1024;
    private final Path root;

    ProcFs(Path root) {
        this.root = root;
    }

    /// @param start in ticks since boot: with the boot's id it tells a process from a later one of
    ///   the same number
    record Proc(long pid, String command, char state, long parent, long session, long start) {
        boolean alive() {
            return state != 'Z' && state != 'X';
        }

        static Proc parse(String stat) {
            int open = stat.indexOf('(');
            int close = stat.lastIndexOf(')');
            String[] fields = stat.substring(close + 2).trim().split(" ");
            return new Proc(
                    Long.parseLong(stat.substring(0, open).trim()),
                    stat.substring(open + 1, close),
                    fields[0].charAt(0),
                    Long.parseLong(fields[1]),
                    Long.parseLong(fields[3]),
                    Long.parseLong(fields[19]));
        }
    }

    Optional<Proc> find(long pid) {
        return read(root.resolve(Long.toString(pid)).resolve("stat")).map(Proc::parse);
    }

    /// Whether the very process that began then still runs.
    boolean runs(long pid, long start) {
        return pid > 0
                && find(pid).filter(proc -> proc.start() == start && proc.alive()).isPresent();
    }

    List<Proc> all() {
        List<Proc> all = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(root, "[0-9]*")) {
            for (Path folder : folders) {
                read(folder.resolve("stat")).map(Proc::parse).ifPresent(all::add);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + root, e);
        }
        return all;
    }

    /// What a process holds in memory that the machine cannot take back by dropping file pages.
    long residentBytes(long pid) {
        return read(root.resolve(Long.toString(pid)).resolve("status"))
                .map(status -> (kib(status, "RssAnon:") + kib(status, "RssShmem:")) * KIB)
                .orElse(0L);
    }

    String bootId() {
        return read(root.resolve("sys/kernel/random/boot_id")).orElse("").trim();
    }

    /// Ticks that all processors have worked, and have been there, since boot.
    record Processors(long busyTicks, long allTicks, int count) {}

    Processors processors() {
        String stat = read(root.resolve("stat")).orElse("");
        int count = 0;
        long busy = 0;
        long all = 0;
        for (String line : stat.split("\n")) {
            if (line.startsWith("cpu ")) {
                String[] fields = line.substring(3).trim().split("\\s+");
                for (int i = 0; i < Math.min(8, fields.length); i++) {
                    long ticks = Long.parseLong(fields[i]);
                    all += ticks;
                    busy += i == 3 || i == 4 ? 0 : ticks;
                }
            } else if (line.startsWith("cpu")) {
                count++;
            }
        }
        return new Processors(busy, all, count);
    }

    long usedMemoryMib() {
        String info = read(root.resolve("meminfo")).orElse("");
        return (kib(info, "MemTotal:") - kib(info, "MemAvailable:")) / KIB;
    }

    private static long kib(String text, String name) {
        int at = text.indexOf(name);
        if (at < 0) {
            return 0;
        }
        int end = text.indexOf('\n', at);
        String line = text.substring(at + name.length(), end < 0 ? text.length() : end);
        return Long.parseLong(line.replace("kB", "").trim());
    }

    private static Optional<String> read(Path file) {
        try {
            return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            // It ended between open and read.
            if (String.valueOf(e.getMessage()).contains("No such process") || !Files.exists(file)) {
                return Optional.empty();
            }
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
