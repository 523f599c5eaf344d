package io.spindrift.history.issue;

import io.spindrift.history.ExecutorRun;
import io.spindrift.history.Issue;
import io.spindrift.history.Issue.Evidence;
import io.spindrift.history.Issue.Severity;
import io.spindrift.history.Issue.Target;
import io.spindrift.history.MemorySample;
import io.spindrift.history.RunFacts;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/// Resident memory came close to the container's limit: a little more data, and it is killed.
///
/// Fires above 90 % of the limit (the upper end of the 70 to 90 % that Delight recommends).
final class MemoryNearLimit implements Rule {
    static final About ABOUT =
            new About(
                    "memory-near-limit",
                    2,
                    Severity.WARNING,
                    "a container's resident memory goes above 90 % of its limit",
                    About.NO_COST,
                    "Delight");

    private static final double SHARE_MIN = 0.9;
    private static final int EVIDENCE_MAX = 5;

    @Override
    public List<Issue> find(RunFacts facts) {
        List<ExecutorRun> near =
                facts.executors().stream()
                        .filter(executor -> share(executor) > SHARE_MIN)
                        .sorted(Comparator.comparingDouble(MemoryNearLimit::share).reversed())
                        .toList();
        if (near.isEmpty()) {
            return List.of();
        }
        return List.of(
                ABOUT.issue(
                        Words.count(near.size(), "container")
                                + " came within "
                                + Words.percent(1 - share(near.getFirst()))
                                + " of the memory limit",
                        near.stream().limit(EVIDENCE_MAX).map(MemoryNearLimit::evidence).toList(),
                        advice(near.getFirst()),
                        0));
    }

    private static String advice(ExecutorRun worst) {
        MemorySample peak = Objects.requireNonNull(worst.peakSample());
        double more = 1.25 * peak.totalBytes() - peak.limitBytes();
        return "Give "
                + Settings.memory(Math.max(256 << 20, more))
                + " more before more data makes it fail: to spark."
                + (worst.driver() ? "driver" : "executor")
                + (peak.pythonBytes() > peak.jvmBytes() / 4
                        ? ".memoryOverhead, as Python's share is large."
                        : ".memory where the heap grew, else to its memoryOverhead.");
    }

    private static Evidence evidence(ExecutorRun executor) {
        MemorySample peak = Objects.requireNonNull(executor.peakSample());
        return Clue.of(
                        peak.container()
                                + " used "
                                + Words.bytes(peak.totalBytes())
                                + " of "
                                + Words.bytes(peak.limitBytes())
                                + " at "
                                + peak.at(),
                        new Target.OfExecutor(executor.id()))
                .with("peakBytes", peak.totalBytes())
                .with("limitBytes", peak.limitBytes())
                .with("pythonBytes", peak.pythonBytes())
                .evidence();
    }

    private static double share(ExecutorRun executor) {
        MemorySample peak = executor.peakSample();
        return peak == null || peak.limitBytes() == 0
                ? 0
                : (double) peak.totalBytes() / peak.limitBytes();
    }
}
