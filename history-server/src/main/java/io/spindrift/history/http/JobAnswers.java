package io.spindrift.history.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.http.NotFoundException;
import io.helidon.webserver.http.ServerRequest;
import io.spindrift.history.History;
import io.spindrift.history.JobRun;
import io.spindrift.history.Page;
import io.spindrift.history.RunId;
import io.spindrift.history.SpanNames;
import io.spindrift.history.SqlRun;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Spark jobs and SQL executions; a query with its plan.
final class JobAnswers {
    private static final Map<String, Comparator<JobRun>> JOB_SORTS =
            Map.of(
                    "jobId", Comparator.comparingInt(JobRun::id),
                    "name", Comparator.comparing(JobRun::name),
                    "state", Comparator.comparing(job -> SpanState.of(job.status()).name()),
                    "startedAt", Comparator.comparing(JobRun::submittedAt),
                    "endedAt", Rows.by(JobRun::completedAt),
                    "durationMillis",
                            Rows.by(job ->
                                    Json.millisBetween(job.submittedAt(), job.completedAt())));

    private static final Map<String, Comparator<SqlRun>> SQL_SORTS =
            Map.of(
                    "executionId", Comparator.comparingLong(SqlRun::id),
                    "description", Comparator.comparing(SqlRun::description),
                    "state", Comparator.comparing(sql -> SpanState.of(sql.status()).name()),
                    "startedAt", Comparator.comparing(SqlRun::submittedAt),
                    "endedAt", Rows.by(SqlRun::completedAt),
                    "durationMillis",
                            Rows.by(sql ->
                                    Json.millisBetween(sql.submittedAt(), sql.completedAt())));

    private final History history;

    JobAnswers(History history) {
        this.history = history;
    }

    Answer jobs(ServerRequest request, RunId run) {
        Parameters query = Parameters.ofList(request, "state", "group");
        Optional<String> group = query.text("group");
        Set<String> states = query.oneOf("state");
        List<JobRun> jobs =
                history.jobs(run).stream()
                        .filter(job -> group.isEmpty() || group.get().equals(job.group()))
                        .filter(job ->
                                states.isEmpty()
                                        || states.stream()
                                                .anyMatch(state ->
                                                        SpanState.parse(state)
                                                                == SpanState.of(job.status())))
                        .toList();
        SpanNames names = new SpanNames(history, run);
        return Rows.page("sparkJob", query, jobs, JOB_SORTS, job -> json(job, names));
    }

    Answer sqls(ServerRequest request, RunId run) {
        Parameters query = Parameters.ofList(request, "state", "q");
        Set<String> states = query.oneOf("state");
        String part = query.text("q").orElse("").toLowerCase(Locale.ROOT);
        Page<SqlRun> all = history.sqls(run, 0, Parameters.CSV_ROWS_MAX);
        List<SqlRun> newest = new ArrayList<>(all.items());
        Collections.reverse(newest);
        SpanNames names = new SpanNames(history, run);
        names.know(newest);
        newest.removeIf(sql -> !names.of(sql).toLowerCase(Locale.ROOT).contains(part));
        newest.removeIf(sql ->
                !states.isEmpty()
                        && states.stream()
                                .noneMatch(state ->
                                        SpanState.parse(state) == SpanState.of(sql.status())));
        return Rows.page("sql", query, newest, SQL_SORTS, sql -> json(sql, names));
    }

    Answer sql(ServerRequest request, RunId run) {
        int id = Parameters.of(request).pathNumber("executionId");
        SqlRun sql =
                history.sql(run, id)
                        .orElseThrow(() ->
                                new NotFoundException("there is no query " + id + " in " + run));
        ObjectNode json =
                json(sql, new SpanNames(history, run))
                        .put("details", sql.details())
                        .put("planText", sql.planText())
                        .put("firstPlanText", sql.firstPlanText());
        json.put("group", sql.group());
        json.set("tags", Json.texts(sql.tags()));
        ObjectNode configs = json.putObject("modifiedConfigs");
        sql.modifiedConfigs().forEach(configs::put);
        PlanAnswers.put(json, sql.nodes(), sql.edges());
        return Answer.one("sql", json);
    }

    private static ObjectNode json(JobRun job, SpanNames names) {
        ObjectNode json =
                Json.object()
                        .put("jobId", job.id())
                        .put("name", names.of(job))
                        .put("sparkName", job.name())
                        .put("description", job.description())
                        .put("state", SpanState.of(job.status()).name())
                        .put("startedAt", Json.time(job.submittedAt()))
                        .put("endedAt", Json.time(job.completedAt()))
                        .put(
                                "durationMillis",
                                Json.millisBetween(job.submittedAt(), job.completedAt()))
                        .put("executionId", job.sqlId())
                        .put("group", job.group())
                        .put("failure", job.failure());
        json.set("tags", Json.texts(job.tags()));
        json.set("stageIds", Json.numbers(job.stageIds()));
        json.set("tasks", Json.tasks(job.tasks()));
        json.putObject("stages")
                .put("active", job.stages().active())
                .put("completed", job.stages().completed())
                .put("skipped", job.stages().skipped())
                .put("failed", job.stages().failed());
        return json;
    }

    private static ObjectNode json(SqlRun sql, SpanNames names) {
        List<Integer> jobs = new ArrayList<>(sql.succeededJobs());
        jobs.addAll(sql.failedJobs());
        jobs.addAll(sql.runningJobs());
        Collections.sort(jobs);
        ObjectNode json =
                Json.object()
                        .put("executionId", sql.id())
                        .put("rootExecutionId", sql.rootId())
                        .put("name", names.of(sql))
                        .put("description", sql.description())
                        .put("state", SpanState.of(sql.status()).name())
                        .put("startedAt", Json.time(sql.submittedAt()))
                        .put("endedAt", Json.time(sql.completedAt()))
                        .put(
                                "durationMillis",
                                Json.millisBetween(sql.submittedAt(), sql.completedAt()))
                        .put("planVersions", sql.planVersions())
                        .put("error", sql.error());
        json.set("jobIds", Json.numbers(jobs));
        json.set("stageIds", Json.numbers(sql.stageIds()));
        return json;
    }
}
