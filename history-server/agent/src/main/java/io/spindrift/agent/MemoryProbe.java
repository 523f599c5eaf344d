package io.spindrift.agent;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Resident memory of this JVM and of the processes that it began, as the machine counts it. Where
/// there is no `/proc`, what the JVM itself says it uses.
final class MemoryProbe {
    private static final long PAGE_BYTES = 4096;

    private final Path proc;
    private final ControlGroup group;

    MemoryProbe() {
        this(Paths.get("/proc"), Paths.get("/sys/fs/cgroup"));
    }

    MemoryProbe(Path proc, Path cgroup) {
        this.proc = proc;
        this.group = new ControlGroup(cgroup);
    }

    MemorySample sample(String container, long nowMillis) {
        Map<Integer, Seen> all = processes();
        int self = self();
        Seen jvm = all.get(self);
        long python = 0;
        long other = 0;
        for (Seen each : all.values()) {
            if (each.pid != self && descends(each, self, all)) {
                if (each.name.contains("python")) {
                    python += each.bytes;
                } else {
                    other += each.bytes;
                }
            }
        }
        long jvmBytes = jvm == null ? ownBytes() : jvm.bytes;
        return new MemorySample(
                container, nowMillis, jvmBytes, python, other, group.limitBytes(), group.count());
    }

    private static final class Seen {
        final int pid;
        final int parent;
        final String name;
        final long bytes;

        /// A driver of `local-cluster` has executors as children; they tell of themselves.
        final boolean executor;

        Seen(int pid, int parent, String name, long bytes, boolean executor) {
            this.pid = pid;
            this.parent = parent;
            this.name = name;
            this.bytes = bytes;
            this.executor = executor;
        }
    }

    private static boolean descends(Seen process, int from, Map<Integer, Seen> all) {
        Seen at = process;
        // No process has itself among its parents, but they change while they are read.
        for (int depth = 0; depth < 64 && at != null && !at.executor; depth++) {
            if (at.parent == from) {
                return true;
            }
            at = all.get(at.parent);
        }
        return false;
    }

    private int self() {
        try {
            Path target = Files.readSymbolicLink(proc.resolve("self")).getFileName();
            return target == null ? 0 : Integer.parseInt(target.toString());
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }

    private Map<Integer, Seen> processes() {
        Map<Integer, Seen> found = new HashMap<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path folder : folders) {
                Seen process = process(folder);
                if (process != null) {
                    found.put(process.pid, process);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // Not Linux.
            return new HashMap<>();
        }
        return found;
    }

    /// Null when it ended meanwhile. `stat` has the name in brackets, which may hold anything, then
    /// fields from the third on: the parent is the fourth, resident pages the 24th.
    private static @Nullable Seen process(Path folder) {
        try {
            String stat =
                    new String(Files.readAllBytes(folder.resolve("stat")), StandardCharsets.UTF_8);
            int open = stat.indexOf('(');
            int close = stat.lastIndexOf(')');
            String[] fields = stat.substring(close + 2).split(" ", -1);
            String name = stat.substring(open + 1, close);
            return new Seen(
                    Integer.parseInt(stat.substring(0, open).trim()),
                    Integer.parseInt(fields[1]),
                    name,
                    Long.parseLong(fields[21]) * PAGE_BYTES,
                    name.equals("java") && runs(folder, "CoarseGrainedExecutorBackend"));
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    private static boolean runs(Path folder, String word) throws IOException {
        byte[] words = Files.readAllBytes(folder.resolve("cmdline"));
        return new String(words, StandardCharsets.UTF_8).contains(word);
    }

    private static long ownBytes() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        return memory.getHeapMemoryUsage().getCommitted()
                + memory.getNonHeapMemoryUsage().getCommitted();
    }
}
