package io.spindrift.history.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.history.AppRun;
import io.spindrift.history.CoreTime;
import io.spindrift.history.EnvironmentRun;
import io.spindrift.history.Issue;
import io.spindrift.history.Issue.Severity;
import io.spindrift.history.IssueCounts;
import io.spindrift.history.JobRun;
import io.spindrift.history.JobRun.JobStatus;
import io.spindrift.history.JobRun.StageCounts;
import io.spindrift.history.RunFacts;
import io.spindrift.history.RunId;
import io.spindrift.history.RunLabels;
import io.spindrift.history.RunState;
import io.spindrift.history.RunTotals;
import io.spindrift.history.TaskCounts;
import io.spindrift.history.TaskMetrics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.lucene.document.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Spark writes no exit code, or 0, for many programs that failed.
final class RunDocumentsTest {
    private static final Instant START = Instant.parse("2026-11-20T02:15:00Z");
    private static final Issue ERROR =
            new Issue("failed-job", 1, Severity.ERROR, "Job failed", List.of(), "", 0);

    @Test
    void state_ofARunWhoseLastJobFailed_isFailed() {
        assertThat(state(List.of(ERROR), JobStatus.SUCCEEDED, JobStatus.FAILED))
                .isEqualTo("failed");
    }

    @Test
    void state_ofARunThatWentOn_isCompletedWithWarnings() {
        assertThat(state(List.of(ERROR), JobStatus.FAILED, JobStatus.SUCCEEDED))
                .isEqualTo("completed_with_warnings");
    }

    @Test
    void state_ofARunWhoseLastJobWasCancelled_isCompleted() {
        assertThat(state(List.of(), JobStatus.SUCCEEDED, JobStatus.FAILED)).isEqualTo("completed");
    }

    @Test
    void state_isWhatWhoRanItSays() {
        assertThat(
                        documents(facts("KILLED", JobStatus.SUCCEEDED), List.of())
                                .getFirst()
                                .get("state"))
                .isEqualTo("killed");
    }

    private static List<Document> documents(RunFacts facts, List<Issue> issues) {
        return RunDocuments.of(facts, issues, RunLabels.NONE, Redaction.STANDARD);
    }

    private static String state(List<Issue> issues, JobStatus... jobs) {
        return documents(facts(null, jobs), issues).getFirst().get("state");
    }

    private static RunFacts facts(@Nullable String outcome, JobStatus... statuses) {
        List<JobRun> jobs = new ArrayList<>();
        for (JobStatus status : statuses) {
            jobs.add(
                    new JobRun(
                            jobs.size(),
                            "count",
                            null,
                            null,
                            List.of(),
                            status,
                            START,
                            START,
                            List.of(),
                            null,
                            TaskCounts.NONE,
                            0,
                            new StageCounts(0, 0, 0, 0),
                            Map.of(),
                            null));
        }
        return new RunFacts(
                app(outcome),
                jobs,
                List.of(),
                List.of(),
                List.of(),
                EnvironmentRun.NONE,
                List.of());
    }

    private static AppRun app(@Nullable String outcome) {
        RunTotals totals =
                new RunTotals(
                        0,
                        0,
                        0,
                        0,
                        0,
                        TaskCounts.NONE,
                        0,
                        0,
                        0,
                        0,
                        0,
                        TaskMetrics.NONE,
                        CoreTime.NONE,
                        0,
                        0,
                        0,
                        0,
                        0,
                        IssueCounts.NONE);
        return new AppRun(
                new RunId("etl-1", 1),
                "app-1",
                null,
                "etl",
                "etl",
                "amy",
                "4.3.0",
                START,
                START,
                START,
                RunState.ENDED,
                null,
                false,
                false,
                outcome,
                null,
                false,
                totals);
    }
}
