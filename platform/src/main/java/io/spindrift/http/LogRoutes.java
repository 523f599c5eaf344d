package io.spindrift.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.http.HeaderNames;
import io.spindrift.app.Application;
import io.spindrift.app.ApplicationStore;
import io.spindrift.runtime.ContainerId;
import io.spindrift.runtime.LaunchId;
import io.spindrift.runtime.LogFile;
import io.spindrift.runtime.LogStream;
import io.spindrift.runtime.Logs;
import io.spindrift.runtime.Traces;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/// Logs of containers: which there are, their text, and their text as it is written.
final class LogRoutes {
    private static final String ONE = "/ocean/spark/cluster/{clusterId}/app/{appId}";
    private static final String EXECUTOR_ID = "\\d{1,9}";

    private static final int MOST_FOLLOWERS = 200;

    private final Semaphore followers = new Semaphore(MOST_FOLLOWERS);
    private final ClusterDesk desk;
    private final ApplicationStore apps;
    private final AppFinder finder;
    private final BooleanSupplier closing;

    LogRoutes(ClusterDesk desk, ApplicationStore apps, AppFinder finder, BooleanSupplier closing) {
        this.desk = desk;
        this.apps = apps;
        this.finder = finder;
        this.closing = closing;
    }

    void addTo(RouteTable table) {
        table.get(ONE + "/log", this::list)
                .get(ONE + "/log/live", this::follow)
                .get(ONE + "/log/driver", call -> read(call, ContainerId.DRIVER))
                .get(ONE + "/log/executor/{executorId}", call -> read(call, executor(call)))
                .get(ONE + "/log/container/{container}", call -> read(call, container(call)));
    }

    private void list(Call call) {
        call.query();
        Application app = finder.app(call);
        Logs logs = logs(app);
        List<ObjectNode> items = new ArrayList<>();
        app.progress()
                .attempts()
                .forEach(attempt ->
                        logs.list(new LaunchId(app.id(), attempt.number()))
                                .forEach(file -> items.add(json(app, file))));
        call.answer(Answer.all("log", items));
    }

    private static ObjectNode json(Application app, LogFile file) {
        ContainerId container = file.container();
        String path = container.driver() ? "driver" : "executor/" + container.executorId();
        if (container.init()) {
            path = "container/" + container;
        }
        String url =
                "/ocean/spark/cluster/"
                        + app.clusterId()
                        + "/app/"
                        + app.id()
                        + "/log/"
                        + path
                        + "?stream="
                        + file.stream().text()
                        + "&attempt="
                        + file.id().attempt();
        return Json.object()
                .put("attempt", file.id().attempt())
                .put("container", container.name())
                .put("stream", file.stream().text())
                .put("sizeBytes", file.sizeBytes())
                .put("live", file.live())
                .put("url", url);
    }

    private static ContainerId container(Call call) {
        return container(call.request().path().pathParameters().get("container"));
    }

    private static ContainerId container(String name) {
        try {
            return new ContainerId(name);
        } catch (IllegalArgumentException e) {
            throw RefusedException.invalid("container", String.valueOf(e.getMessage()));
        }
    }

    private static ContainerId executor(Call call) {
        String id = call.request().path().pathParameters().get("executorId");
        if (!id.matches(EXECUTOR_ID)) {
            throw RefusedException.invalid("executorId", "'executorId' is a number");
        }
        return ContainerId.executor(id);
    }

    private void read(Call call, ContainerId container) {
        Query query = call.query("stream", "attempt", "offset", "tail", "limit", "download");
        Application app = finder.app(call);
        LaunchId id = launch(app, query);
        Logs logs = logs(app);
        LogStream stream = stream(query, logs, id, container);
        LogFile file =
                file(logs, id, container, stream)
                        .orElseThrow(() ->
                                RefusedException.notFound(
                                        "there is no log of "
                                                + container
                                                + " of attempt "
                                                + id.attempt()));
        LogText text = new LogText(logs, id, container, stream);
        long from = LogText.start(query, file.sizeBytes());
        long limit = query.number("limit", 1, Long.MAX_VALUE).orElse(Long.MAX_VALUE);
        call.response()
                .header("X-Log-Offset", Long.toString(from))
                .header("X-Log-Size", Long.toString(file.sizeBytes()))
                .header(
                        "X-Log-Next-Offset",
                        Long.toString(Math.min(file.sizeBytes(), LogText.end(from, limit))));
        if (query.flag("download")) {
            call.response()
                    .header(
                            HeaderNames.CONTENT_DISPOSITION,
                            "attachment; filename=\""
                                    + app.id()
                                    + "-"
                                    + container
                                    + "-"
                                    + stream.text()
                                    + ".log\"");
        }
        text.copy(call, from, Math.min(file.sizeBytes(), LogText.end(from, limit)));
    }

    private void follow(Call call) {
        Query query = call.query("container", "stream", "attempt", "offset", "tail");
        Application app = finder.app(call);
        ContainerId container = container(query.text("container").orElse("driver"));
        LaunchId id = launch(app, query);
        Logs logs = logs(app);
        LogStream stream = stream(query, logs, id, container);
        long size = file(logs, id, container, stream).map(LogFile::sizeBytes).orElse(0L);
        long from =
                call.header("Last-Event-ID")
                        .filter(last -> last.matches("\\d{1,18}"))
                        .map(Long::parseLong)
                        .orElseGet(() -> LogText.start(query, size));
        LogText text = new LogText(logs, id, container, stream);
        if (!followers.tryAcquire()) {
            throw RefusedException.of(
                    503, "UNAVAILABLE", MOST_FOLLOWERS + " clients follow logs already");
        }
        try {
            text.follow(call, from, () -> ended(app, id), closing);
        } finally {
            followers.release();
        }
    }

    /// The state, once nothing more will be written; empty while something may.
    private Optional<String> ended(Application app, LaunchId id) {
        Application now = apps.get(app.key()).orElse(app);
        boolean over =
                now.progress().attempts().stream()
                        .filter(attempt -> attempt.number() == id.attempt())
                        .anyMatch(attempt -> !attempt.open());
        return over || now.state().terminal() ? Optional.of(now.state().name()) : Optional.empty();
    }

    private static Optional<LogFile> file(
            Logs logs, LaunchId id, ContainerId container, LogStream stream) {
        return logs.list(id).stream()
                .filter(file -> file.container().equals(container) && file.stream() == stream)
                .findAny();
    }

    private static LaunchId launch(Application app, Query query) {
        int last = Math.max(1, app.progress().attempts().size());
        return new LaunchId(
                app.id(), query.number("attempt", 1, 1_000_000).orElse((long) last).intValue());
    }

    /// A container whose log is one stream, as on Kubernetes, has it as its standard output.
    private static LogStream stream(Query query, Logs logs, LaunchId id, ContainerId container) {
        boolean one =
                file(logs, id, container, LogStream.STDERR).isEmpty()
                        && file(logs, id, container, LogStream.STDOUT).isPresent();
        String usual = one ? "stdout" : "stderr";
        return query.choice("stream", usual, "stdout", "stderr").equals("stdout")
                ? LogStream.STDOUT
                : LogStream.STDERR;
    }

    private Logs logs(Application app) {
        return desk.traces(app.clusterId())
                .map(Traces::logs)
                .orElseThrow(() ->
                        RefusedException.notFound(
                                "logs of this cluster are not kept here: '"
                                        + app.id()
                                        + "' was not started here, and event logs hold no log"
                                        + " lines"));
    }
}
