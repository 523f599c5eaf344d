package io.spindrift.history.issue;

import io.spindrift.history.Issue;
import io.spindrift.history.Issue.Severity;
import io.spindrift.history.RunFacts;
import io.spindrift.history.RunTotals;
import java.util.List;

/// Executor cores that were paid for and ran no task.
///
/// Fires above half (as DataFlint). Below ten core minutes it is an info: a short run is mostly
/// starting up, and there is little to save.
final class IdleCores implements Rule {
    static final About ABOUT =
            new About(
                    "idle-cores",
                    1,
                    Severity.WARNING,
                    "executor cores run no task for over half of their time, and a minute; an info below ten core minutes",
                    "the idle time",
                    "DataFlint, Sparklens");

    private static final double SHARE_MIN = 0.5;
    private static final long MILLIS_MIN = 60_000;
    private static final long WARNING_MILLIS = 600_000;

    @Override
    public List<Issue> find(RunFacts facts) {
        RunTotals totals = facts.app().totals();
        if (totals.slotMillis() == 0 || totals.idleMillis() < MILLIS_MIN) {
            return List.of();
        }
        double share = (double) totals.idleMillis() / totals.slotMillis();
        if (share <= SHARE_MIN) {
            return List.of();
        }
        return List.of(
                ABOUT.issue(
                        totals.idleMillis() < WARNING_MILLIS ? Severity.INFO : Severity.WARNING,
                        "Executor cores were idle for " + Words.percent(share) + " of their time",
                        List.of(
                                Clue.of(
                                                Words.coreHours(totals.idleMillis())
                                                        + " of "
                                                        + Words.coreHours(totals.slotMillis())
                                                        + " ran no task")
                                        .with("idleMillis", totals.idleMillis())
                                        .with("slotMillis", totals.slotMillis())
                                        .with("executors", totals.executors())
                                        .evidence()),
                        "Ask for fewer executors, or switch dynamic allocation on with a short"
                                + " spark.dynamicAllocation.executorIdleTimeout; where the driver works alone for"
                                + " long, look at what it does.",
                        totals.idleMillis()));
    }
}
