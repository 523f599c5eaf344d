package io.spindrift.history.issue;

import io.spindrift.history.Issue;
import io.spindrift.history.Issue.Severity;
import io.spindrift.history.RunFacts;
import io.spindrift.history.StageRun;
import io.spindrift.history.TaskMetric;
import java.util.List;

/// Work that is cut too fine or too coarse.
final class SplitRules {
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;
    private static final long HUGE = 5 * GIB;
    private static final long GOOD_SPLIT = 128 * MIB;
    private static final long LARGE_SPLIT = 256 * MIB;

    private static final About HUGE_PARTITION =
            new About(
                    "huge-partition",
                    1,
                    Severity.WARNING,
                    "one task reads over 5 GiB",
                    About.NO_COST,
                    "DataFlint");

    private static final About SMALL_SPLITS =
            new About(
                    "small-splits",
                    1,
                    Severity.INFO,
                    "over 1000 tasks read input in under a second at the median, none over 128 MiB",
                    "what Spark took to start and end tasks that there need not be",
                    "spark-rapids");

    private static final About LARGE_SPLITS =
            new About(
                    "large-splits",
                    1,
                    Severity.INFO,
                    "a task reads over 256 MiB of input, and the stage spills",
                    About.NO_COST,
                    "spark-rapids");

    private SplitRules() {}

    static List<Entry> entries() {
        return List.of(
                StageRules.of(
                        HUGE_PARTITION,
                        stage -> largestRead(stage) > HUGE,
                        SplitRules::hugePartition),
                StageRules.of(SMALL_SPLITS, SplitRules::isFinelySplit, SplitRules::smallSplits),
                StageRules.of(LARGE_SPLITS, SplitRules::isCoarselySplit, SplitRules::largeSplits));
    }

    private static long largestRead(StageRun stage) {
        return Math.max(
                StageRules.spread(stage).inputBytes().max(),
                StageRules.spread(stage).shuffleReadBytes().max());
    }

    private static List<Issue> hugePartition(RunFacts facts, StageRun stage) {
        boolean shuffled =
                StageRules.spread(stage).shuffleReadBytes().max()
                        >= StageRules.spread(stage).inputBytes().max();
        long all =
                shuffled
                        ? stage.metrics().shuffleReadBytes()
                        : StageRules.of(stage, TaskMetric.INPUT_BYTES);
        return List.of(
                HUGE_PARTITION.issue(
                        Work.name(stage) + ": one task reads " + Words.bytes(largestRead(stage)),
                        List.of(
                                StageRules.clue(stage, Words.bytes(all) + " are read in all")
                                        .with("largestBytes", largestRead(stage))
                                        .with("totalBytes", all)
                                        .evidence()),
                        shuffled
                                ? "Set spark.sql.shuffle.partitions to "
                                        + Math.max(1, all / GOOD_SPLIT)
                                        + ", for about 128 MiB a task; where that does not part it, one key has most"
                                        + " rows: salt it."
                                : "Write the input as files that can be split (Parquet, ORC, uncompressed or"
                                        + " block-compressed text).",
                        0));
    }

    private static boolean isFinelySplit(StageRun stage) {
        return stage.tasks().completed() > 1_000
                && StageRules.of(stage, TaskMetric.INPUT_BYTES) > stage.metrics().shuffleReadBytes()
                && StageRules.spread(stage).durationMillis().p50() < 1_000
                && StageRules.spread(stage).inputBytes().max() < GOOD_SPLIT;
    }

    private static List<Issue> smallSplits(RunFacts facts, StageRun stage) {
        long bytes = StageRules.of(stage, TaskMetric.INPUT_BYTES);
        int tasks = stage.tasks().completed();
        long wanted = Math.max(1, bytes / GOOD_SPLIT);
        return List.of(
                SMALL_SPLITS.issue(
                        Work.name(stage)
                                + " reads "
                                + Words.bytes(bytes)
                                + " in "
                                + tasks
                                + " tasks",
                        List.of(
                                StageRules.clue(stage, Words.bytes(bytes / tasks) + " a task")
                                        .with("tasks", tasks)
                                        .with("readBytes", bytes)
                                        .evidence()),
                        "Set spark.sql.files.maxPartitionBytes to 256m and spark.sql.files.openCostInBytes to 1m:"
                                + " about "
                                + wanted
                                + " tasks would do.",
                        Math.round(
                                stage.coreTime().internalsMillis()
                                        * Math.max(0, 1 - (double) wanted / tasks))));
    }

    private static boolean isCoarselySplit(StageRun stage) {
        return StageRules.spread(stage).inputBytes().max() > LARGE_SPLIT
                && StageRules.of(stage, TaskMetric.MEMORY_SPILLED_BYTES) > 0;
    }

    private static List<Issue> largeSplits(RunFacts facts, StageRun stage) {
        long largest = StageRules.spread(stage).inputBytes().max();
        return List.of(
                LARGE_SPLITS.issue(
                        Work.name(stage)
                                + " reads up to "
                                + Words.bytes(largest)
                                + " a task and spills",
                        List.of(
                                StageRules.clue(
                                                stage,
                                                Words.bytes(
                                                                StageRules.of(
                                                                        stage,
                                                                        TaskMetric
                                                                                .MEMORY_SPILLED_BYTES))
                                                        + " spilled")
                                        .with("largestBytes", largest)
                                        .evidence()),
                        "Set spark.sql.files.maxPartitionBytes to "
                                + Settings.memory(
                                        largest / 4.0 < LARGE_SPLIT
                                                ? LARGE_SPLIT / 2.0
                                                : LARGE_SPLIT)
                                + " or less.",
                        0));
    }
}
