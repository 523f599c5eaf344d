package io.spindrift.history.issue;

import io.spindrift.history.Failure;
import io.spindrift.history.Failure.Source;
import io.spindrift.history.Issue;
import io.spindrift.history.Issue.Severity;
import io.spindrift.history.Issue.Target;
import io.spindrift.history.RunFacts;
import io.spindrift.history.StageRun;
import io.spindrift.history.StageRun.Spread;
import java.util.List;

/// Exceptions of tasks that Spark ran again with success, root cause first. Those that cost a job
/// are in [FailedJobs], those for want of memory in [OutOfMemory].
final class RetriedTasks implements Rule {
    static final About ABOUT =
            new About(
                    "exception",
                    1,
                    Severity.WARNING,
                    "tasks failed by an exception and were run again, with success",
                    "as many median tasks of the stage as failed",
                    "kubeflow's shs");

    @Override
    public List<Issue> find(RunFacts facts) {
        return facts.failures().stream()
                .filter(failure -> failure.source() == Source.TASK)
                .filter(failure -> !Work.costAJob(facts, failure))
                .filter(failure -> !OutOfMemory.isAbout(failure))
                .filter(failure -> !failure.root().className().equals("ExecutorLostFailure"))
                .map(failure -> issue(facts, failure))
                .toList();
    }

    private static Issue issue(RunFacts facts, Failure failure) {
        RootCause cause = RootCause.of(failure);
        long median =
                Work.stage(facts, failure)
                        .map(StageRun::spread)
                        .map(Spread::durationMillis)
                        .map(StageRun.Quantiles::p50)
                        .orElse(0L);
        return ABOUT.issue(
                "Tasks failed "
                        + Words.times(failure.count())
                        + " and were run again: "
                        + cause.sentence(),
                List.of(clue(failure, cause).with("count", failure.count()).evidence()),
                Remedy.advice(cause),
                median * failure.count());
    }

    private static Clue clue(Failure failure, RootCause cause) {
        String text = "First at " + failure.firstAt() + ", " + cause.sentence();
        if (failure.stage() != null && failure.taskId() != null) {
            return Clue.of(text, new Target.OfTask(failure.stage(), failure.taskId()));
        }
        return failure.stage() == null
                ? Clue.of(text)
                : Clue.of(text, new Target.OfStage(failure.stage()));
    }
}
