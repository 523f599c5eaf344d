package io.spindrift.history.issue;

import io.spindrift.history.Issue;
import io.spindrift.history.RunFacts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// All rules, put to one run. Pure; `IssueRules::issues` is the `IssueFinder` that history asks.
///
/// **What severity means.** An *error* is work that failed for good: the application crashed, or a
/// job failed (whether or not the driver survived it), or the memory of a container ran out and
/// that cost such a job. It turns `COMPLETED` into `COMPLETED_WITH_WARNINGS`. A *warning* is
/// something that Spark mended by itself (retried tasks and stages, lost executors) or a waste
/// worth an hour's look. An *info* is a waste too small to act on.
public final class IssueRules {
    /// Keeps a run with thousands of bad stages readable: the costliest of each rule are told.
    private static final int PER_RULE = 50;

    private static final Comparator<Issue> WORST_FIRST =
            Comparator.comparing(Issue::severity)
                    .thenComparingLong(Issue::costCoreMillis)
                    .reversed()
                    .thenComparing(Issue::ruleId)
                    .thenComparing(Issue::title);

    private static final List<Entry> ENTRIES =
            Stream.of(
                            List.of(
                                    Entry.of(Crash.ABOUT, new Crash()),
                                    Entry.of(FailedJobs.ABOUT, new FailedJobs()),
                                    Entry.of(FailedSql.ABOUT, new FailedSql()),
                                    new Entry(
                                            List.of(
                                                    OutOfMemory.DRIVER,
                                                    OutOfMemory.EXECUTOR,
                                                    OutOfMemory.CONTAINER),
                                            new OutOfMemory()),
                                    Entry.of(RetriedStages.ABOUT, new RetriedStages()),
                                    Entry.of(RetriedTasks.ABOUT, new RetriedTasks()),
                                    Entry.of(LostExecutors.ABOUT, new LostExecutors()),
                                    Entry.of(Skew.ABOUT, new Skew()),
                                    Entry.of(Spill.ABOUT, new Spill()),
                                    Entry.of(LongGc.ABOUT, new LongGc()),
                                    Entry.of(IdleCores.ABOUT, new IdleCores()),
                                    Entry.of(MemoryNearLimit.ABOUT, new MemoryNearLimit()),
                                    Entry.of(TinyTasks.ABOUT, new TinyTasks())),
                            RunRules.entries(),
                            StageRules.entries(),
                            PlanRules.entries(),
                            MemoryRules.entries(),
                            DriverMemoryRules.entries(),
                            SplitRules.entries(),
                            ConfigRules.entries())
                    .flatMap(List::stream)
                    .toList();

    private IssueRules() {}

    /// Sorted by severity, then by what they cost, both falling.
    public static List<Issue> issues(RunFacts facts) {
        List<Issue> found = new ArrayList<>();
        for (Entry entry : ENTRIES) {
            entry.rule().find(facts).stream()
                    .sorted(WORST_FIRST)
                    .limit(PER_RULE)
                    .forEach(found::add);
        }
        found.sort(WORST_FIRST);
        return found;
    }

    /// Every kind of issue once, in the order in which they are looked for.
    static List<About> catalogue() {
        return ENTRIES.stream().flatMap(entry -> entry.abouts().stream()).distinct().toList();
    }
}
