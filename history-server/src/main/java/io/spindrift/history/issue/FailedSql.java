package io.spindrift.history.issue;

import io.spindrift.history.Issue;
import io.spindrift.history.Issue.Severity;
import io.spindrift.history.Issue.Target;
import io.spindrift.history.RunFacts;
import io.spindrift.history.SqlRun;
import io.spindrift.history.SqlRun.SqlStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Queries that failed before any job of theirs did: a table that is there already, a missing path.
/// A warning, as programs often expect such and go on; failed jobs are told by [FailedJobs].
final class FailedSql implements Rule {
    static final About ABOUT =
            new About(
                    "failed-sql",
                    1,
                    Severity.WARNING,
                    "a query failed before any job of it did",
                    About.NO_COST,
                    "ours");

    @Override
    public List<Issue> find(RunFacts facts) {
        return facts.sqls().stream()
                .filter(sql -> sql.status() == SqlStatus.FAILED && sql.failedJobs().isEmpty())
                .filter(sql -> !interrupted(sql.error()))
                .map(FailedSql::issue)
                .toList();
    }

    /// So ends the batch at hand when a streaming query is stopped.
    private static boolean interrupted(@Nullable String error) {
        return error != null && error.startsWith(InterruptedException.class.getName());
    }

    private static Issue issue(SqlRun sql) {
        RootCause cause = RootCause.of(sql.error() == null ? "no reason was told" : sql.error());
        return ABOUT.issue(
                "Query " + sql.id() + " failed: " + cause.sentence(),
                List.of(
                        Clue.of(Words.line(sql.description(), 120), new Target.OfSql(sql.id()))
                                .evidence()),
                Remedy.advice(cause),
                0);
    }
}
