package io.spindrift.history.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.http.NotFoundException;
import io.helidon.webserver.http.ServerRequest;
import io.spindrift.history.AppRun;
import io.spindrift.history.ExecutorRun;
import io.spindrift.history.History;
import io.spindrift.history.JobRun;
import io.spindrift.history.Page;
import io.spindrift.history.RunId;
import io.spindrift.history.SpanNames;
import io.spindrift.history.SqlRun;
import io.spindrift.history.StageRun;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Jobs, queries and stages as bars on one axis.
///
/// Of each sort only the longest in the window are told, and how many were left out: thousands of
/// bars would be thinner than a pixel, and a narrower window brings them back.
final class TimelineAnswers {
    private static final int LIMIT = 500;
    private static final int LIMIT_MAX = 2_000;

    private final History history;

    TimelineAnswers(History history) {
        this.history = history;
    }

    Answer timeline(ServerRequest request, RunId run) {
        Parameters query = Parameters.of(request, "from", "to", "limit");
        int limit = query.integer("limit", LIMIT, 1, LIMIT_MAX);
        AppRun app =
                history.run(run)
                        .orElseThrow(() ->
                                new NotFoundException(
                                        "nothing is known of the run " + run + " yet"));
        Window window = Window.of(app, query);
        Bars<JobRun> jobs =
                Bars.of(history.jobs(run), window, limit, JobRun::submittedAt, JobRun::completedAt);
        List<SqlRun> queries = history.sqls(run, 0, Parameters.CSV_ROWS_MAX).items();
        SpanNames names = new SpanNames(history, run);
        names.know(queries);
        Bars<SqlRun> sqls =
                Bars.of(queries, window, limit, SqlRun::submittedAt, SqlRun::completedAt);
        Page<StageRun> longest = history.longestStages(run, window.from(), window.to(), limit);
        Bars<StageRun> stages =
                new Bars<>(longest.items(), longest.total() - longest.items().size());
        ObjectNode json =
                Json.object()
                        .put("attempt", run.attempt())
                        .put("startedAt", Json.time(app.startedAt()))
                        .put("endedAt", Json.time(app.endedAt()));
        json.set("jobs", jobs.json(job -> json(job, names)));
        json.set("sql", sqls.json(sql -> json(sql, names)));
        json.set("stages", stages.json(stage -> json(stage, names)));
        ArrayNode executors = json.putArray("executors");
        history.executors(run).stream()
                .limit(limit)
                .forEach(executor -> executors.add(json(executor)));
        json.putObject("omitted")
                .put("jobs", jobs.omitted())
                .put("sql", sqls.omitted())
                .put("stages", stages.omitted());
        return Answer.one("timeline", json);
    }

    private static ObjectNode json(JobRun job, SpanNames names) {
        ObjectNode json =
                Json.object()
                        .put("jobId", job.id())
                        .put("name", SpanNames.line(names.of(job)))
                        .put("state", SpanState.of(job.status()).name())
                        .put("startedAt", Json.time(job.submittedAt()))
                        .put("endedAt", Json.time(job.completedAt()))
                        .put("executionId", job.sqlId());
        json.set("stageIds", Json.numbers(job.stageIds()));
        return json;
    }

    private static ObjectNode json(SqlRun sql, SpanNames names) {
        return Json.object()
                .put("executionId", sql.id())
                .put("name", SpanNames.line(names.of(sql)))
                .put("state", SpanState.of(sql.status()).name())
                .put("startedAt", Json.time(sql.submittedAt()))
                .put("endedAt", Json.time(sql.completedAt()));
    }

    private static ObjectNode json(StageRun stage, SpanNames names) {
        ObjectNode json =
                Json.object()
                        .put("stageId", stage.id().id())
                        .put("stageAttempt", stage.id().attempt())
                        .put("name", SpanNames.line(names.of(stage)))
                        .put("sparkName", SpanNames.line(stage.name()))
                        .put("state", SpanState.of(stage.status()).name())
                        .put("startedAt", Json.time(stage.submittedAt()))
                        .put("endedAt", Json.time(stage.completedAt()))
                        .put("skew", StageAnswers.skew(stage));
        json.set("tasks", Json.tasks(stage.tasks()));
        return Json.putBytes(json, stage.metrics());
    }

    private static ObjectNode json(ExecutorRun executor) {
        return Json.object()
                .put("executorId", executor.id())
                .put("addedAt", Json.time(executor.addedAt()))
                .put("removedAt", Json.time(executor.endedAt()))
                .put("cores", executor.cores())
                .put("reason", executor.removeReason());
    }

    /// The longest bars of one sort in a window, in the order in which they began.
    private record Bars<T>(List<T> shown, long omitted) {
        static <T> Bars<T> of(
                List<T> all,
                Window window,
                int limit,
                Function<T, @Nullable Instant> start,
                Function<T, @Nullable Instant> end) {
            List<Bar<T>> bars = new ArrayList<>();
            for (T each : all) {
                Instant from = start.apply(each);
                Instant to = end.apply(each);
                if (from != null && window.overlaps(from, to == null ? window.to() : to)) {
                    bars.add(new Bar<>(each, from, to == null ? window.to() : to));
                }
            }
            List<T> shown =
                    bars.stream()
                            .sorted(Comparator.comparingLong(Bar<T>::millis).reversed())
                            .limit(limit)
                            .sorted(Comparator.comparing(Bar::from))
                            .map(Bar::what)
                            .toList();
            return new Bars<>(shown, bars.size() - shown.size());
        }

        ArrayNode json(Function<T, ObjectNode> each) {
            ArrayNode array = Json.array();
            shown.forEach(one -> array.add(each.apply(one)));
            return array;
        }
    }

    private record Bar<T>(T what, Instant from, Instant to) {
        long millis() {
            return to.toEpochMilli() - from.toEpochMilli();
        }
    }
}
