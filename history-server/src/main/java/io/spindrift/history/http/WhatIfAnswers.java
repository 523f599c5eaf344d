package io.spindrift.history.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.webserver.http.ServerRequest;
import io.spindrift.history.AppRun;
import io.spindrift.history.History;
import io.spindrift.history.RunId;
import io.spindrift.history.SpanNames;
import io.spindrift.history.whatif.WhatIf;
import io.spindrift.history.whatif.WhatIf.Point;
import io.spindrift.history.whatif.WhatIf.Step;
import io.spindrift.history.whatif.WhatIf.Suggestion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What other numbers of executors would have done.
final class WhatIfAnswers {
    private static final double MILLIS_AN_HOUR = 3_600_000;

    /// Of runs that have ended, as many as people look at together: the model reads how long every
    /// task took.
    private static final int KEPT = 8;

    private final History history;
    private final Map<AppRun, WhatIf> kept =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<AppRun, WhatIf> eldest) {
                    return size() > KEPT;
                }
            };

    WhatIfAnswers(History history) {
        this.history = history;
    }

    Answer whatIf(ServerRequest request, RunId run) {
        Parameters.of(request);
        return history.run(run)
                .flatMap(this::model)
                .map(model -> Answer.one("whatIf", json(model, run)))
                .orElseGet(() -> Answer.list("whatIf", List.of(), 0));
    }

    private Optional<WhatIf> model(AppRun app) {
        if (app.endedAt() == null) {
            return modelAnew(app.id());
        }
        Optional<WhatIf> model = known(app).or(() -> modelAnew(app.id()));
        model.ifPresent(found -> keep(app, found));
        return model;
    }

    private Optional<WhatIf> modelAnew(RunId run) {
        return history.facts(run)
                .flatMap(facts -> WhatIf.of(facts, stage -> history.taskMillis(run, stage.id())));
    }

    private synchronized Optional<WhatIf> known(AppRun app) {
        return Optional.ofNullable(kept.get(app));
    }

    private synchronized void keep(AppRun app, WhatIf model) {
        kept.put(app, model);
    }

    private ObjectNode json(WhatIf whatIf, RunId run) {
        ObjectNode json =
                Json.object()
                        .put("attempt", run.attempt())
                        .put("executors", whatIf.executors())
                        .put("coresPerExecutor", whatIf.coresPerExecutor())
                        .put("slots", whatIf.slots())
                        .put("durationMillis", whatIf.durationMillis())
                        .put("driverMillis", whatIf.driverMillis())
                        .put("taskMillis", whatIf.taskMillis())
                        .put("modelMillis", whatIf.modelMillis())
                        .put("modelError", whatIf.modelError())
                        .put("trusted", whatIf.trusted())
                        .put("idealMillis", whatIf.idealMillis())
                        .put("criticalPathMillis", whatIf.criticalPathMillis())
                        .put("oneSlotMillis", whatIf.oneSlotMillis());
        json.set("notes", Json.texts(whatIf.notes()));
        ArrayNode points = json.putArray("points");
        whatIf.points().forEach(point -> points.add(json(point, whatIf)));
        json.set("suggestion", json(whatIf.suggestion()));
        SpanNames names = new SpanNames(history, run);
        ArrayNode path = json.putArray("criticalPath");
        whatIf.criticalPath().forEach(step -> path.add(json(step, names)));
        return json;
    }

    private static ObjectNode json(Point point, WhatIf whatIf) {
        return Json.object()
                .put("percent", 100.0 * point.executors() / whatIf.executors())
                .put("executors", point.executors())
                .put("slots", point.slots())
                .put("durationMillis", point.durationMillis())
                .put("ratio", Json.share(point.durationMillis(), whatIf.modelMillis()))
                .put("coreHours", point.coreMillis() / MILLIS_AN_HOUR)
                .put("utilisation", point.utilisation());
    }

    private static @Nullable ObjectNode json(@Nullable Suggestion suggestion) {
        return suggestion == null
                ? null
                : Json.object()
                        .put("executors", suggestion.point().executors())
                        .put("durationMillis", suggestion.point().durationMillis())
                        .put("coreHours", suggestion.point().coreMillis() / MILLIS_AN_HOUR)
                        .put("text", suggestion.text());
    }

    private static ObjectNode json(Step step, SpanNames names) {
        return Json.object()
                .put("stageId", step.stage().id().id())
                .put("stageAttempt", step.stage().id().attempt())
                .put("name", names.of(step.stage()))
                .put("longestTaskMillis", step.longestTaskMillis())
                .put("waitMillis", step.waitMillis());
    }
}
