package io.spindrift.history.issue;

import io.spindrift.history.ExecutorRun;
import io.spindrift.history.Issue;
import io.spindrift.history.Issue.Severity;
import io.spindrift.history.Issue.Target;
import io.spindrift.history.PeakMetric;
import io.spindrift.history.RunFacts;
import java.util.List;
import java.util.Optional;

/// The driver's memory: given and not used, or used to its last byte.
final class DriverMemoryRules {
    private static final About DRIVER_UNUSED =
            new About(
                    "driver-memory-unused",
                    1,
                    Severity.INFO,
                    "spark.driver.memory above 2 GiB and 1.5 × (highest heap use + 300 MB), from 10 core minutes",
                    "the memory above what is advised, a GiB as a tenth of a core",
                    "Dr. Elephant (TuneIn)");

    private static final About DRIVER_FULL =
            new About(
                    "driver-heap-full",
                    1,
                    Severity.WARNING,
                    "the driver's heap use above 95 % of spark.driver.memory",
                    About.NO_COST,
                    "DataFlint");

    private static final About DRIVER_GC =
            new About(
                    "driver-gc",
                    1,
                    Severity.WARNING,
                    "the driver collects garbage for over 10 % of the run, and over 10 s",
                    About.NO_COST,
                    "Dr. Elephant (TuneIn)");

    private DriverMemoryRules() {}

    static List<Entry> entries() {
        return List.of(
                Entry.of(DRIVER_UNUSED, DriverMemoryRules::driverUnused),
                Entry.of(DRIVER_FULL, DriverMemoryRules::driverFull),
                Entry.of(DRIVER_GC, DriverMemoryRules::driverGc));
    }

    private static Optional<ExecutorRun> driver(RunFacts facts) {
        return facts.executors().stream()
                .filter(ExecutorRun::driver)
                .filter(driver -> MemoryRules.heap(driver) > 0)
                .findFirst();
    }

    private static List<Issue> driverUnused(RunFacts facts) {
        long given = new Settings(facts).driverMemoryBytes();
        return driver(facts)
                .filter(driver ->
                        given > 2 * MemoryRules.GIB
                                && given
                                        > MemoryRules.UNUSED
                                                * MemoryRules.need(MemoryRules.heap(driver)))
                .filter(driver -> Work.worthwhile(facts))
                .map(driver -> {
                    double enough =
                            Math.max(
                                    MemoryRules.GIB,
                                    MemoryRules.SPARE * MemoryRules.heap(driver)
                                            + MemoryRules.FREE_OF_SPARK);
                    double hours = facts.app().duration().toMillis();
                    return DRIVER_UNUSED.issue(
                            "The driver used at most "
                                    + Words.bytes(MemoryRules.heap(driver))
                                    + " of its "
                                    + Words.bytes(given)
                                    + " of heap",
                            List.of(MemoryRules.heapClue(driver, given).evidence()),
                            "Set spark.driver.memory to " + Settings.memory(enough) + ".",
                            Math.round(
                                    hours
                                            * (given - enough)
                                            / MemoryRules.GIB
                                            * MemoryRules.CORES_A_GIB));
                })
                .stream()
                .toList();
    }

    private static List<Issue> driverFull(RunFacts facts) {
        long given = new Settings(facts).driverMemoryBytes();
        return driver(facts)
                .filter(driver -> MemoryRules.heap(driver) > MemoryRules.HEAP_FULL * given)
                .map(driver ->
                        DRIVER_FULL.issue(
                                "The driver's heap was full",
                                List.of(MemoryRules.heapClue(driver, given).evidence()),
                                "Set spark.driver.memory to "
                                        + Settings.memory(1.2 * given)
                                        + ", and collect or broadcast less to it.",
                                0))
                .stream()
                .toList();
    }

    private static List<Issue> driverGc(RunFacts facts) {
        long wall = facts.app().duration().toMillis();
        return driver(facts)
                .filter(driver -> !facts.app().localMode())
                .filter(driver -> gc(driver) > 10_000 && gc(driver) > 0.1 * wall)
                .map(driver ->
                        DRIVER_GC.issue(
                                "The driver collected garbage for "
                                        + Words.percent((double) gc(driver) / wall)
                                        + " of the run",
                                List.of(
                                        Clue.of(
                                                        Words.duration(gc(driver))
                                                                + " of "
                                                                + Words.duration(wall),
                                                        new Target.OfExecutor(driver.id()))
                                                .with("gcMillis", gc(driver))
                                                .with("durationMillis", wall)
                                                .evidence()),
                                "Set spark.driver.memory to "
                                        + Settings.memory(
                                                1.5 * new Settings(facts).driverMemoryBytes())
                                        + ", or keep less in the driver: collected rows, broadcasts, very many tasks.",
                                0))
                .stream()
                .toList();
    }

    private static long gc(ExecutorRun executor) {
        long total = executor.peaks().of(PeakMetric.TOTAL_GC_TIME);
        return total > 0
                ? total
                : executor.peaks().of(PeakMetric.MINOR_GC_TIME)
                        + executor.peaks().of(PeakMetric.MAJOR_GC_TIME);
    }
}
