package io.spindrift.http;

import io.spindrift.app.Application;
import io.spindrift.app.Attempt;
import io.spindrift.history.History;
import io.spindrift.history.LogPart;
import io.spindrift.history.RunId;
import io.spindrift.history.http.LogZip;
import java.util.List;

/// The event log, for other tools to read.
final class EventLogRoutes {
    private final History history;
    private final AppFinder finder;

    EventLogRoutes(History history, AppFinder finder) {
        this.history = history;
        this.finder = finder;
    }

    void addTo(RouteTable table) {
        table.get("/ocean/spark/cluster/{clusterId}/app/{appId}/eventlog", this::zip);
    }

    private void zip(Call call) {
        Query query = call.query("attempt");
        Application app = finder.app(call);
        int last = app.progress().lastAttempt().map(Attempt::number).orElse(1);
        int attempt = query.number("attempt", 1, 1_000_000).orElse((long) last).intValue();
        List<LogPart> parts = history.eventLog(new RunId(app.id(), attempt));
        if (parts.isEmpty()) {
            throw RefusedException.notFound("no event log of attempt " + attempt + " is kept");
        }
        String name = app.id() + "-" + attempt + ".zip";
        LogZip.send(call.response(), "application/zip", name, parts);
    }
}
