package io.spindrift.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spindrift.app.AppSpec;
import io.spindrift.app.AppState;
import io.spindrift.app.AppSummary;
import io.spindrift.app.Application;
import io.spindrift.app.ApplicationStore;
import io.spindrift.app.DriverFiguresStore;
import io.spindrift.app.EffectiveConfig;
import io.spindrift.app.Figures;
import io.spindrift.cost.RunMedians;
import io.spindrift.history.EnvironmentRun;
import io.spindrift.history.History;
import io.spindrift.history.RunId;
import io.spindrift.history.http.RunFigures;
import io.spindrift.submit.Submissions;
import io.spindrift.track.StartPhase;
import io.spindrift.track.TimeLimit;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An application as the API tells it: what is stored of it, and what its log has said so far.
final class AppView {
    private static final double MILLIS_PER_HOUR = 3_600_000.0;

    private final ApplicationStore apps;
    private final History history;
    private final Currency currency;
    private final Submissions submissions;
    private final ClusterDesk desk;
    private final DriverFiguresStore driverFigures;

    AppView(Services services) {
        this.apps = services.apps();
        this.history = services.history();
        this.currency = services.prices().currency();
        this.submissions = services.submissions();
        this.desk = services.desk();
        this.driverFigures = services.driverFigures();
    }

    /// As in lists: without configuration, and without what only its own page shows.
    ObjectNode row(Application app, Instant now) {
        ObjectNode json = Json.object();
        AppSummary summary = apps.summary(app.key()).orElseThrow();
        AppSpec spec = app.spec();
        identity(json, app, spec);
        json.put("queuePosition", queuePosition(app));
        Optional<RunFigures> run = run(app);
        json.put("stateReason", ProgressView.stateReason(app));
        json.set("failure", ProgressView.failure(app));
        json.set("warnings", warnings(app, run, now));
        json.set("attempts", ProgressView.attempts(app));
        json.put("retryAt", Json.time(app.progress().retryAt()));
        json.set("transitions", ProgressView.transitions(app));
        json.set("phases", phases(app));
        json.set("metrics", metrics(app, summary, run, now));
        json.set("cost", cost(app));
        json.set("issues", issues(app.figures()));
        json.set("jobMedian", medians(RunMedians.of(apps.before(summary))));
        json.set("progress", Json.object().nullNode());
        if (run.isEmpty() && app.observed()) {
            driverFigures.get(app.key()).ifPresent(told -> DriverView.put(json, told));
        }
        return json;
    }

    /// All of it.
    ObjectNode whole(Application app, Instant now) {
        ObjectNode json = row(app, now);
        AppSummary summary = apps.summary(app.key()).orElseThrow();
        json.put(
                "previousAppId", apps.before(summary).findFirst().map(AppSummary::id).orElse(null));
        run(app).ifPresent(run -> run.detail(json, history));
        config(json, app.config());
        return json;
    }

    /// Key by key with its source, beside the values that the run of the job before had.
    ///
    /// @param own whether who asks may see the request's secrets, to send it again
    ObjectNode configuration(Application app, boolean own) {
        ObjectNode json = Json.object();
        config(json, app.config());
        AppSummary summary = apps.summary(app.key()).orElseThrow();
        Optional<Application> previous =
                apps.before(summary).findFirst().flatMap(before -> apps.get(before.key()));
        ObjectNode before = previous.map(run -> flat(run.config().values())).orElse(null);
        ObjectNode values = flat(app.config().values());
        ObjectNode shown = flat(Masks.of(app.config().values()));
        JsonNode sources = json.path("configSources");
        ArrayNode keys = json.putArray("keys");
        values.properties().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(field -> {
                    ObjectNode key = keys.addObject().put("key", field.getKey());
                    key.set("value", shown.get(field.getKey()));
                    key.put("source", sources.path(field.getKey()).asText("default"));
                    if (before != null && !field.getValue().equals(before.get(field.getKey()))) {
                        JsonNode old = before.get(field.getKey());
                        key.set(
                                "previous",
                                old == null ? key.nullNode() : Masks.value(field.getKey(), old));
                    }
                });
        JsonNode request = Json.parse(app.origin().request().getBytes(StandardCharsets.UTF_8));
        json.set("request", own ? request : Masks.of(request));
        json.set("sparkProperties", sparkProperties(app));
        json.put("previousAppId", previous.map(Application::id).orElse(null));
        return json;
    }

    private JsonNode sparkProperties(Application app) {
        Optional<EnvironmentRun> environment =
                app.progress()
                        .lastAttempt()
                        .flatMap(attempt ->
                                history.environment(new RunId(app.id(), attempt.number())));
        if (environment.isEmpty()) {
            return Json.object().nullNode();
        }
        ObjectNode properties = Json.object();
        environment
                .get()
                .sparkProperties()
                .forEach(property -> properties.put(property.key(), property.value()));
        return Masks.of(properties);
    }

    static void config(ObjectNode json, EffectiveConfig config) {
        json.set("config", Masks.of(config.values()));
        ObjectNode sources = json.putObject("configSources");
        config.flatSources().forEach(sources::put);
    }

    /// Dotted key to leaf.
    static ObjectNode flat(ObjectNode tree) {
        ObjectNode flat = Json.object();
        flatten("", tree, flat);
        return flat;
    }

    private static void flatten(String path, JsonNode node, ObjectNode flat) {
        if (!node.isObject()) {
            flat.set(path, node);
            return;
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            flatten(
                    path.isEmpty() ? field.getKey() : path + "." + field.getKey(),
                    field.getValue(),
                    flat);
        }
    }

    private static void identity(ObjectNode json, Application app, AppSpec spec) {
        json.put("id", app.id());
        json.put("internalId", app.internalId().toString());
        json.put("displayName", app.origin().displayName());
        json.put("clusterId", app.clusterId());
        json.put("appState", app.state().name());
        json.put("submissionSource", app.origin().source().text());
        json.put("observed", app.observed());
        json.put("createdAt", Json.time(app.createdAt()));
        json.put("updatedAt", Json.time(app.updatedAt()));
        json.put("startedAt", Json.time(app.startedAt().orElse(null)));
        json.put("endedAt", Json.time(app.endedAt().orElse(null)));
        json.put("killRequested", app.progress().stop() != null && !app.state().terminal());
        String job = app.jobId();
        if (job == null) {
            json.putNull("job");
        } else {
            json.putObject("job").put("id", job).put("displayName", job);
        }
        json.put("user", app.origin().user());
        json.put("type", spec.type().text());
        json.put("sparkVersion", spec.sparkVersion());
        json.put("mainApplicationFile", spec.mainApplicationFile());
        ObjectNode labels = json.putObject("labels");
        spec.labels().forEach(labels::put);
        json.put("priority", spec.priority());
        json.put("rerunOf", app.origin().rerunOf());
    }

    private @Nullable Integer queuePosition(Application app) {
        return app.state() == AppState.PENDING
                ? submissions.queuePosition(app.key()).orElse(null)
                : null;
    }

    /// What is not as wished for and changes no state.
    private ArrayNode warnings(Application app, Optional<RunFigures> run, Instant now) {
        ArrayNode warnings = Json.array();
        if (run.isEmpty() && !app.observed()) {
            desk.registered(app.clusterId())
                    .flatMap(its -> Unrecorded.sentence(app, its.cluster(), now))
                    .ifPresent(sentence -> warning(warnings, "HISTORY", sentence));
        }
        TimeLimit.warning(app, now).ifPresent(sentence -> warning(warnings, "TIMEOUT", sentence));
        return warnings;
    }

    private static void warning(ArrayNode warnings, String code, String sentence) {
        warnings.addObject().put("code", code).put("sentence", sentence);
    }

    /// Of the last attempt; before there is one, only the wait.
    private ArrayNode phases(Application app) {
        ArrayNode phases = Json.array();
        if (app.observed()) {
            return phases; // logs do not tell them
        }
        boolean nodes = desk.registered(app.clusterId()).isPresent();
        List<StartPhase> spans =
                app.progress()
                        .lastAttempt()
                        .map(attempt -> StartPhase.of(attempt, nodes))
                        .orElseGet(() -> List.of(StartPhase.queued(app.queuedAt())));
        for (StartPhase span : spans) {
            Duration duration = span.duration();
            phases.addObject()
                    .put("name", span.name().text())
                    .put("startedAt", Json.time(span.startedAt()))
                    .put("endedAt", Json.time(span.endedAt()))
                    .put(
                            "durationMillis",
                            duration == null ? null : Long.valueOf(duration.toMillis()))
                    .put("detail", span.detail());
        }
        return phases;
    }

    private Optional<RunFigures> run(Application app) {
        return app.progress()
                .lastAttempt()
                .flatMap(attempt -> history.run(new RunId(app.id(), attempt.number())))
                .map(RunFigures::new);
    }

    private static ObjectNode metrics(
            Application app, AppSummary summary, Optional<RunFigures> run, Instant now) {
        Figures figures = app.figures();
        Long duration = summary.durationMillis(now);
        ObjectNode json = Json.object();
        json.put("durationMillis", duration);
        json.put("coreHours", hours(figures.coreMillis()));
        json.put("appHours", hours(duration));
        json.put("efficiency", rounded(figures.efficiency()));
        json.put("cpuEfficiency", rounded(figures.cpuEfficiency()));
        json.put("dataReadBytes", figures.readBytes());
        json.put("dataWrittenBytes", figures.writtenBytes());
        RunFigures.put(json, run);
        if (json.path("peakMemory").isMissingNode()) {
            Long peak = figures.peakMemoryBytes();
            if (peak == null || peak == 0) {
                json.putNull("peakMemory");
            } else {
                json.putObject("peakMemory")
                        .put("bytes", peak)
                        .putNull("limitBytes")
                        .putNull("executorId");
            }
        }
        return json;
    }

    private ObjectNode cost(Application app) {
        ObjectNode json = Json.object();
        Long nanos = app.figures().costNanos();
        json.set("total", app.observed() ? moneyOrNull(nanos) : money(nanos));
        json.put("final", app.state().terminal());
        return json;
    }

    private JsonNode money(@Nullable Long nanos) {
        return Json.money(nanos == null ? 0 : nanos, currency);
    }

    JsonNode moneyOrNull(@Nullable Long nanos) {
        return nanos == null ? Json.object().nullNode() : money(nanos);
    }

    static ObjectNode issues(Figures figures) {
        return Json.object()
                .put("error", figures.errors())
                .put("warning", figures.warnings())
                .put("info", figures.notices());
    }

    JsonNode medians(Optional<RunMedians> medians) {
        if (medians.isEmpty()) {
            return Json.object().nullNode();
        }
        RunMedians values = medians.get();
        ObjectNode json = Json.object();
        json.put("runs", values.runs());
        json.put("durationMillis", values.durationMillis());
        json.set("cost", moneyOrNull(values.costNanos()));
        json.put("coreHours", hours(values.coreMillis()));
        json.put("dataReadBytes", values.readBytes());
        json.put("dataWrittenBytes", values.writtenBytes());
        json.put("efficiency", rounded(values.efficiency()));
        return json;
    }

    static @Nullable Double hours(@Nullable Long millis) {
        return millis == null ? null : Double.valueOf(Json.rounded(millis / MILLIS_PER_HOUR));
    }

    static @Nullable Double rounded(@Nullable Double value) {
        return value == null ? null : Double.valueOf(Json.rounded(value));
    }
}
