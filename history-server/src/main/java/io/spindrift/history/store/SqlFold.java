package io.spindrift.history.store;

import io.spindrift.history.Failure;
import io.spindrift.history.JobRun.JobStatus;
import io.spindrift.history.SqlRun.SqlStatus;
import io.spindrift.history.StageId;
import io.spindrift.history.eventlog.SparkEvent;
import io.spindrift.history.eventlog.SparkEvent.MetricInfo;
import io.spindrift.history.eventlog.SparkEvent.PlanInfo;
import io.spindrift.history.store.SqlState.SqlMetric;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What events say of SQL executions.
final class SqlFold {
    private static final int TEXT_MAX = 16 << 20;

    /// Replaced plans are kept whole up to here, then as graphs, then not but for the first.
    private static final long REPLACED_WHOLE_MAX = 4 << 20;

    private static final long REPLACED_MAX = 16 << 20;
    private static final int REPLACED_COUNT_MAX = 200;

    private final Fold fold;

    SqlFold(Fold fold) {
        this.fold = fold;
    }

    void started(SparkEvent.SqlStart event) {
        if (event.id() < 0) {
            return;
        }
        SqlState sql = fold.sql(event.id());
        sql.dirty = true;
        sql.rootId = event.rootId();
        sql.description = event.description();
        sql.details = event.details();
        sql.submittedMillis = event.atMillis();
        sql.group = event.group();
        sql.tags = event.tags();
        sql.queryId = event.queryId();
        sql.modifiedConfigs = event.modifiedConfigs();
        fold.app.seen(event.atMillis());
        fold.connect.link(event.tags(), event.group(), -1, event.id());
        takePlan(sql, event.planText(), event.plan());
    }

    void planChanged(SparkEvent.SqlPlanChanged event) {
        if (event.id() >= 0) {
            takePlan(fold.sql(event.id()), event.planText(), event.plan());
        }
    }

    private void takePlan(SqlState sql, String given, PlanInfo plan) {
        String text = FailureText.cut(given, TEXT_MAX);
        SqlPlan known = fold.plan(sql);
        String first = known.firstText();
        if (first == null && sql.planVersions > 0 && !known.text().equals(text)) {
            first = known.text();
        }
        if (sql.planVersions > 0) {
            replaced(sql, known);
        }
        sql.plan = SqlPlan.of(text, first, plan);
        sql.planSinceMillis = Math.max(sql.submittedMillis, fold.app.updatedMillis);
        sql.planVersions++;
        sql.planDirty = true;
        sql.dirty = true;
    }

    private static void replaced(SqlState sql, SqlPlan plan) {
        boolean room =
                sql.planVersions <= REPLACED_COUNT_MAX && sql.replacedLetters <= REPLACED_MAX;
        if (room || sql.planVersions == 1) {
            boolean whole = sql.planVersions == 1 || sql.replacedLetters <= REPLACED_WHOLE_MAX;
            SqlPlan kept = whole ? plan : plan.withoutText();
            sql.replacedLetters += kept.letters();
            sql.replaced.add(new SqlState.OldPlan(sql.planVersions, sql.planSinceMillis, kept));
        }
    }

    /// Metrics of subqueries, which adaptive execution adds to nodes that are known by position
    /// only: to the last node that has none of them.
    void metricsAdded(SparkEvent.SqlMetricsAdded event) {
        if (event.id() < 0 || event.metrics().isEmpty()) {
            return;
        }
        SqlState sql = fold.sql(event.id());
        SqlPlan plan = fold.plan(sql);
        if (plan.nodes().isEmpty()) {
            return;
        }
        List<SqlPlan.Node> nodes = new ArrayList<>(plan.nodes());
        SqlPlan.Node last = nodes.removeLast();
        List<MetricInfo> metrics = new ArrayList<>(last.metrics());
        for (MetricInfo each : event.metrics()) {
            if (!metrics.contains(each)) {
                metrics.add(each);
            }
        }
        nodes.add(
                new SqlPlan.Node(
                        last.id(),
                        last.name(),
                        last.description(),
                        last.codegenId(),
                        last.cluster(),
                        metrics));
        sql.plan = new SqlPlan(plan.text(), plan.firstText(), nodes, plan.edges());
        sql.planDirty = true;
        sql.dirty = true;
    }

    void driverUpdates(SparkEvent.DriverUpdates event) {
        if (event.sqlId() < 0) {
            return;
        }
        SqlState sql = fold.sql(event.sqlId());
        sql.dirty = true;
        for (int i = 0; i < event.ids().length; i++) {
            SqlMetric metric = sql.metrics.computeIfAbsent(event.ids()[i], id -> new SqlMetric());
            metric.addOfDriver(event.values()[i]);
        }
    }

    /// @param tasks how many the stage has
    static void taskUpdates(
            SqlState sql, StageId stage, int tasks, long taskId, long[] ids, long[] updates) {
        sql.dirty = true;
        for (int i = 0; i < ids.length; i++) {
            SqlMetric metric = sql.metrics.get(ids[i]);
            if (metric == null) {
                metric = new SqlMetric();
                sql.metrics.put(ids[i], metric);
            }
            if (metric.values.count == 0 || updates[i] > metric.values.max) {
                metric.maxStage = stage.id();
                metric.maxStageAttempt = stage.attempt();
                metric.maxTask = taskId;
            }
            metric.addOfTask(stage, tasks, updates[i]);
        }
    }

    void ended(SparkEvent.SqlEnd event) {
        if (event.id() < 0) {
            return;
        }
        SqlState sql = fold.sql(event.id());
        sql.dirty = true;
        sql.completedMillis = event.atMillis();
        fold.app.seen(event.atMillis());
        String error = event.error();
        boolean failed =
                error == null ? sql.jobs.containsValue(JobStatus.FAILED) : !error.isEmpty();
        sql.status = failed ? SqlStatus.FAILED : SqlStatus.COMPLETED;
        sql.error = failed ? (error == null ? "a job of it failed" : error) : null;
        if (!failed) {
            return;
        }
        fold.app.failedSqls++;
        String text = error == null ? "a job of it failed" : error;
        Instant at = Instant.ofEpochMilli(event.atMillis());
        ApplicationFold.failed(
                fold.app,
                new Failure(
                        Failure.Source.SQL,
                        at,
                        at,
                        1,
                        FailureText.chain("", text, "", "SqlFailure"),
                        FailureText.cut(text, FailureText.TRACE_MAX),
                        null,
                        null,
                        null,
                        sql.id,
                        null));
    }

    /// The run ended while it ran.
    void abandon(SqlState sql) {
        sql.dirty = true;
        sql.status = SqlStatus.FAILED;
        sql.completedMillis = fold.app.endMillis;
        sql.error = "The application ended while this ran";
        fold.app.failedSqls++;
    }
}
