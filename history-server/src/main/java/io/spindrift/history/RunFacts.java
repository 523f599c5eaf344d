package io.spindrift.history;

import java.util.Comparator;
import java.util.List;

/// All of a run but its single tasks: what issue rules and the search index look at.
public record RunFacts(
        AppRun app,
        List<JobRun> jobs,
        List<StageRun> stages,
        List<ExecutorRun> executors,
        List<SqlRun> sqls,
        EnvironmentRun environment,
        List<Failure> failures) {
    public RunFacts {
        jobs = List.copyOf(jobs);
        stages = List.copyOf(stages);
        executors = List.copyOf(executors);
        sqls = List.copyOf(sqls);
        failures = List.copyOf(failures);
    }

    /// Whether an error outside of jobs ended it, or one of its last job: a program that goes on
    /// after a failed job mostly runs others.
    public boolean endedInFailure(List<Issue> issues) {
        return failures.stream().anyMatch(failure -> failure.source() == Failure.Source.APPLICATION)
                || (IssueCounts.of(issues).errors() > 0 && lastJobFailed());
    }

    private boolean lastJobFailed() {
        return jobs.stream()
                .max(Comparator.comparingInt(JobRun::id))
                .filter(last -> last.status() != JobRun.JobStatus.SUCCEEDED)
                .isPresent();
    }

    /// [AppRun#word] with issues that were just found.
    public String word(List<Issue> issues) {
        return app.word(IssueCounts.of(issues), endedInFailure(issues));
    }
}
