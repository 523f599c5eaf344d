package io.spindrift.history.issue;

import io.spindrift.history.ExecutorRun;
import io.spindrift.history.Issue;
import io.spindrift.history.Issue.Severity;
import io.spindrift.history.Issue.Target;
import io.spindrift.history.RunFacts;
import io.spindrift.history.StageRun;
import io.spindrift.history.StageRun.Quantiles;
import io.spindrift.history.StageRun.Spread;
import java.util.List;

/// One task takes much longer than the middle one, and the stage waits for it.
///
/// Fires as DataFlint does (longest over 5 s and over 10 × the median) or as Dr. Elephant's
/// moderate (over 4 × the median, longest over 150 s and three quarters of the stage). The cost is
/// what the other slots might have done from the 95th of a hundred tasks to the last.
///
/// One that read no more than others may just have been its executor's first, which loads classes
/// and compiles: it is to last over 15 s.
final class Skew implements Rule {
    static final About ABOUT =
            new About(
                    "skew",
                    1,
                    Severity.WARNING,
                    "of 4 or more tasks the longest takes over 10 × the median, and 5 s (15 s where it reads no more than others); or over 4 ×, 150 s and three quarters of the stage",
                    "the other slots from the 95th of a hundred tasks to the last",
                    "DataFlint, Dr. Elephant");

    private static final int TASKS_MIN = 4;

    @Override
    public List<Issue> find(RunFacts facts) {
        return facts.stages().stream()
                .filter(Skew::fires)
                .map(stage -> issue(facts, stage))
                .toList();
    }

    /// Also marks stages in lists.
    static boolean fires(StageRun stage) {
        Spread spread = stage.spread();
        if (spread == null || stage.tasks().completed() < TASKS_MIN) {
            return false;
        }
        Quantiles duration = spread.durationMillis();
        double ratio = (double) duration.max() / Math.max(1, duration.p50());
        boolean far = duration.max() > (byData(spread) ? 5_000 : 15_000) && ratio > 10;
        boolean long_ =
                duration.max() > 150_000 && ratio > 4 && duration.max() > 0.75 * wallMillis(stage);
        return far || long_;
    }

    private static Issue issue(RunFacts facts, StageRun stage) {
        Spread spread = java.util.Objects.requireNonNull(stage.spread());
        Quantiles duration = spread.durationMillis();
        Quantiles read = read(spread);
        return ABOUT.issue(
                Work.name(stage)
                        + " is skewed: the longest of "
                        + stage.tasks().completed()
                        + " tasks took "
                        + Words.duration(duration.max())
                        + ", the median "
                        + Words.duration(duration.p50()),
                List.of(
                        Clue.of(
                                        "Task "
                                                + spread.slowestTaskId()
                                                + "; the largest read "
                                                + Words.bytes(read.max())
                                                + ", the median "
                                                + Words.bytes(read.p50()),
                                        new Target.OfTask(stage.id(), spread.slowestTaskId()))
                                .with("maxMillis", duration.max())
                                .with("medianMillis", duration.p50())
                                .with("maxReadBytes", read.max())
                                .with("medianReadBytes", read.p50())
                                .evidence()),
                byData(spread)
                        ? "A few keys have most of the rows: let adaptive execution split them (lower"
                                + " spark.sql.adaptive.skewJoin.skewedPartitionFactor), or filter or salt the key."
                        : "It read no more than others: look at its executor's node, at a slow function, or"
                                + " at a row that is costly to compute.",
                waste(facts, duration));
    }

    private static Quantiles read(Spread spread) {
        return spread.shuffleReadBytes().max() > 0
                ? spread.shuffleReadBytes()
                : spread.inputBytes();
    }

    private static boolean byData(Spread spread) {
        Quantiles read = read(spread);
        return read.max() > 3 * Math.max(1, read.p50());
    }

    private static long waste(RunFacts facts, Quantiles duration) {
        long slots = facts.executors().stream().mapToLong(ExecutorRun::slots).sum();
        long tail = Math.max(0, duration.max() - duration.p95());
        return Math.min(tail * Math.max(0, slots - 1), facts.app().totals().idleMillis());
    }

    private static long wallMillis(StageRun stage) {
        return stage.submittedAt() == null || stage.completedAt() == null
                ? Long.MAX_VALUE
                : stage.completedAt().toEpochMilli() - stage.submittedAt().toEpochMilli();
    }
}
