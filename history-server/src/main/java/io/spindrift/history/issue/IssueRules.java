package io.spindrift.history.issue;

import io.spindrift.history.Issue;
import io.spindrift.history.RunFacts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

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

    private static final List<Rule> RULES =
            List.of(
                    new Crash(),
                    new FailedJobs(),
                    new FailedSql(),
                    new OutOfMemory(),
                    new RetriedStages(),
                    new RetriedTasks(),
                    new LostExecutors(),
                    new Skew(),
                    new Spill(),
                    new LongGc(),
                    new IdleCores(),
                    new MemoryNearLimit(),
                    new TinyTasks());

    private IssueRules() {}

    /// Sorted by severity, then by what they cost, both falling.
    public static List<Issue> issues(RunFacts facts) {
        List<Issue> found = new ArrayList<>();
        for (Rule rule : RULES) {
            rule.find(facts).stream().sorted(WORST_FIRST).limit(PER_RULE).forEach(found::add);
        }
        found.sort(WORST_FIRST);
        return found;
    }
}
