package io.spindrift.history.search;

import io.spindrift.history.AppRun;
import io.spindrift.history.CoreTime;
import io.spindrift.history.EnvironmentRun;
import io.spindrift.history.EnvironmentRun.Property;
import io.spindrift.history.Failure;
import io.spindrift.history.Failure.Cause;
import io.spindrift.history.Failure.Source;
import io.spindrift.history.IssueCounts;
import io.spindrift.history.JobRun;
import io.spindrift.history.JobRun.JobStatus;
import io.spindrift.history.JobRun.StageCounts;
import io.spindrift.history.RunFacts;
import io.spindrift.history.RunId;
import io.spindrift.history.RunState;
import io.spindrift.history.RunTotals;
import io.spindrift.history.SqlRun;
import io.spindrift.history.SqlRun.SqlStatus;
import io.spindrift.history.TaskCounts;
import io.spindrift.history.TaskMetrics;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Small runs to be found: each with a job, a query, properties and, where it failed, an error.
final class SearchedRuns {
    static final Instant START = Instant.parse("2026-11-20T02:15:00Z");

    private SearchedRuns() {}

    static RunFacts run(
            String appId, String user, int exitCode, String sql, @Nullable String error) {
        RunTotals totals =
                new RunTotals(
                        1,
                        0,
                        0,
                        0,
                        0,
                        TaskCounts.NONE,
                        1,
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
        AppRun app =
                new AppRun(
                        new RunId(appId, 1),
                        "app-" + appId,
                        null,
                        appId.substring(0, appId.indexOf('-')),
                        "daily " + appId,
                        user,
                        "4.3.0",
                        START,
                        START.plusSeconds(9),
                        START.plusSeconds(9),
                        RunState.ENDED,
                        exitCode,
                        false,
                        false,
                        null,
                        null,
                        false,
                        totals);
        JobRun job =
                new JobRun(
                        0,
                        "count at App.scala:7",
                        null,
                        null,
                        List.of(),
                        JobStatus.SUCCEEDED,
                        START,
                        START,
                        List.of(0),
                        3L,
                        TaskCounts.NONE,
                        0,
                        new StageCounts(0, 1, 0, 0),
                        Map.of(),
                        null);
        SqlRun query =
                new SqlRun(
                        3,
                        3,
                        sql,
                        "",
                        SqlStatus.COMPLETED,
                        START,
                        START,
                        null,
                        List.of(),
                        List.of(0),
                        List.of(),
                        List.of(),
                        null,
                        List.of(),
                        null,
                        Map.of(),
                        "Scan jdbc password='hunter2'",
                        null,
                        1,
                        List.of(),
                        List.of());
        EnvironmentRun environment =
                new EnvironmentRun(
                        "",
                        "",
                        "",
                        List.of(
                                new Property("spark.sql.shuffle.partitions", "200"),
                                new Property("spark.my.db.password", "hunter2")),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of());
        List<Failure> failures =
                error == null
                        ? List.of()
                        : List.of(
                                new Failure(
                                        Source.TASK,
                                        START,
                                        START,
                                        1,
                                        List.of(new Cause(error, "it broke")),
                                        error + ": it broke\n\tat X",
                                        null,
                                        null,
                                        null,
                                        null,
                                        null));
        return new RunFacts(
                app, List.of(job), List.of(), List.of(), List.of(query), environment, failures);
    }
}
