package io.spindrift.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spindrift.app.Application;
import io.spindrift.app.Attempt;
import io.spindrift.runtime.ClusterEvent;
import io.spindrift.runtime.LaunchId;
import io.spindrift.runtime.Traces;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the cluster said of an application's containers, beside their logs.
final class ClusterEventRoutes {
    private final ClusterDesk desk;
    private final AppFinder finder;

    ClusterEventRoutes(ClusterDesk desk, AppFinder finder) {
        this.desk = desk;
        this.finder = finder;
    }

    void addTo(RouteTable table) {
        table.get("/ocean/spark/cluster/{clusterId}/app/{appId}/cluster-events", this::list);
    }

    private void list(Call call) {
        call.query();
        Application app = finder.app(call);
        Optional<Traces> traces = desk.traces(app.clusterId());
        List<ObjectNode> items = new ArrayList<>();
        for (Attempt attempt : app.progress().attempts()) {
            LaunchId id = new LaunchId(app.id(), attempt.number());
            traces.ifPresent(
                    kept -> kept.events(id).forEach(event -> items.add(json(id.attempt(), event))));
        }
        call.answer(Answer.all("clusterEvent", items));
    }

    private static ObjectNode json(int attempt, ClusterEvent event) {
        return Json.object()
                .put("attempt", attempt)
                .put("container", event.container().name())
                .put("at", Json.time(event.at()))
                .put("severity", event.warning() ? "warning" : "info")
                .put("reason", event.reason())
                .put("message", event.message())
                .put("count", event.count());
    }
}
