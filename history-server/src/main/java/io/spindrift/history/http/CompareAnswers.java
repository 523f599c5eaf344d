package io.spindrift.history.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.http.NotFoundException;
import io.helidon.webserver.http.ServerRequest;
import io.spindrift.history.AppRun;
import io.spindrift.history.EnvironmentRun.Property;
import io.spindrift.history.History;
import io.spindrift.history.RunFacts;
import io.spindrift.history.RunId;
import io.spindrift.history.RunQuery;
import io.spindrift.history.SpanNames;
import io.spindrift.history.SqlRun;
import io.spindrift.history.StageRun;
import io.spindrift.history.compare.ComparedSql;
import io.spindrift.history.compare.ComparedStage;
import io.spindrift.history.compare.Comparison;
import io.spindrift.history.compare.ConfigDiff;
import io.spindrift.history.compare.Figure;
import io.spindrift.history.compare.Pair.Match;
import io.spindrift.history.compare.PlanDiff;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Two runs side by side.
final class CompareAnswers {
    private static final int LIMIT_DEFAULT = 100;

    private final History history;
    private final Mount mount;

    CompareAnswers(History history, Mount mount) {
        this.history = history;
        this.mount = mount;
    }

    Answer compare(ServerRequest request, RunId run) {
        Parameters query = Parameters.of(request, "with", "withAttempt", "limit");
        int limit = query.integer("limit", LIMIT_DEFAULT, 1, Parameters.LIMIT_MAX);
        int attempt = query.integer("withAttempt", 0, 1, Integer.MAX_VALUE);
        Optional<RunId> base =
                query.text("with")
                        .map(appId -> mount.other(request, appId, attempt == 0 ? null : attempt))
                        .or(() ->
                                before(run)
                                        .map(id -> mount.other(request, id.appId(), id.attempt())));
        if (base.isEmpty()) {
            return Answer.list("comparison", List.of(), 0);
        }
        Comparison comparison = Comparison.of(facts(base.get()), facts(run));
        SpanNames baseNames = new SpanNames(history, base.get());
        SpanNames runNames = new SpanNames(history, run);
        return Answer.one("comparison", json(comparison, limit, baseNames, runNames));
    }

    /// The last run of the same job that began before this one.
    private Optional<RunId> before(RunId run) {
        return history.run(run)
                .filter(app -> app.jobId() != null)
                .flatMap(app -> history.runs(earlier(app)).items().stream().findFirst())
                .map(AppRun::id);
    }

    private static RunQuery earlier(AppRun app) {
        RunQuery newest = RunQuery.newest(1);
        return new RunQuery(
                newest.appIds(),
                Set.of(String.valueOf(app.jobId())),
                newest.users(),
                newest.sparkVersions(),
                newest.states(),
                null,
                null,
                app.startedAt(),
                null,
                null,
                false,
                newest.sort(),
                newest.descending(),
                0,
                1);
    }

    private RunFacts facts(RunId run) {
        return history.facts(run)
                .orElseThrow(() -> new NotFoundException("nothing is known of " + run + " yet"));
    }

    private static ObjectNode json(
            Comparison comparison, int limit, SpanNames baseNames, SpanNames runNames) {
        ObjectNode json = Json.object();
        json.set("base", json(comparison.base()));
        json.set("run", json(comparison.run()));
        json.set("figures", figures(comparison.figures()));
        json.set("config", json(comparison.config()));
        ArrayNode stages = json.putArray("stages");
        comparison.stages().stream()
                .limit(limit)
                .forEach(stage -> stages.add(json(stage, baseNames, runNames)));
        ArrayNode queries = json.putArray("queries");
        comparison.queries().stream()
                .limit(limit)
                .forEach(query -> queries.add(json(query, baseNames, runNames)));
        json.putObject("omitted")
                .put("stages", comparison.stages().size() - stages.size())
                .put("queries", comparison.queries().size() - queries.size());
        return json;
    }

    private static ObjectNode json(AppRun run) {
        return Json.object()
                .put("appId", run.id().appId())
                .put("attempt", run.id().attempt())
                .put("name", run.name())
                .put("jobId", run.jobId())
                .put("user", run.user())
                .put("sparkVersion", run.sparkVersion())
                .put("state", run.state().name())
                .put("startedAt", Json.time(run.startedAt()))
                .put("endedAt", Json.time(run.endedAt()))
                .put("durationMillis", run.duration().toMillis());
    }

    private static ArrayNode figures(List<Figure> figures) {
        ArrayNode array = Json.array();
        for (Figure figure : figures) {
            OptionalDouble ratio = figure.ratio();
            array.addObject()
                    .put("name", figure.name())
                    .put("base", figure.base())
                    .put("run", figure.run())
                    .put("ratio", ratio.isPresent() ? (Double) ratio.getAsDouble() : null);
        }
        return array;
    }

    private static ObjectNode json(ConfigDiff config) {
        ObjectNode json = Json.object().put("same", config.same());
        ArrayNode changed = json.putArray("changed");
        for (ConfigDiff.Change change : config.changed()) {
            changed.addObject()
                    .put("key", change.key())
                    .put("base", shown(change.key(), change.base()))
                    .put("run", shown(change.key(), change.run()));
        }
        return json;
    }

    private static @Nullable String shown(String key, @Nullable String value) {
        return value == null ? null : Secrets.shown(new Property(key, value));
    }

    private static ObjectNode json(ComparedStage stage, SpanNames baseNames, SpanNames runNames) {
        ObjectNode json = Json.object().put("match", word(stage.match()));
        json.set("base", json(stage.base(), baseNames));
        json.set("run", json(stage.run(), runNames));
        json.set("figures", figures(stage.figures()));
        return json;
    }

    private static @Nullable ObjectNode json(@Nullable StageRun stage, SpanNames names) {
        return stage == null
                ? null
                : Json.object()
                        .put("stageId", stage.id().id())
                        .put("stageAttempt", stage.id().attempt())
                        .put("name", names.of(stage))
                        .put("state", SpanState.of(stage.status()).name());
    }

    private static ObjectNode json(ComparedSql query, SpanNames baseNames, SpanNames runNames) {
        String plan = query.planChanged() ? "changed" : "same";
        ObjectNode json = Json.object().put("match", word(query.match()));
        json.set("base", json(query.base(), baseNames));
        json.set("run", json(query.run(), runNames));
        json.set("figures", figures(query.figures()));
        json.put("plan", query.match() == Match.ONLY ? null : plan);
        ArrayNode diff = json.putArray("diff");
        for (PlanDiff.Line line : query.diff().lines()) {
            diff.addObject()
                    .put("mark", mark(line.mark()))
                    .put("depth", line.depth())
                    .put("text", line.text());
        }
        return json;
    }

    private static @Nullable ObjectNode json(@Nullable SqlRun sql, SpanNames names) {
        return sql == null
                ? null
                : Json.object()
                        .put("executionId", sql.id())
                        .put("name", names.of(sql))
                        .put("state", SpanState.of(sql.status()).name());
    }

    private static String word(Match match) {
        return match.name().toLowerCase(Locale.ROOT);
    }

    private static String mark(PlanDiff.Mark mark) {
        return switch (mark) {
            case BOTH -> "=";
            case BASE -> "-";
            case RUN -> "+";
        };
    }
}
