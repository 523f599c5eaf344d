package io.spindrift.runtime.local;

import io.spindrift.runtime.ContainerId;
import io.spindrift.runtime.MemoryReading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads what the containers of attempts hold in memory, and tells which of them hold too much.
final class MemoryWatch {
    static final Duration EVERY = Duration.ofSeconds(5);
    private static final Duration KEPT = Duration.ofMinutes(1);

    /// Over its limit in so many readings in a row, a container is ended: a peak that passes within
    /// seconds is forgiven ...
    private static final int READINGS_OVER = 2;

    /// ... unless it is this much above it, where the machine itself is in danger.
    private static final double FAR_OVER = 1.25;

    private static final long MIB = 1 << 20;

    private final ProcFs processes;
    private final Deque<MemoryReading> readings = new ArrayDeque<>();
    private final Map<MemoryReading.Key, Integer> overCounts = new HashMap<>();

    MemoryWatch(ProcFs processes) {
        this.processes = processes;
    }

    /// A container over its limit, and its processes, which are to be ended.
    record Over(Attempt attempt, ContainerId container, String message, List<Long> pids) {}

    List<MemoryReading> readings() {
        return List.copyOf(readings);
    }

    List<Over> sample(List<Attempt> attempts, Instant now) {
        while (!readings.isEmpty() && readings.getFirst().at().isBefore(now.minus(KEPT))) {
            readings.removeFirst();
        }
        List<Over> over = new ArrayList<>();
        if (attempts.isEmpty()) {
            overCounts.clear();
            return over;
        }
        Map<Long, ProcFs.Proc> all =
                processes.all().stream()
                        .collect(Collectors.toMap(ProcFs.Proc::pid, proc -> proc, (a, b) -> a));
        for (Attempt attempt : attempts) {
            sample(attempt, all, now, over);
        }
        overCounts.keySet().retainAll(readKeys(now));
        return over;
    }

    private void sample(Attempt attempt, Map<Long, ProcFs.Proc> all, Instant now, List<Over> over) {
        Map<ContainerId, Records.Began> running = attempt.running();
        Map<Long, ContainerId> keepers = new HashMap<>();
        running.forEach((container, record) -> {
            keepers.put(record.shimPid(), container);
            keepers.put(record.pid(), container);
        });
        Long session = attempt.driver().map(Records.Began::shimPid).orElse(null);
        Map<ContainerId, Sum> sums = new HashMap<>();
        for (ProcFs.Proc proc : all.values()) {
            ContainerId container = keeper(proc, all, keepers, session);
            if (container != null && running.containsKey(container)) {
                sums.computeIfAbsent(container, id -> new Sum()).add(proc, processes);
            }
        }
        sums.forEach((container, sum) -> {
            MemoryReading reading = sum.reading(attempt, container, now);
            readings.addLast(reading);
            if (tooMuch(reading)) {
                over.add(new Over(attempt, container, message(reading), List.copyOf(sum.pids)));
            }
        });
    }

    /// The container that a process is in: its nearest ancestor that keeps one; where that is lost,
    /// the driver whose session it is in.
    private static @Nullable ContainerId keeper(
            ProcFs.Proc proc,
            Map<Long, ProcFs.Proc> all,
            Map<Long, ContainerId> keepers,
            @Nullable Long session) {
        ProcFs.Proc ancestor = proc;
        for (int depth = 0; ancestor != null && depth < 64; depth++) {
            ContainerId container = keepers.get(ancestor.pid());
            if (container != null) {
                return container;
            }
            ancestor = all.get(ancestor.parent());
        }
        return session != null && proc.session() == session ? ContainerId.DRIVER : null;
    }

    private boolean tooMuch(MemoryReading reading) {
        MemoryReading.Key key = reading.key();
        if (reading.totalBytes() <= reading.limitBytes()) {
            overCounts.remove(key);
            return false;
        }
        int count = overCounts.merge(key, 1, Integer::sum);
        return count >= READINGS_OVER || reading.totalBytes() > reading.limitBytes() * FAR_OVER;
    }

    private Set<MemoryReading.Key> readKeys(Instant now) {
        return readings.stream()
                .filter(reading -> reading.at().equals(now))
                .map(MemoryReading::key)
                .collect(Collectors.toSet());
    }

    private static String message(MemoryReading reading) {
        return "exceeded its memory limit: held %d MiB (JVM %d, Python %d, other %d) of %d MiB"
                .formatted(
                        reading.totalBytes() / MIB,
                        reading.jvmBytes() / MIB,
                        reading.pythonBytes() / MIB,
                        reading.otherBytes() / MIB,
                        reading.limitBytes() / MIB);
    }

    /// What the processes of one container hold.
    private static final class Sum {
        private long jvm;
        private long python;
        private long other;
        private final List<Long> pids = new ArrayList<>();

        void add(ProcFs.Proc proc, ProcFs processes) {
            long bytes = processes.residentBytes(proc.pid());
            if (proc.command().equals("java")) {
                jvm += bytes;
            } else if (proc.command().startsWith("python")
                    || proc.command().startsWith("pyspark")) {
                python += bytes;
            } else {
                other += bytes;
            }
            if (!proc.command().equals("bash")) {
                pids.add(proc.pid());
            }
        }

        MemoryReading reading(Attempt attempt, ContainerId container, Instant now) {
            long limit = attempt.plan().size(container).memoryMib() * MIB;
            return new MemoryReading(
                    attempt.plan().id(), container, now, jvm, python, other, limit);
        }
    }
}
