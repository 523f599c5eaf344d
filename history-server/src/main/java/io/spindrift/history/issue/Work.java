package io.spindrift.history.issue;

import io.spindrift.history.Failure;
import io.spindrift.history.JobRun;
import io.spindrift.history.JobRun.JobStatus;
import io.spindrift.history.RunFacts;
import io.spindrift.history.StageId;
import io.spindrift.history.StageRun;
import io.spindrift.history.StageRun.StageStatus;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Questions to the facts that several rules ask.
final class Work {
    private static final Pattern CANCELLED =
            Pattern.compile("(\\[SPARK_JOB_CANCELLED\\] )?Job \\d+ cancelled\\b");

    private static final long WORTHWHILE_MILLIS = 600_000;

    private Work() {}

    /// Not those that were cancelled: a program or a person ended them on purpose, as a streaming
    /// query that is stopped ends its batch. Jobs cut off by the end of the driver did fail.
    static List<JobRun> failedJobs(RunFacts facts) {
        return facts.jobs().stream()
                .filter(job -> job.status() == JobStatus.FAILED && !cancelled(job.failure()))
                .toList();
    }

    /// Whether a stage failed only because all its jobs were cancelled.
    static boolean cancelled(RunFacts facts, StageRun stage) {
        return !stage.jobIds().isEmpty()
                && facts.jobs().stream()
                        .filter(job -> stage.jobIds().contains(job.id()))
                        .allMatch(job -> cancelled(job.failure()));
    }

    private static boolean cancelled(@Nullable String failure) {
        return failure != null
                && CANCELLED.matcher(failure).lookingAt()
                && !failure.contains("SparkContext was shut down");
    }

    /// Stages of jobs that failed for good.
    static Set<Integer> failedJobIds(RunFacts facts) {
        return failedJobs(facts).stream().map(JobRun::id).collect(Collectors.toSet());
    }

    static boolean failedForGood(RunFacts facts, StageRun stage) {
        Set<Integer> failed = failedJobIds(facts);
        return stage.status() == StageStatus.FAILED
                && stage.jobIds().stream().anyMatch(failed::contains);
    }

    /// Whether this failure is part of a job that failed.
    static boolean costAJob(RunFacts facts, Failure failure) {
        Set<Integer> failed = failedJobIds(facts);
        if (failure.jobId() != null && failed.contains(failure.jobId())) {
            return true;
        }
        return stage(facts, failure)
                .filter(stage -> stage.status() == StageStatus.FAILED)
                .map(stage -> stage.jobIds().stream().anyMatch(failed::contains))
                .orElse(false);
    }

    static Optional<StageRun> stage(RunFacts facts, Failure failure) {
        StageId id = failure.stage();
        return id == null
                ? Optional.empty()
                : facts.stages().stream().filter(stage -> stage.id().equals(id)).findFirst();
    }

    /// Core time spent on a job's stages; one that jobs share counts in each.
    static long taskMillis(RunFacts facts, JobRun job) {
        return facts.stages().stream()
                .filter(stage -> stage.jobIds().contains(job.id()))
                .mapToLong(StageRun::taskMillis)
                .sum();
    }

    /// From ten core minutes: below there is little to save, and most is starting up.
    static boolean worthwhile(RunFacts facts) {
        return facts.app().totals().coreMillis() >= WORTHWHILE_MILLIS;
    }

    static String name(StageRun stage) {
        return "Stage " + stage.id() + " (" + Words.line(stage.name(), 80) + ")";
    }
}
