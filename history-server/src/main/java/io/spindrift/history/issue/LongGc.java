package io.spindrift.history.issue;

import io.spindrift.history.CoreTime;
import io.spindrift.history.Issue;
import io.spindrift.history.Issue.Evidence;
import io.spindrift.history.Issue.Severity;
import io.spindrift.history.Issue.Target;
import io.spindrift.history.RunFacts;
import io.spindrift.history.StageRun;
import java.util.Comparator;
import java.util.List;

/// Garbage collection takes a large share of the task time.
///
/// Fires from a tenth (Dr. Elephant's moderate, and the `shs` bottleneck finder) and 10 s in all,
/// so that a short run's warming up is let be. What is above a twentieth counts as its cost.
final class LongGc implements Rule {
    static final About ABOUT =
            new About(
                    "long-gc",
                    2,
                    Severity.WARNING,
                    "garbage collection takes from 10 % of the task time, and 10 s",
                    "what is above 5 %",
                    "Dr. Elephant, kubeflow's shs");

    private static final double SHARE_MIN = 0.1;
    private static final double SHARE_USUAL = 0.05;
    private static final long MILLIS_MIN = 10_000;
    private static final int STAGES_MAX = 3;

    @Override
    public List<Issue> find(RunFacts facts) {
        long task = facts.app().totals().taskMillis();
        long gc = facts.app().totals().coreTime().gcMillis();
        if (gc < MILLIS_MIN || gc < SHARE_MIN * task) {
            return List.of();
        }
        return List.of(
                ABOUT.issue(
                        "Garbage collection took "
                                + Words.percent((double) gc / task)
                                + " of the task time",
                        evidence(facts),
                        "The heap is too small for what is kept in it: set spark.executor.memory to "
                                + Settings.memory(1.5 * new Settings(facts).executorMemoryBytes())
                                + ", use fewer cores in an executor, or cache less.",
                        gc - Math.round(SHARE_USUAL * task)));
    }

    static boolean fires(StageRun stage) {
        CoreTime time = stage.coreTime();
        return time.gcMillis() >= MILLIS_MIN && time.gcMillis() >= SHARE_MIN * stage.taskMillis();
    }

    private static List<Evidence> evidence(RunFacts facts) {
        return facts.stages().stream()
                .filter(stage -> stage.coreTime().gcMillis() > 0)
                .sorted(
                        Comparator.comparingLong((StageRun stage) -> stage.coreTime().gcMillis())
                                .reversed())
                .limit(STAGES_MAX)
                .map(LongGc::evidence)
                .toList();
    }

    private static Evidence evidence(StageRun stage) {
        long gc = stage.coreTime().gcMillis();
        return Clue.of(
                        Work.name(stage)
                                + ": "
                                + Words.duration(gc)
                                + " of "
                                + Words.duration(stage.taskMillis()),
                        new Target.OfStage(stage.id()))
                .with("gcMillis", gc)
                .with("taskMillis", stage.taskMillis())
                .evidence();
    }
}
