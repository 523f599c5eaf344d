package io.spindrift.history.issue;

import io.spindrift.history.Issue;
import io.spindrift.history.Issue.Severity;
import io.spindrift.history.Issue.Target;
import io.spindrift.history.RunFacts;
import io.spindrift.history.StageRun;
import io.spindrift.history.TaskMetric;
import io.spindrift.history.TaskMetrics;
import java.util.List;

/// A stage had not the memory for its data and wrote some of it to disk.
///
/// Fires from 100 MiB in memory (as the `shs` bottleneck finder) and a tenth of the largest of
/// input, shuffle and output (Dr. Elephant's moderate). The cost assumes 100 MB/s for writing and
/// reading back.
final class Spill implements Rule {
    static final About ABOUT =
            new About(
                    "spill",
                    2,
                    Severity.WARNING,
                    "a stage spills from 100 MiB and a tenth of the largest of its input, shuffle and output",
                    "writing and reading it at 100 MB/s",
                    "kubeflow's shs, Dr. Elephant, spark-rapids");

    private static final long BYTES_MIN = 100L << 20;
    private static final double SHARE_MIN = 0.1;
    private static final long BYTES_PER_MILLI = 100_000;

    @Override
    public List<Issue> find(RunFacts facts) {
        return facts.stages().stream()
                .filter(Spill::fires)
                .map(stage -> issue(facts, stage))
                .toList();
    }

    static boolean fires(StageRun stage) {
        long spilled = stage.metrics().of(TaskMetric.MEMORY_SPILLED_BYTES);
        return spilled >= BYTES_MIN && spilled >= SHARE_MIN * largest(stage.metrics());
    }

    private static Issue issue(RunFacts facts, StageRun stage) {
        long memory = stage.metrics().of(TaskMetric.MEMORY_SPILLED_BYTES);
        long disk = stage.metrics().of(TaskMetric.DISK_SPILLED_BYTES);
        return ABOUT.issue(
                Work.name(stage) + " spilled " + Words.bytes(memory) + " for want of memory",
                List.of(
                        Clue.of(
                                        Words.bytes(disk)
                                                + " were written to disk, of "
                                                + Words.bytes(largest(stage.metrics()))
                                                + " of data",
                                        new Target.OfStage(stage.id()))
                                .with("memorySpilledBytes", memory)
                                .with("diskSpilledBytes", disk)
                                .evidence()),
                Skew.fires(stage)
                        ? "The stage is skewed, too: mend the skew first, the spill goes with it."
                        : advice(facts, stage),
                disk / BYTES_PER_MILLI);
    }

    /// Shuffled data comes in as many parts as is told; 128 MiB each are what most find good, and
    /// twice the parts is what NVIDIA's tuner does where they are that small already.
    private static String advice(RunFacts facts, StageRun stage) {
        Settings settings = new Settings(facts);
        String memory =
                "set spark.executor.memory to "
                        + Settings.memory(1.5 * settings.executorMemoryBytes())
                        + ", or give an executor fewer cores.";
        long shuffled = stage.metrics().shuffleReadBytes();
        if (shuffled == 0) {
            return "Make tasks smaller with half the spark.sql.files.maxPartitionBytes, or "
                    + memory;
        }
        long parts = Math.max(2 * settings.shufflePartitions(), Math.ceilDiv(shuffled, 128L << 20));
        return "Make tasks smaller: set spark.sql.shuffle.partitions to "
                + Math.min(20_000, parts)
                + "; or "
                + memory;
    }

    private static long largest(TaskMetrics metrics) {
        return Math.max(
                Math.max(metrics.of(TaskMetric.INPUT_BYTES), metrics.of(TaskMetric.OUTPUT_BYTES)),
                Math.max(metrics.shuffleReadBytes(), metrics.of(TaskMetric.SHUFFLE_BYTES_WRITTEN)));
    }
}
