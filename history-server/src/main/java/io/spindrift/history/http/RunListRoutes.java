package io.spindrift.history.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.http.NotFoundException;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.spindrift.history.AppRun;
import io.spindrift.history.Failure;
import io.spindrift.history.History;
import io.spindrift.history.IssueCounts;
import io.spindrift.history.Page;
import io.spindrift.history.RunId;
import io.spindrift.history.RunQuery;
import io.spindrift.history.TaskMetric;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Runs in the shape of the platform's applications, for a server that has nothing but history.
/// What only the platform knows, such as cost, is null. Mounted at `/ocean/spark`.
public final class RunListRoutes implements HttpService {
    /// What stands for the cluster in addresses and items: where it ran, the log does not tell.
    public static final String CLUSTER = "history";

    private static final double MILLIS_PER_HOUR = 3_600_000.0;
    private static final Map<String, RunQuery.Sort> SORTS =
            Map.of(
                    "createdAt", RunQuery.Sort.STARTED,
                    "startedAt", RunQuery.Sort.STARTED,
                    "endedAt", RunQuery.Sort.ENDED,
                    "durationMillis", RunQuery.Sort.DURATION,
                    "id", RunQuery.Sort.NAME,
                    "user", RunQuery.Sort.USER,
                    "efficiency", RunQuery.Sort.EFFICIENCY,
                    "issues", RunQuery.Sort.ISSUES);

    private final History history;
    private final Mount mount;

    public RunListRoutes(History history, Mount mount) {
        this.history = history;
        this.mount = mount;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/app", this::list);
        rules.get("/cluster/{clusterId}/app/{appId}", this::one);
    }

    private void list(ServerRequest request, ServerResponse response) {
        Parameters query =
                Parameters.ofList(
                        request,
                        "appState",
                        "user",
                        "sparkVersion",
                        "hasIssues",
                        "from",
                        "to",
                        "q");
        Set<String> words = query.oneOf("appState");
        // What became of a run is no column of the list, so that filter alone looks at all.
        Page<AppRun> found =
                words.isEmpty()
                        ? history.runs(wanted(query, query.offset(), query.limit()))
                        : filtered(query, words);
        mount.send(
                request,
                response,
                Answer.list(
                        "application",
                        found.items().stream().map(this::row).toList(),
                        found.total()));
    }

    private Page<AppRun> filtered(Parameters query, Set<String> words) {
        List<AppRun> all =
                history.runs(wanted(query, 0, Integer.MAX_VALUE)).items().stream()
                        .filter(run -> words.contains(run.word()))
                        .toList();
        return new Page<>(
                all.stream().skip(query.offset()).limit(query.limit()).toList(), all.size());
    }

    private static RunQuery wanted(Parameters query, int offset, int limit) {
        String field = query.sortField().orElse("createdAt");
        RunQuery.Sort sort = SORTS.get(field);
        if (sort == null) {
            throw new IllegalArgumentException(
                    "sort is one of "
                            + String.join(", ", SORTS.keySet().stream().sorted().toList())
                            + ", not "
                            + field);
        }
        return new RunQuery(
                Set.of(),
                Set.of(),
                query.oneOf("user"),
                query.oneOf("sparkVersion"),
                Set.of(),
                query.text("q").orElse(null),
                query.instant("from").orElse(null),
                query.instant("to").orElse(null),
                null,
                null,
                query.text("hasIssues").filter("true"::equals).isPresent(),
                sort,
                query.sortDescending() || query.sortField().isEmpty(),
                offset,
                limit);
    }

    private void one(ServerRequest request, ServerResponse response) {
        Parameters.of(request);
        AppRun run =
                history.run(mount.run(request))
                        .orElseThrow(() -> new NotFoundException("it was just removed"));
        ObjectNode item = row(run);
        ArrayNode attempts = item.putArray("attempts");
        List<AppRun> all = history.attempts(run.id().appId());
        all.reversed().forEach(each -> attempts.add(attempt(each)));
        failure(run).ifPresent(failure -> item.set("failure", failure));
        new RunFigures(run).detail(item, history);
        mount.send(request, response, Answer.one("application", item));
    }

    private ObjectNode row(AppRun run) {
        ObjectNode json =
                Json.object()
                        .put("id", run.id().appId())
                        .put("displayName", run.name().isEmpty() ? run.id().appId() : run.name())
                        .put("clusterId", CLUSTER)
                        .put("appState", run.word())
                        .put("createdAt", Json.time(run.startedAt()))
                        .put("updatedAt", Json.time(run.updatedAt()))
                        .put("startedAt", Json.time(run.startedAt()))
                        .put("endedAt", Json.time(run.endedAt()))
                        .put("user", run.user())
                        .put("sparkVersion", run.sparkVersion())
                        .put("killRequested", false);
        if (severalAttempts(run.id())) {
            json.put("attempt", run.id().attempt());
        }
        for (String unknown : List.of("job", "type", "failure", "jobMedian", "progress")) {
            json.putNull(unknown);
        }
        json.put("stateReason", run.endReason());
        json.putObject("labels");
        json.putArray("warnings");
        json.putArray("transitions");
        json.putArray("phases");
        json.putArray("attempts").add(attempt(run));
        json.set("metrics", metrics(run));
        json.putObject("cost").putNull("total").put("final", run.endedAt() != null);
        IssueCounts issues = run.totals().issues();
        json.putObject("issues")
                .put("error", issues.errors())
                .put("warning", issues.warnings())
                .put("info", issues.infos());
        return json;
    }

    private boolean severalAttempts(RunId id) {
        return id.attempt() > 1 || history.run(new RunId(id.appId(), 2)).isPresent();
    }

    private static ObjectNode attempt(AppRun run) {
        return Json.object()
                .put("attempt", run.id().attempt())
                .put("sparkAppId", run.sparkAppId())
                .put("startedAt", Json.time(run.startedAt()))
                .put("endedAt", Json.time(run.endedAt()))
                .put("exitCode", run.exitCode())
                .putNull("reason");
    }

    private static ObjectNode metrics(AppRun run) {
        ObjectNode json =
                Json.object()
                        .put("durationMillis", run.duration().toMillis())
                        .put("coreHours", run.totals().coreMillis() / MILLIS_PER_HOUR)
                        .put("appHours", run.duration().toMillis() / MILLIS_PER_HOUR);
        json.put("efficiency", orNull(run.efficiency()));
        json.put("cpuEfficiency", orNull(run.cpuEfficiency()));
        json.put("dataReadBytes", run.totals().metrics().of(TaskMetric.INPUT_BYTES));
        json.put("dataWrittenBytes", run.totals().metrics().of(TaskMetric.OUTPUT_BYTES));
        RunFigures.put(json, Optional.of(new RunFigures(run)));
        long peak = run.totals().peakMemoryBytes();
        if (peak > 0) {
            json.putObject("peakMemory").put("bytes", peak).putNull("limitBytes");
        } else {
            json.putNull("peakMemory");
        }
        return json;
    }

    private static @Nullable Double orNull(java.util.OptionalDouble value) {
        return value.isPresent() ? Double.valueOf(value.getAsDouble()) : null;
    }

    /// As far as a log tells: a run that was killed and one that crashed look alike.
    private Optional<ObjectNode> failure(AppRun run) {
        if (!run.word().equals("FAILED")) {
            return Optional.empty();
        }
        return Failure.decisive(history.failures(run.id()))
                .map(failure -> {
                    String message = failure.root().message().lines().findFirst().orElse("");
                    ObjectNode json =
                            Json.object()
                                    .put(
                                            "sentence",
                                            failure.root().className()
                                                    + (message.isEmpty() ? "" : ": " + message));
                    return json.putNull("link");
                });
    }
}
