package io.spindrift.history.issue;

import io.spindrift.history.ExecutorRun;
import io.spindrift.history.Issue;
import io.spindrift.history.Issue.Severity;
import io.spindrift.history.Issue.Target;
import io.spindrift.history.RunFacts;
import io.spindrift.history.StageRun;
import io.spindrift.history.StageRun.Spread;
import io.spindrift.history.TaskMetric;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/// What a single stage's tasks and traffic show.
final class StageRules {
    private static final long GIB = 1L << 30;
    private static final long LONG_TASK_MILLIS = 10 * 60_000;
    private static final long LONG_STAGE_MILLIS = 45 * 60_000;
    private static final double GROWN = 10;
    private static final double WAIT_SHARE = 0.2;
    private static final long WAIT_MILLIS = 60_000;

    private static final About LONG_TASKS =
            new About(
                    "long-tasks",
                    1,
                    Severity.WARNING,
                    "the median task takes 10 minutes or more",
                    About.NO_COST,
                    "Dr. Elephant (TuneIn, severe)");
    private static final About LONG_STAGE =
            new About(
                    "long-stage",
                    1,
                    Severity.INFO,
                    "the tasks of a stage take 45 minutes or more for each executor",
                    About.NO_COST,
                    "Dr. Elephant (severe)");
    private static final About FEW_TASKS =
            new About(
                    "few-tasks",
                    1,
                    Severity.WARNING,
                    "a stage of a minute or more has tasks for less than half of the slots, and those take"
                            + " a minute on average",
                    "the slots that were empty, for as long as the stage took",
                    "Sparklens");
    private static final About GROWING_DATA =
            new About(
                    "growing-data",
                    1,
                    Severity.INFO,
                    "a stage writes 10 times what it reads, and over 1 GiB",
                    About.NO_COST,
                    "Sparklens");
    private static final About SHUFFLE_WAIT =
            new About(
                    "shuffle-wait",
                    1,
                    Severity.WARNING,
                    "tasks wait for shuffle blocks for over a fifth of their time, and a minute in all",
                    "the time waited",
                    "Sparklens");
    private static final About SLOW_SHUFFLE_WRITE =
            new About(
                    "slow-shuffle-write",
                    1,
                    Severity.WARNING,
                    "writing shuffle files takes over a fifth of the task time, and a minute in all",
                    "the time written",
                    "Sparklens");

    private StageRules() {}

    static List<Entry> entries() {
        return List.of(
                of(LONG_TASKS, StageRules::isLong, StageRules::longTasks),
                of(LONG_STAGE, stage -> true, StageRules::longStage),
                of(FEW_TASKS, stage -> wallMillis(stage) >= 60_000, StageRules::fewTasks),
                of(GROWING_DATA, StageRules::grows, StageRules::growingData),
                of(SHUFFLE_WAIT, stage -> waits(stage, waited(stage)), StageRules::shuffleWait),
                of(
                        SLOW_SHUFFLE_WRITE,
                        stage -> waits(stage, writing(stage)),
                        StageRules::slowShuffleWrite));
    }

    static Entry of(
            About about,
            Predicate<StageRun> fires,
            BiFunction<RunFacts, StageRun, List<Issue>> issue) {
        return Entry.of(
                about,
                facts ->
                        facts.stages().stream()
                                .filter(stage -> stage.spread() != null)
                                .filter(fires)
                                .flatMap(stage -> issue.apply(facts, stage).stream())
                                .toList());
    }

    static Spread spread(StageRun stage) {
        return Objects.requireNonNull(stage.spread());
    }

    static long of(StageRun stage, TaskMetric metric) {
        return stage.metrics().of(metric);
    }

    private static long wallMillis(StageRun stage) {
        return stage.submittedAt() == null || stage.completedAt() == null
                ? 0
                : stage.completedAt().toEpochMilli() - stage.submittedAt().toEpochMilli();
    }

    static Clue clue(StageRun stage, String text) {
        return Clue.of(text, new Target.OfStage(stage.id()));
    }

    private static boolean isLong(StageRun stage) {
        return spread(stage).durationMillis().p50() >= LONG_TASK_MILLIS;
    }

    private static List<Issue> longTasks(RunFacts facts, StageRun stage) {
        long median = spread(stage).durationMillis().p50();
        int tasks = stage.tasks().completed();
        long wanted = tasks * Math.ceilDiv(median, 150_000);
        return List.of(
                LONG_TASKS.issue(
                        Work.name(stage) + ": the median task takes " + Words.duration(median),
                        List.of(
                                clue(stage, Words.count(tasks, "task"))
                                        .with("medianMillis", median)
                                        .with("tasks", tasks)
                                        .evidence()),
                        "Cut the work into about "
                                + wanted
                                + " tasks ("
                                + (stage.metrics().shuffleReadBytes() > 0
                                        ? "spark.sql.shuffle.partitions"
                                        : "a smaller spark.sql.files.maxPartitionBytes, or repartition()")
                                + "): a task that fails after so long starts again from nothing.",
                        0));
    }

    private static List<Issue> longStage(RunFacts facts, StageRun stage) {
        long executors = facts.executors().stream().filter(each -> each.slots() > 0).count();
        long each = of(stage, TaskMetric.EXECUTOR_RUN_MILLIS) / Math.max(1, executors);
        if (each < LONG_STAGE_MILLIS) {
            return List.of();
        }
        return List.of(
                LONG_STAGE.issue(
                        Work.name(stage)
                                + " gives each executor "
                                + Words.duration(each)
                                + " of tasks",
                        List.of(
                                clue(stage, Words.duration(stage.taskMillis()) + " in all")
                                        .with("millisAnExecutor", each)
                                        .with("executors", executors)
                                        .evidence()),
                        "It is the stage to look at first; see what other numbers of executors would do.",
                        0));
    }

    private static List<Issue> fewTasks(RunFacts facts, StageRun stage) {
        long slots = facts.executors().stream().mapToLong(ExecutorRun::slots).sum();
        int tasks = stage.tasks().completed();
        long mean = stage.taskMillis() / Math.max(1, tasks);
        if (2L * tasks >= slots || mean < 60_000) {
            return List.of();
        }
        return List.of(
                FEW_TASKS.issue(
                        Work.name(stage)
                                + " has "
                                + Words.count(tasks, "task")
                                + " for "
                                + slots
                                + " slots",
                        List.of(
                                clue(stage, "It took " + Words.duration(wallMillis(stage)))
                                        .with("tasks", tasks)
                                        .with("slots", slots)
                                        .evidence()),
                        stage.metrics().shuffleReadBytes() > 0
                                ? "Set spark.sql.shuffle.partitions (or the number in repartition()) to "
                                        + 2 * slots
                                        + " or more."
                                : "Split the input finer: a smaller spark.sql.files.maxPartitionBytes, files"
                                        + " that can be split, or repartition("
                                        + 2 * slots
                                        + ") behind the read.",
                        Math.min(
                                (slots - tasks) * wallMillis(stage),
                                facts.app().totals().idleMillis())));
    }

    private static long read(StageRun stage) {
        return of(stage, TaskMetric.INPUT_BYTES) + stage.metrics().shuffleReadBytes();
    }

    private static long written(StageRun stage) {
        return of(stage, TaskMetric.OUTPUT_BYTES) + of(stage, TaskMetric.SHUFFLE_BYTES_WRITTEN);
    }

    private static boolean grows(StageRun stage) {
        return written(stage) > GIB && read(stage) > 0 && written(stage) >= GROWN * read(stage);
    }

    private static List<Issue> growingData(RunFacts facts, StageRun stage) {
        return List.of(
                GROWING_DATA.issue(
                        Work.name(stage)
                                + " makes "
                                + Words.bytes(written(stage))
                                + " out of "
                                + Words.bytes(read(stage)),
                        List.of(
                                clue(stage, "Written and read")
                                        .with("writtenBytes", written(stage))
                                        .with("readBytes", read(stage))
                                        .evidence()),
                        "Where a join multiplies rows or explode() repeats wide ones: filter, aggregate or"
                                + " drop columns before it.",
                        0));
    }

    private static boolean waits(StageRun stage, long millis) {
        return millis >= WAIT_MILLIS && millis > WAIT_SHARE * stage.taskMillis();
    }

    private static long waited(StageRun stage) {
        return of(stage, TaskMetric.SHUFFLE_FETCH_WAIT_MILLIS);
    }

    private static long writing(StageRun stage) {
        return of(stage, TaskMetric.SHUFFLE_WRITE_NANOS) / 1_000_000;
    }

    private static List<Issue> shuffleWait(RunFacts facts, StageRun stage) {
        return List.of(
                SHUFFLE_WAIT.issue(
                        Work.name(stage)
                                + " waited for shuffle blocks for "
                                + Words.percent((double) waited(stage) / stage.taskMillis())
                                + " of its task time",
                        List.of(share(stage, "waitMillis", waited(stage))),
                        "Shuffle less (filter earlier, broadcast the small side), or fetch more at once:"
                                + " spark.reducer.maxSizeInFlight of 96m. See whether one node serves all.",
                        waited(stage)));
    }

    private static List<Issue> slowShuffleWrite(RunFacts facts, StageRun stage) {
        return List.of(
                SLOW_SHUFFLE_WRITE.issue(
                        Work.name(stage)
                                + " wrote shuffle files for "
                                + Words.percent((double) writing(stage) / stage.taskMillis())
                                + " of its task time",
                        List.of(share(stage, "writeMillis", writing(stage))),
                        "Give executors quicker local disks (SSD, several in spark.local.dir), and raise"
                                + " spark.shuffle.file.buffer to 1m.",
                        writing(stage)));
    }

    private static Issue.Evidence share(StageRun stage, String name, long millis) {
        return clue(stage, Words.duration(millis) + " of " + Words.duration(stage.taskMillis()))
                .with(name, millis)
                .with("taskMillis", stage.taskMillis())
                .evidence();
    }
}
