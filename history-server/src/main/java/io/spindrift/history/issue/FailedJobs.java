package io.spindrift.history.issue;

import io.spindrift.history.Failure;
import io.spindrift.history.Failure.Source;
import io.spindrift.history.Issue;
import io.spindrift.history.Issue.Evidence;
import io.spindrift.history.Issue.Severity;
import io.spindrift.history.Issue.Target;
import io.spindrift.history.JobRun;
import io.spindrift.history.RunFacts;
import io.spindrift.history.StageRun;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Jobs that failed, one issue for each root cause. An error even where the driver went on: what
/// the job was to compute was not computed.
final class FailedJobs implements Rule {
    static final About ABOUT =
            new About(
                    "failed-job",
                    1,
                    Severity.ERROR,
                    "a job failed, once for each root cause; not where it was cancelled",
                    "the task time of those jobs",
                    "ours");

    private static final int EVIDENCE_MAX = 5;

    @Override
    public List<Issue> find(RunFacts facts) {
        Map<String, List<JobRun>> byCause = new LinkedHashMap<>();
        for (JobRun job : Work.failedJobs(facts)) {
            byCause.computeIfAbsent(cause(facts, job).key(), key -> new ArrayList<>()).add(job);
        }
        return byCause.values().stream().map(jobs -> issue(facts, jobs)).toList();
    }

    private static Issue issue(RunFacts facts, List<JobRun> jobs) {
        RootCause cause = cause(facts, jobs.getFirst());
        String who =
                jobs.size() == 1
                        ? "Job " + jobs.getFirst().id() + " failed"
                        : jobs.size() + " jobs failed";
        List<Evidence> evidence = new ArrayList<>();
        for (JobRun job : jobs.subList(0, Math.min(EVIDENCE_MAX, jobs.size()))) {
            evidence.addAll(evidence(facts, job));
        }
        return ABOUT.issue(
                who + ": " + cause.sentence(),
                evidence,
                Remedy.advice(cause),
                jobs.stream().mapToLong(job -> Work.taskMillis(facts, job)).sum());
    }

    private static List<Evidence> evidence(RunFacts facts, JobRun job) {
        List<Evidence> evidence = new ArrayList<>();
        for (StageRun stage : facts.stages()) {
            if (stage.jobIds().contains(job.id()) && Work.failedForGood(facts, stage)) {
                String why =
                        RootCause.of(stage.failureReason() == null ? "" : stage.failureReason())
                                .sentence();
                evidence.add(
                        Clue.of(
                                        Work.name(stage)
                                                + " of job "
                                                + job.id()
                                                + " failed: "
                                                + why,
                                        new Target.OfStage(stage.id()))
                                .with("failedTasks", stage.tasks().failed())
                                .evidence());
            }
        }
        if (evidence.isEmpty()) {
            evidence.add(
                    Clue.of(
                                    "Job " + job.id() + " (" + Words.line(job.name(), 80) + ")",
                                    new Target.OfJob(job.id()))
                            .with("failedTasks", job.tasks().failed())
                            .evidence());
        }
        return evidence;
    }

    /// A failed task of the job knows its exception best, then the job's own failure, then its
    /// message.
    static RootCause cause(RunFacts facts, JobRun job) {
        for (Source source : List.of(Source.TASK, Source.JOB, Source.STAGE)) {
            for (Failure failure : facts.failures().reversed()) {
                if (failure.source() == source && concerns(facts, failure, job)) {
                    return RootCause.of(failure);
                }
            }
        }
        return RootCause.of(job.failure() == null ? "no reason was told" : job.failure());
    }

    private static boolean concerns(RunFacts facts, Failure failure, JobRun job) {
        if (failure.jobId() != null) {
            return failure.jobId() == job.id();
        }
        return Work.stage(facts, failure)
                .filter(stage -> Work.failedForGood(facts, stage))
                .map(stage -> stage.jobIds().contains(job.id()))
                .orElse(false);
    }
}
