package io.spindrift.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spindrift.app.AppSummary;
import io.spindrift.app.ApplicationStore;
import io.spindrift.cluster.LoadCurve;
import io.spindrift.cluster.LoadSpan;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// What is remembered of a cluster: its load, the Spark versions on it, and what the platform wrote
/// about it.
final class ClusterRecordRoutes {
    private static final String ONE = "/ocean/spark/cluster/{clusterId}";
    private static final List<String> LEVELS = List.of("DEBUG", "INFO", "WARN", "ERROR");

    private final ClusterRecords records;
    private final ApplicationStore apps;
    private final AppFinder finder;
    private final InstantSource clock;

    ClusterRecordRoutes(Services services, AppFinder finder) {
        this.records = services.records();
        this.apps = services.apps();
        this.finder = finder;
        this.clock = services.clock();
    }

    void addTo(RouteTable table) {
        table.get(ONE + "/load", this::load)
                .get(ONE + "/runtime", this::runtimes)
                .get(ONE + "/log", this::log);
    }

    private void load(Call call) {
        Query query = call.query("days");
        int days = days(query);
        LoadCurve curve = records.load(finder.cluster(call).id(), days);
        ObjectNode json = Json.object().put("days", days);
        json.put("startedAt", Json.time(curve.from()));
        json.put("bucketMillis", curve.step().toMillis());
        series(json, "running", curve, LoadSpan::running);
        series(json, "runningMost", curve, span -> span.most().running());
        series(json, "pending", curve, LoadSpan::pending);
        series(json, "pendingMost", curve, span -> span.most().pending());
        series(json, "cores", curve, LoadSpan::cores);
        series(json, "coresMost", curve, span -> span.most().milliCores() / 1000.0);
        call.answer(Answer.one("load", json));
    }

    /// Null where nobody looked.
    private static void series(
            ObjectNode json, String name, LoadCurve curve, ToDoubleFunction<LoadSpan> figure) {
        ArrayNode values = json.putArray(name);
        for (Optional<LoadSpan> step : curve.steps()) {
            if (step.isPresent()) {
                values.add(Json.rounded(figure.applyAsDouble(step.get())));
            } else {
                values.addNull();
            }
        }
    }

    private void runtimes(Call call) {
        Query query = call.query("days", "offset", "limit", "format");
        Instant since = clock.instant().minus(Duration.ofDays(days(query)));
        String cluster = finder.cluster(call).id();
        List<AppSummary> its =
                apps.all().stream().filter(app -> app.clusterId().equals(cluster)).toList();
        Listing.answer(
                call,
                query,
                "clusterRuntime",
                SparkVersionUse.of(its, since).stream().map(ClusterRecordRoutes::json).toList());
    }

    private static ObjectNode json(SparkVersionUse use) {
        return Json.object()
                .put("version", use.version())
                .put("applications", use.applications())
                .put("running", use.running())
                .put("failed", use.failed())
                .put("lastAt", Json.time(use.lastAt()));
    }

    private void log(Call call) {
        Query query = call.query("level", "appId", "offset", "limit", "format");
        int least = LEVELS.indexOf(query.choice("level", "DEBUG", LEVELS.toArray(String[]::new)));
        Optional<String> app = query.text("appId");
        List<ObjectNode> lines =
                records.log(finder.cluster(call).id()).stream()
                        .filter(line -> LEVELS.indexOf(line.level()) >= least)
                        .filter(line ->
                                app.isEmpty() || app.get().equals(line.fields().get("appId")))
                        .map(ClusterRecordRoutes::json)
                        .toList();
        Listing.answer(call, query, "logLine", lines);
    }

    private static ObjectNode json(PlatformLine line) {
        ObjectNode json = Json.object();
        json.put("at", Json.time(line.at())).put("level", line.level());
        json.put("logger", line.logger()).put("message", line.message());
        json.put("appId", line.fields().get("appId"));
        ObjectNode fields = json.putObject("fields");
        line.fields()
                .forEach((name, value) -> {
                    if (!name.equals("appId") && !name.equals("cluster")) {
                        fields.put(name, value);
                    }
                });
        return json.put("error", line.error());
    }

    private static int days(Query query) {
        return Integer.parseInt(query.choice("days", "7", "1", "7", "30"));
    }
}
