package io.spindrift.history.issue;

import io.spindrift.history.Issue;
import io.spindrift.history.Issue.Severity;
import io.spindrift.history.Issue.Target;
import io.spindrift.history.RunFacts;
import io.spindrift.history.StageRun;
import io.spindrift.history.StageRun.StageStatus;
import java.util.List;

/// Stage attempts that failed and were run again. A warning: the job came out right, later.
final class RetriedStages implements Rule {
    static final About ABOUT =
            new About(
                    "failed-stage",
                    1,
                    Severity.WARNING,
                    "a stage failed and was run again",
                    "the task time of the failed attempt",
                    "ours");

    @Override
    public List<Issue> find(RunFacts facts) {
        return facts.stages().stream()
                .filter(stage -> stage.status() == StageStatus.FAILED)
                .filter(stage -> !Work.failedForGood(facts, stage))
                .filter(stage -> !Work.cancelled(facts, stage))
                .map(RetriedStages::issue)
                .toList();
    }

    private static Issue issue(StageRun stage) {
        RootCause cause =
                RootCause.of(
                        stage.failureReason() == null
                                ? "no reason was told"
                                : stage.failureReason());
        return ABOUT.issue(
                Work.name(stage) + " failed and was run again: " + cause.sentence(),
                List.of(
                        Clue.of(
                                        Words.count(stage.tasks().failed(), "task")
                                                + " failed in attempt "
                                                + stage.id().attempt(),
                                        new Target.OfStage(stage.id()))
                                .with("failedTasks", stage.tasks().failed())
                                .with("taskMillis", stage.taskMillis())
                                .evidence()),
                Remedy.advice(cause),
                stage.taskMillis());
    }
}
