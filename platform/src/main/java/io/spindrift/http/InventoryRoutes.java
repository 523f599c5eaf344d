package io.spindrift.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spindrift.cluster.Capacity;
import io.spindrift.cluster.Cluster;
import io.spindrift.runtime.ClusterRuntime;
import io.spindrift.runtime.Inventory;
import java.util.Map;

/// What a cluster is made of: nodes, and the drivers and executors on them.
final class InventoryRoutes {
    private static final String ONE = "/ocean/spark/cluster/{clusterId}";
    private static final long BYTES_PER_MIB = 1L << 20;

    private final Map<String, ClusterRuntime> runtimes;
    private final AppFinder finder;

    InventoryRoutes(Services services, AppFinder finder) {
        this.runtimes = services.runtimes();
        this.finder = finder;
    }

    void addTo(RouteTable table) {
        table.get(ONE + "/node", this::nodes).get(ONE + "/pod", this::pods);
    }

    private void nodes(Call call) {
        Query query = call.query("offset", "limit", "format");
        Listing.answer(
                call,
                query,
                "node",
                inventory(call).nodes().stream().map(InventoryRoutes::json).toList());
    }

    private void pods(Call call) {
        Query query = call.query("offset", "limit", "format");
        Listing.answer(
                call,
                query,
                "pod",
                inventory(call).containers().stream().map(InventoryRoutes::json).toList());
    }

    private Inventory inventory(Call call) {
        Cluster cluster = finder.cluster(call);
        ClusterRuntime runtime = runtimes.get(cluster.id());
        if (runtime == null) {
            return Inventory.NONE;
        }
        try {
            return runtime.inventory();
        } catch (RuntimeException e) {
            throw RefusedException.of(
                    503, "UNAVAILABLE", "the cluster does not answer: " + e.getMessage());
        }
    }

    private static ObjectNode json(Inventory.Node node) {
        ObjectNode json = Json.object();
        json.put("name", node.name()).put("state", node.state());
        json.put("instanceType", node.instanceType()).put("zone", node.zone());
        json.put("capacityType", node.capacityType()).put("version", node.version());
        json.put("createdAt", Json.time(node.createdAt()));
        json.set("allocatable", room(node.allocatable()));
        json.set("ours", room(node.ours().capacity()).put("pods", node.ours().containers()));
        return json;
    }

    private static ObjectNode json(Inventory.Placed pod) {
        ObjectNode json = Json.object();
        json.put("name", pod.name()).put("namespace", pod.part());
        json.put("appId", pod.attempt().appId()).put("attempt", pod.attempt().attempt());
        json.put("container", pod.container().name()).put("node", pod.node());
        json.put("state", pod.state()).put("reason", pod.reason());
        json.put("since", Json.time(pod.since()));
        json.set("request", room(pod.request()));
        return json;
    }

    private static ObjectNode room(Capacity room) {
        return Json.object()
                .put("cores", room.milliCores() / 1000.0)
                .put("memoryBytes", room.memoryMib() * BYTES_PER_MIB);
    }
}
