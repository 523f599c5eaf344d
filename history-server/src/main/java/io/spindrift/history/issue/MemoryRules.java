package io.spindrift.history.issue;

import io.spindrift.history.ExecutorRun;
import io.spindrift.history.Issue;
import io.spindrift.history.Issue.Severity;
import io.spindrift.history.Issue.Target;
import io.spindrift.history.PeakMetric;
import io.spindrift.history.RunFacts;
import io.spindrift.history.TaskMetric;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/// Memory of executors that was given and not used, or used to its last byte.
///
/// Peaks are what a JVM reports. Those of the heap flatter: it grows to its limit lazily, so low
/// use is sure where it is found, and high use alone proves nothing. Zero means not measured.
final class MemoryRules {
    static final double HEAP_FULL = 0.95;
    static final double UNUSED = 1.5;
    static final double SPARE = 1.25;
    static final double FREE_OF_SPARK = 300 << 20;
    private static final double UNIFIED_LOW = 0.4;
    private static final double LOW_GC = 0.01;
    private static final double WASTE_BUFFER = 1.5;
    static final long GIB = 1L << 30;

    /// Clouds ask about a tenth of a core's price for a gibibyte.
    static final double CORES_A_GIB = 0.1;

    private static final About EXECUTOR_UNUSED =
            new About(
                    "executor-memory-unused",
                    1,
                    Severity.INFO,
                    "spark.executor.memory above 2 GiB and 1.5 × (highest heap use + 300 MB), from 10 core"
                            + " minutes, no failure for want of memory, no spill",
                    "the memory above what is advised, a GiB as a tenth of a core",
                    "Dr. Elephant (TuneIn), DataFlint");
    private static final About EXECUTOR_FULL =
            new About(
                    "executor-heap-full",
                    1,
                    Severity.WARNING,
                    "an executor's heap use above 95 % of spark.executor.memory, and garbage collection above"
                            + " 5 % of the task time",
                    About.NO_COST,
                    "DataFlint");
    private static final About UNIFIED_UNUSED =
            new About(
                    "unified-memory-unused",
                    1,
                    Severity.INFO,
                    "the highest use of execution and storage memory below 40 % of it, where garbage collection"
                            + " is above 8 % of the task time",
                    About.NO_COST,
                    "Dr. Elephant (TuneIn)");
    private static final About LOW_COLLECTION =
            new About(
                    "low-gc",
                    1,
                    Severity.INFO,
                    "garbage collection below 1 % of an hour or more of task time, with over 4 GiB of heap a core",
                    About.NO_COST,
                    "Dr. Elephant");
    private static final About MEMORY_WASTE =
            new About(
                    "memory-waste",
                    1,
                    Severity.INFO,
                    "memory × time of executors above 1.5 × memory × task time ÷ slots, by over 10 GiB hours",
                    "those GiB hours, a GiB as a tenth of a core",
                    "Dr. Elephant");
    private static final About EXECUTOR_SPILL =
            new About(
                    "executor-spill",
                    1,
                    Severity.WARNING,
                    "a fifth of the executors spills, each task over 5 % of its share of the heap",
                    About.NO_COST,
                    "Dr. Elephant (TuneIn)");

    private MemoryRules() {}

    static List<Entry> entries() {
        return List.of(
                Entry.of(EXECUTOR_UNUSED, MemoryRules::executorUnused),
                Entry.of(EXECUTOR_FULL, MemoryRules::executorFull),
                Entry.of(UNIFIED_UNUSED, MemoryRules::unifiedUnused),
                Entry.of(LOW_COLLECTION, MemoryRules::lowCollection),
                Entry.of(MEMORY_WASTE, MemoryRules::memoryWaste),
                Entry.of(EXECUTOR_SPILL, MemoryRules::executorSpill));
    }

    private static List<ExecutorRun> executors(RunFacts facts) {
        return facts.app().localMode()
                ? List.of()
                : facts.executors().stream().filter(executor -> !executor.driver()).toList();
    }

    private static Optional<ExecutorRun> fullest(
            List<ExecutorRun> executors, ToLongFunction<ExecutorRun> use) {
        return executors.stream()
                .filter(executor -> use.applyAsLong(executor) > 0)
                .max(Comparator.comparingLong(use));
    }

    static long heap(ExecutorRun executor) {
        return executor.peaks().of(PeakMetric.JVM_HEAP_MEMORY);
    }

    private static double gcShare(RunFacts facts) {
        return (double) facts.app().totals().coreTime().gcMillis()
                / Math.max(1, facts.app().totals().taskMillis());
    }

    private static boolean wantedMemory(RunFacts facts) {
        return facts.app().totals().metrics().of(TaskMetric.MEMORY_SPILLED_BYTES) > 0
                || facts.failures().stream().anyMatch(OutOfMemory::isAbout)
                || facts.executors().stream().anyMatch(executor -> executor.removeReason() != null);
    }

    private static List<Issue> executorUnused(RunFacts facts) {
        long given = new Settings(facts).executorMemoryBytes();
        return fullest(executors(facts), MemoryRules::heap)
                .filter(executor -> given > 2 * GIB && given > UNUSED * need(heap(executor)))
                .filter(executor -> Work.worthwhile(facts) && !wantedMemory(facts))
                .map(executor -> {
                    double enough = Math.max(GIB, SPARE * need(heap(executor)));
                    return EXECUTOR_UNUSED.issue(
                            "Executors used at most "
                                    + Words.bytes(heap(executor))
                                    + " of their "
                                    + Words.bytes(given)
                                    + " of heap",
                            List.of(heapClue(executor, given).evidence()),
                            "Set spark.executor.memory to " + Settings.memory(enough) + ".",
                            memoryCost(facts, given - enough));
                })
                .stream()
                .toList();
    }

    static double need(long heapBytes) {
        return heapBytes + FREE_OF_SPARK;
    }

    /// Of so many bytes more on each executor.
    private static long memoryCost(RunFacts facts, double bytes) {
        long cores = Math.max(1, new Settings(facts).number("spark.executor.cores").orElse(1));
        double executorMillis = (double) facts.app().totals().coreMillis() / cores;
        return Math.round(executorMillis * bytes / GIB * CORES_A_GIB);
    }

    static Clue heapClue(ExecutorRun executor, long given) {
        return Clue.of(
                        (executor.driver() ? "The driver" : "Executor " + executor.id())
                                + " reported "
                                + Words.bytes(heap(executor))
                                + " at most",
                        new Target.OfExecutor(executor.id()))
                .with("heapBytes", heap(executor))
                .with("givenBytes", given);
    }

    private static List<Issue> executorFull(RunFacts facts) {
        long given = new Settings(facts).executorMemoryBytes();
        return fullest(executors(facts), MemoryRules::heap)
                .filter(executor -> heap(executor) > HEAP_FULL * given && gcShare(facts) > 0.05)
                .map(executor ->
                        EXECUTOR_FULL.issue(
                                "The heap of executor " + executor.id() + " was full",
                                List.of(heapClue(executor, given).evidence()),
                                "Set spark.executor.memory to "
                                        + Settings.memory(1.2 * given)
                                        + ".",
                                0))
                .stream()
                .toList();
    }

    private static List<Issue> unifiedUnused(RunFacts facts) {
        double room = new Settings(facts).unifiedMemoryBytes();
        return fullest(executors(facts), MemoryRules::unified)
                .filter(executor -> room > 256 << 20 && unified(executor) < UNIFIED_LOW * room)
                .filter(executor -> gcShare(facts) > 0.08 && Work.worthwhile(facts))
                .map(executor ->
                        UNIFIED_UNUSED.issue(
                                "Spark used at most "
                                        + Words.percent(unified(executor) / room)
                                        + " of the memory kept for execution and storage, while collections took long",
                                List.of(
                                        Clue.of(
                                                        "Executor " + executor.id(),
                                                        new Target.OfExecutor(executor.id()))
                                                .with("unifiedBytes", unified(executor))
                                                .with("roomBytes", room)
                                                .evidence()),
                                String.format(
                                        java.util.Locale.ROOT,
                                        "The program's own objects want the room: set spark.memory.fraction to %.2f.",
                                        Math.max(0.1, 0.6 * SPARE * unified(executor) / room)),
                                0))
                .stream()
                .toList();
    }

    private static long unified(ExecutorRun executor) {
        return executor.peaks().of(PeakMetric.ON_HEAP_UNIFIED_MEMORY);
    }

    private static List<Issue> lowCollection(RunFacts facts) {
        Settings settings = new Settings(facts);
        long cores = Math.max(1, settings.number("spark.executor.cores").orElse(1));
        long perCore = settings.executorMemoryBytes() / cores;
        boolean low =
                facts.app().totals().taskMillis() >= 3_600_000
                        && gcShare(facts) < LOW_GC
                        && perCore > 4 * GIB;
        if (!low || executors(facts).isEmpty() || wantedMemory(facts)) {
            return List.of();
        }
        return List.of(
                LOW_COLLECTION.issue(
                        "Hardly any garbage collection: the heap may be larger than it need be",
                        List.of(
                                Clue.of(
                                                Words.bytes(perCore) + " of heap for each core",
                                                new Target.OfConfig("spark.executor.memory"))
                                        .with("gcShare", gcShare(facts))
                                        .with("perCoreBytes", perCore)
                                        .evidence()),
                        "Try spark.executor.memory of "
                                + Settings.memory(0.75 * settings.executorMemoryBytes())
                                + " in the next run, and watch the collections.",
                        0));
    }

    private static List<Issue> memoryWaste(RunFacts facts) {
        List<ExecutorRun> executors = executors(facts);
        long slots = executors.stream().mapToLong(ExecutorRun::slots).max().orElse(1);
        double gib = (double) new Settings(facts).executorMemoryBytes() / GIB;
        double given = gib * facts.app().totals().slotMillis() / Math.max(1, slots);
        double used = WASTE_BUFFER * gib * facts.app().totals().taskMillis() / Math.max(1, slots);
        double hours = (given - used) / 3_600_000;
        if (executors.isEmpty() || hours <= 10) {
            return List.of();
        }
        return List.of(
                MEMORY_WASTE.issue(
                        Words.number(hours) + " GiB hours of memory were held and not worked with",
                        List.of(
                                Clue.of(
                                                Words.number(given / 3_600_000)
                                                        + " GiB hours were held, tasks had need of "
                                                        + Words.number(used / 3_600_000))
                                        .with("heldGibHours", given / 3_600_000)
                                        .with("usedGibHours", used / 3_600_000)
                                        .evidence()),
                        "Ask for fewer executors, or give them back sooner: dynamic allocation with"
                                + " spark.dynamicAllocation.executorIdleTimeout of 30s.",
                        Math.round((given - used) * CORES_A_GIB)));
    }

    private static List<Issue> executorSpill(RunFacts facts) {
        List<ExecutorRun> executors = executors(facts);
        List<ExecutorRun> spilling =
                executors.stream().filter(executor -> spilled(executor) > 0).toList();
        long tasks = executors.stream().mapToLong(each -> each.tasks().completed()).sum();
        long bytes = spilling.stream().mapToLong(MemoryRules::spilled).sum();
        long slots = executors.stream().mapToLong(ExecutorRun::slots).max().orElse(1);
        double share = (double) new Settings(facts).executorMemoryBytes() / Math.max(1, slots);
        if (spilling.isEmpty()
                || tasks == 0
                || spilling.size() < 0.2 * executors.size()
                || (double) bytes / tasks < 0.05 * share) {
            return List.of();
        }
        ExecutorRun worst = fullest(spilling, MemoryRules::spilled).orElseGet(spilling::getFirst);
        return List.of(
                EXECUTOR_SPILL.issue(
                        Words.count(spilling.size(), "executor")
                                + " of "
                                + executors.size()
                                + " spilled, "
                                + Words.bytes(bytes / tasks)
                                + " a task",
                        List.of(
                                Clue.of(
                                                "Executor "
                                                        + worst.id()
                                                        + " spilled "
                                                        + Words.bytes(spilled(worst)),
                                                new Target.OfExecutor(worst.id()))
                                        .with("spilledBytes", bytes)
                                        .with("tasks", tasks)
                                        .evidence()),
                        slots > 4
                                ? "Set spark.executor.cores to "
                                        + Math.max(2, slots / 2)
                                        + ": fewer tasks share the memory."
                                : "Set spark.executor.memory to "
                                        + Settings.memory(
                                                1.5 * new Settings(facts).executorMemoryBytes())
                                        + ", or spark.sql.shuffle.partitions to "
                                        + 2 * new Settings(facts).shufflePartitions()
                                        + ".",
                        0));
    }

    private static long spilled(ExecutorRun executor) {
        return executor.metrics().of(TaskMetric.MEMORY_SPILLED_BYTES);
    }
}
