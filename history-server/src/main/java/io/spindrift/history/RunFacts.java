package io.spindrift.history;

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
}
