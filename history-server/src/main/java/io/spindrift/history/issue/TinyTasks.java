package io.spindrift.history.issue;

import io.spindrift.history.Issue;
import io.spindrift.history.Issue.Severity;
import io.spindrift.history.Issue.Target;
import io.spindrift.history.RunFacts;
import io.spindrift.history.StageRun;
import io.spindrift.history.StageRun.Spread;
import java.util.List;
import java.util.Objects;

/// Very many tasks that each do next to nothing: scheduling them costs more than they do.
///
/// Fires above 5 000 tasks with a median under 500 ms (as DataFlint). What Spark itself took is the
/// cost.
final class TinyTasks implements Rule {
    static final About ABOUT =
            new About(
                    "tiny-tasks",
                    2,
                    Severity.WARNING,
                    "a stage has over 5000 tasks with a median below 500 ms",
                    "what Spark took to start and end them",
                    "DataFlint");

    private static final int TASKS_MIN = 5_000;
    private static final long MEDIAN_MAX_MILLIS = 500;

    @Override
    public List<Issue> find(RunFacts facts) {
        return facts.stages().stream().filter(TinyTasks::fires).map(TinyTasks::issue).toList();
    }

    private static boolean fires(StageRun stage) {
        Spread spread = stage.spread();
        return spread != null
                && stage.tasks().total() > TASKS_MIN
                && spread.durationMillis().p50() < MEDIAN_MAX_MILLIS;
    }

    private static Issue issue(StageRun stage) {
        long median = Objects.requireNonNull(stage.spread()).durationMillis().p50();
        return ABOUT.issue(
                Work.name(stage)
                        + " has "
                        + stage.tasks().total()
                        + " tasks of "
                        + Words.duration(median)
                        + " each",
                List.of(
                        Clue.of(
                                        Words.duration(stage.coreTime().internalsMillis())
                                                + " went into starting and ending them",
                                        new Target.OfStage(stage.id()))
                                .with("tasks", stage.tasks().total())
                                .with("medianMillis", median)
                                .evidence()),
                "Use about a tenth of the partitions, "
                        + Math.max(1, stage.tasks().total() / 10)
                        + ": fewer spark.sql.shuffle.partitions, a larger"
                        + " spark.sql.files.maxPartitionBytes, or coalesce() after a filter.",
                stage.coreTime().internalsMillis());
    }
}
