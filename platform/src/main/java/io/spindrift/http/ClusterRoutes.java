package io.spindrift.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spindrift.app.AppState;
import io.spindrift.app.AppSummary;
import io.spindrift.app.ApplicationStore;
import io.spindrift.cluster.Capacity;
import io.spindrift.cluster.Cluster;
import io.spindrift.cluster.ClusterStore;
import io.spindrift.cost.Prices;
import io.spindrift.runtime.ClusterRuntime;
import io.spindrift.runtime.Room;
import io.spindrift.submit.Submissions;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Clusters with their room and queue, and the Spark versions there are.
final class ClusterRoutes {
    private static final int MOST_QUEUED = 100;
    private static final long BYTES_PER_MIB = 1L << 20;

    private final ClusterStore clusters;
    private final ApplicationStore apps;
    private final Submissions submissions;
    private final Map<String, ClusterRuntime> runtimes;
    private final Supplier<List<SparkRuntime>> versions;
    private final Prices prices;
    private final AppFinder finder;

    ClusterRoutes(Services services, AppFinder finder) {
        this.clusters = services.clusters();
        this.apps = services.apps();
        this.submissions = services.submissions();
        this.runtimes = services.runtimes();
        this.versions = services.sparkRuntimes();
        this.prices = services.prices();
        this.finder = finder;
    }

    void addTo(RouteTable table) {
        table.get("/ocean/spark/cluster", this::list)
                .get("/ocean/spark/cluster/{clusterId}", this::one)
                .get("/ocean/spark/runtime", this::sparkRuntimes);
    }

    private void list(Call call) {
        Query query = call.query("offset", "limit", "format");
        Listing.answer(call, query, "cluster", clusters.list().stream().map(this::json).toList());
    }

    private void one(Call call) {
        call.query();
        call.answer(Answer.one("cluster", json(finder.cluster(call))));
    }

    private void sparkRuntimes(Call call) {
        Query query = call.query("offset", "limit", "format");
        List<ObjectNode> items =
                versions.get().stream()
                        .map(runtime ->
                                Json.object()
                                        .put("version", runtime.version())
                                        .put("default", runtime.usual())
                                        .put("scalaVersion", runtime.scalaVersion())
                                        .put("javaVersion", runtime.javaVersion()))
                        .toList();
        Listing.answer(call, query, "runtime", items);
    }

    ObjectNode json(Cluster cluster) {
        ObjectNode json = Json.object();
        json.put("id", cluster.id());
        json.put("displayName", cluster.displayName());
        json.put("kind", cluster.kind().text());
        json.put("state", cluster.state().name());
        json.put("stateReason", cluster.reason());
        json.put("createdAt", Json.time(cluster.createdAt()));
        ClusterRuntime runtime = runtimes.get(cluster.id());
        if (runtime == null) {
            json.set("capacity", room(Capacity.NONE));
            json.set("admitted", room(Capacity.NONE));
            json.putNull("load");
        } else {
            Room room = runtime.room();
            json.set("capacity", room(room.total()));
            json.set("admitted", room(room.given()));
            json.set("load", load(room));
        }
        json.put("running", count(cluster, AppState.RUNNING));
        json.put("pending", count(cluster, AppState.PENDING));
        json.set("queue", queue(cluster));
        if (cluster.kind().takesApplications()) {
            json.set(
                    "runtimes",
                    Json.texts(versions.get().stream().map(SparkRuntime::version).toList()));
            json.putObject("prices")
                    .<ObjectNode>set("perCoreHour", Json.money(prices.perCoreHour()))
                    .set("perGibHour", Json.money(prices.perGibHour()));
        } else {
            json.putArray("runtimes");
            json.putNull("prices");
        }
        return json;
    }

    private long count(Cluster cluster, AppState state) {
        return apps.live().stream()
                .filter(app -> app.clusterId().equals(cluster.id()) && app.state() == state)
                .count();
    }

    private ArrayNode queue(Cluster cluster) {
        ArrayNode queue = Json.array();
        for (AppSummary app : submissions.queue(cluster.id())) {
            if (queue.size() == MOST_QUEUED) {
                break;
            }
            queue.addObject()
                    .put("position", queue.size())
                    .put("appId", app.id())
                    .put("jobId", app.jobId())
                    .put("user", app.user())
                    .put("priority", app.priority())
                    .put("cores", app.requestedMilliCores() / 1000.0)
                    .put("memoryBytes", app.requestedMemoryMib() * BYTES_PER_MIB)
                    .put("waitingSince", Json.time(app.queuedAt()));
        }
        return queue;
    }

    private static ObjectNode room(Capacity room) {
        return Json.object()
                .put("cores", room.milliCores() / 1000.0)
                .put("memoryBytes", room.memoryMib() * BYTES_PER_MIB);
    }

    private static ObjectNode load(Room room) {
        double cores = Runtime.getRuntime().availableProcessors();
        double share = room.usedMilliCores() / 1000.0 / cores;
        return Json.object()
                .put("cpuShare", Json.rounded(Math.clamp(share, 0, 1)))
                .put("memoryUsedBytes", room.usedMemoryMib() * BYTES_PER_MIB)
                .put("memoryTotalBytes", room.total().memoryMib() * BYTES_PER_MIB);
    }
}
