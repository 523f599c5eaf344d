package io.spindrift.history.issue;

import io.spindrift.history.Issue;
import io.spindrift.history.Issue.Severity;
import io.spindrift.history.Issue.Target;
import io.spindrift.history.RunFacts;
import io.spindrift.history.StageRun;
import io.spindrift.history.TaskMetric;
import java.util.List;

/// What a run was told that seldom does good.
final class ConfigRules {
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;
    private static final long EXECUTOR_MEMORY_MAX = 20 * GIB;
    private static final long EXECUTOR_CORES_MAX = 8;
    private static final long DRIVER_MEMORY_MAX = 20 * GIB;
    private static final long DRIVER_CORES_MAX = 7;
    private static final long OVERHEAD_MAX = 6 * GIB;
    private static final long OBJECTS_SHUFFLED = 100 * MIB;
    private static final long EXECUTORS_MAX = 900;

    private static final About LARGE_EXECUTOR =
            new About(
                    "large-executor",
                    1,
                    Severity.INFO,
                    "spark.executor.memory from 20 GiB, cores from 8, or memoryOverhead from 6 GiB",
                    About.NO_COST,
                    "Dr. Elephant (severe)");
    private static final About LARGE_DRIVER =
            new About(
                    "large-driver",
                    1,
                    Severity.INFO,
                    "spark.driver.memory from 20 GiB or cores from 7",
                    About.NO_COST,
                    "Dr. Elephant (severe)");
    private static final About JAVA_SERIALIZER =
            new About(
                    "java-serializer",
                    1,
                    Severity.INFO,
                    "stages outside of SQL shuffle over 100 MiB with Java's serializer",
                    About.NO_COST,
                    "Dr. Elephant");
    private static final About NO_SHUFFLE_SERVICE =
            new About(
                    "no-shuffle-service",
                    1,
                    Severity.WARNING,
                    "dynamic allocation with neither the shuffle service, shuffle tracking nor decommissioning",
                    About.NO_COST,
                    "Dr. Elephant");
    private static final About ALLOCATION_BOUNDS =
            new About(
                    "dynamic-allocation-bounds",
                    1,
                    Severity.INFO,
                    "dynamic allocation with minExecutors above 1 and half of the cores idle, or maxExecutors"
                            + " above 900",
                    "idle time, where minExecutors kept it",
                    "Dr. Elephant");
    private static final About JARS_WILDCARD =
            new About(
                    "jars-wildcard",
                    1,
                    Severity.INFO,
                    "a * in spark.jars or spark.yarn.jars",
                    About.NO_COST,
                    "Dr. Elephant");
    private static final About ADAPTIVE_OFF =
            new About(
                    "adaptive-off",
                    1,
                    Severity.INFO,
                    "SQL stages that are skewed, spill or have over 1000 tasks, without adaptive execution",
                    About.NO_COST,
                    "spark-rapids, and ours");
    private static final About PARALLELISM_FIRST =
            new About(
                    "parallelism-first",
                    1,
                    Severity.INFO,
                    "adaptive execution, and 10 or more SQL stages whose median task reads under 1 MiB of"
                            + " shuffle in under 200 ms, 1000 such tasks in all",
                    "what Spark took to start and end those tasks",
                    "spark-rapids");

    private ConfigRules() {}

    static List<Entry> entries() {
        return List.of(
                Entry.of(LARGE_EXECUTOR, ConfigRules::largeExecutor),
                Entry.of(LARGE_DRIVER, ConfigRules::largeDriver),
                Entry.of(JAVA_SERIALIZER, ConfigRules::javaSerializer),
                Entry.of(NO_SHUFFLE_SERVICE, ConfigRules::noShuffleService),
                Entry.of(ALLOCATION_BOUNDS, ConfigRules::allocationBounds),
                Entry.of(JARS_WILDCARD, ConfigRules::jarsWildcard),
                Entry.of(ADAPTIVE_OFF, ConfigRules::adaptiveOff),
                Entry.of(PARALLELISM_FIRST, ConfigRules::parallelismFirst));
    }

    private static Clue config(String key, String value) {
        return Clue.of(key + " is " + value, new Target.OfConfig(key));
    }

    private static List<Issue> largeExecutor(RunFacts facts) {
        Settings settings = new Settings(facts);
        long memory = settings.executorMemoryBytes();
        long cores = settings.number("spark.executor.cores").orElse(1);
        long overhead = settings.bytes("spark.executor.memoryOverhead", "0", 'm');
        if (facts.app().localMode()
                || (memory < EXECUTOR_MEMORY_MAX
                        && cores < EXECUTOR_CORES_MAX
                        && overhead < OVERHEAD_MAX)) {
            return List.of();
        }
        return List.of(
                LARGE_EXECUTOR.issue(
                        "Executors are large: "
                                + Words.count(cores, "core")
                                + ", "
                                + Words.bytes(memory)
                                + " of heap",
                        List.of(
                                config("spark.executor.memory", Words.bytes(memory))
                                        .with("memoryBytes", memory)
                                        .with("cores", cores)
                                        .with("overheadBytes", overhead)
                                        .evidence()),
                        "Large heaps collect long and large executors fit few nodes: with "
                                + Math.max(1, Math.ceilDiv(cores, 4))
                                + " times as many executors of 4 cores, spark.executor.memory can be "
                                + Settings.memory(4.0 * memory / Math.max(4, cores))
                                + ".",
                        0));
    }

    private static List<Issue> largeDriver(RunFacts facts) {
        Settings settings = new Settings(facts);
        long memory = settings.driverMemoryBytes();
        long cores = settings.number("spark.driver.cores").orElse(1);
        if (memory < DRIVER_MEMORY_MAX && cores < DRIVER_CORES_MAX) {
            return List.of();
        }
        return List.of(
                LARGE_DRIVER.issue(
                        "The driver is large: "
                                + Words.count(cores, "core")
                                + ", "
                                + Words.bytes(memory)
                                + " of heap",
                        List.of(
                                config("spark.driver.memory", Words.bytes(memory))
                                        .with("memoryBytes", memory)
                                        .with("cores", cores)
                                        .evidence()),
                        "A driver plans and keeps results; it rarely needs over 2 cores. Write results"
                                + " instead of collecting them, then set spark.driver.cores to 2 and"
                                + " spark.driver.memory to what its peak needs and a quarter.",
                        0));
    }

    private static List<Issue> javaSerializer(RunFacts facts) {
        String key = "spark.serializer";
        String serializer =
                new Settings(facts).text(key, "org.apache.spark.serializer.JavaSerializer");
        List<StageRun> shuffling =
                facts.stages().stream()
                        .filter(stage -> stage.sqlId() == null)
                        .filter(stage -> written(stage) > 0)
                        .toList();
        long shuffled = shuffling.stream().mapToLong(ConfigRules::written).sum();
        if (serializer.endsWith("KryoSerializer") || shuffled < OBJECTS_SHUFFLED) {
            return List.of();
        }
        return List.of(
                JAVA_SERIALIZER.issue(
                        "Java's serializer writes "
                                + Words.bytes(shuffled)
                                + " of shuffled objects",
                        List.of(
                                Clue.of(
                                                Work.name(shuffling.getFirst()) + " and others",
                                                new Target.OfStage(shuffling.getFirst().id()))
                                        .with("shuffleBytes", shuffled)
                                        .evidence()),
                        "Set spark.serializer to org.apache.spark.serializer.KryoSerializer: RDDs of objects"
                                + " become smaller and quicker to write. SQL does not use it.",
                        0));
    }

    private static long written(StageRun stage) {
        return stage.metrics().of(TaskMetric.SHUFFLE_BYTES_WRITTEN);
    }

    private static List<Issue> noShuffleService(RunFacts facts) {
        Settings settings = new Settings(facts);
        String tracking = "spark.dynamicAllocation.shuffleTracking.enabled";
        boolean safe =
                settings.flag("spark.shuffle.service.enabled", false)
                        || settings.flag(tracking, since34(facts))
                        || settings.flag("spark.decommission.enabled", false);
        if (!settings.dynamicAllocation() || safe) {
            return List.of();
        }
        return List.of(
                NO_SHUFFLE_SERVICE.issue(
                        "Executors are given back with the shuffle data that others need",
                        List.of(config("spark.dynamicAllocation.enabled", "true").evidence()),
                        "Set " + tracking + " to true, or run the external shuffle service.",
                        0));
    }

    /// From then on tracking is on by default.
    private static boolean since34(RunFacts facts) {
        return !facts.app().sparkVersion().matches("2\\..*|3\\.[0-3]\\..*");
    }

    private static List<Issue> allocationBounds(RunFacts facts) {
        Settings settings = new Settings(facts);
        long least = settings.number("spark.dynamicAllocation.minExecutors").orElse(0);
        long most = settings.number("spark.dynamicAllocation.maxExecutors").orElse(0);
        long idle = facts.app().totals().idleMillis();
        boolean kept =
                least > 1 && Work.worthwhile(facts) && 2 * idle > facts.app().totals().slotMillis();
        if (!settings.dynamicAllocation() || (!kept && most <= EXECUTORS_MAX)) {
            return List.of();
        }
        String key = "spark.dynamicAllocation." + (kept ? "minExecutors" : "maxExecutors");
        return List.of(
                ALLOCATION_BOUNDS.issue(
                        kept
                                ? "At least "
                                        + least
                                        + " executors are kept, and half of the cores are idle"
                                : "Up to " + most + " executors may be asked for",
                        List.of(
                                config(key, String.valueOf(kept ? least : most))
                                        .with("executors", facts.app().totals().executors())
                                        .evidence()),
                        kept
                                ? "Set " + key + " to 0 or 1."
                                : "Set "
                                        + key
                                        + " to a few more than the "
                                        + facts.app().totals().executors()
                                        + " that there were: a mistake in a query should not take a whole cluster.",
                        kept ? idle : 0));
    }

    private static List<Issue> jarsWildcard(RunFacts facts) {
        Settings settings = new Settings(facts);
        for (String key : List.of("spark.jars", "spark.yarn.jars", "spark.yarn.secondary.jars")) {
            if (settings.text(key, "").contains("*")) {
                return List.of(
                        JARS_WILDCARD.issue(
                                "Every jar of a folder is taken along",
                                List.of(config(key, settings.text(key, "")).evidence()),
                                "Name the jars that are needed: what else lies there is sent, too, and may be of"
                                        + " another version.",
                                0));
            }
        }
        return List.of();
    }

    private static List<Issue> adaptiveOff(RunFacts facts) {
        if (new Settings(facts).adaptive()) {
            return List.of();
        }
        return facts.stages().stream()
                .filter(stage -> stage.sqlId() != null)
                .filter(stage ->
                        Skew.fires(stage)
                                || Spill.fires(stage)
                                || stage.tasks().completed() > 1_000)
                .findFirst()
                .map(stage ->
                        ADAPTIVE_OFF.issue(
                                "Queries are not adapted to their data while they run",
                                List.of(
                                        Clue.of(Work.name(stage), new Target.OfStage(stage.id()))
                                                .with("tasks", stage.tasks().completed())
                                                .evidence()),
                                "Set spark.sql.adaptive.enabled to true: it joins small partitions, splits"
                                        + " skewed ones and turns joins into broadcasts.",
                                0))
                .stream()
                .toList();
    }

    private static List<Issue> parallelismFirst(RunFacts facts) {
        String key = "spark.sql.adaptive.coalescePartitions.parallelismFirst";
        Settings settings = new Settings(facts);
        List<StageRun> tiny =
                facts.stages().stream()
                        .filter(stage -> stage.sqlId() != null && stage.spread() != null)
                        .filter(ConfigRules::readsNextToNothing)
                        .toList();
        int tasks = tiny.stream().mapToInt(stage -> stage.tasks().completed()).sum();
        if (!settings.adaptive()
                || !settings.flag(key, true)
                || tiny.size() < 10
                || tasks < 1_000) {
            return List.of();
        }
        StageRun first = tiny.getFirst();
        return List.of(
                PARALLELISM_FIRST.issue(
                        tiny.size()
                                + " stages are cut into "
                                + tasks
                                + " tasks with next to no data",
                        List.of(
                                Clue.of(Work.name(first), new Target.OfStage(first.id()))
                                        .with("stages", tiny.size())
                                        .with("tasks", tasks)
                                        .evidence()),
                        "Set "
                                + key
                                + " to false, so that spark.sql.adaptive.advisoryPartitionSizeInBytes is kept to.",
                        tiny.stream()
                                .mapToLong(stage -> stage.coreTime().internalsMillis())
                                .sum()));
    }

    private static boolean readsNextToNothing(StageRun stage) {
        StageRun.Spread spread = java.util.Objects.requireNonNull(stage.spread());
        long read = spread.shuffleReadBytes().p50();
        return read > 0 && read < MIB && spread.durationMillis().p50() < 200;
    }
}
