package io.spindrift.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spindrift.app.AppState;
import io.spindrift.app.AppSummary;
import io.spindrift.app.ApplicationStore;
import io.spindrift.cluster.Capacity;
import io.spindrift.cluster.Cluster;
import io.spindrift.cluster.ClusterKind;
import io.spindrift.cluster.ClusterStore;
import io.spindrift.cluster.Registration;
import io.spindrift.cost.Prices;
import io.spindrift.runtime.ClusterRuntime;
import io.spindrift.runtime.Health;
import io.spindrift.runtime.LaunchRefusedException;
import io.spindrift.runtime.Room;
import io.spindrift.submit.Submissions;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Clusters with their room and queue, and the Spark versions there are; registers clusters.
final class ClusterRoutes {
    private static final Logger LOG = System.getLogger(ClusterRoutes.class.getName());
    private static final String KIND = "cluster";
    private static final String LIST = "/ocean/spark/cluster";
    private static final String ONE = LIST + "/{clusterId}";

    /// More than this is no bound.
    private static final long BOUNDLESS_MIB = 1L << 40;

    private static final int MOST_QUEUED = 100;
    private static final long BYTES_PER_MIB = 1L << 20;

    private final ClusterStore clusters;
    private final ApplicationStore apps;
    private final Submissions submissions;
    private final Map<String, ClusterRuntime> runtimes;
    private final Supplier<List<SparkRuntime>> versions;
    private final ClusterDesk desk;
    private final InstantSource clock;
    private final AppFinder finder;

    ClusterRoutes(Services services, AppFinder finder) {
        this.clusters = services.clusters();
        this.apps = services.apps();
        this.submissions = services.submissions();
        this.runtimes = services.runtimes();
        this.versions = services.sparkRuntimes();
        this.desk = services.desk();
        this.clock = services.clock();
        this.finder = finder;
    }

    void addTo(RouteTable table) {
        table.get(LIST, this::list)
                .post(LIST, this::register)
                .get(ONE, this::one)
                .patch(ONE, this::change)
                .post(ONE, this::change)
                .delete(ONE, this::remove)
                .get(ONE + "/doctor", this::doctor)
                .post(ONE + "/provision", this::provision)
                .get("/ocean/spark/runtime", this::sparkRuntimes);
    }

    private void list(Call call) {
        Query query = call.query("offset", "limit", "format");
        Listing.answer(call, query, KIND, clusters.list().stream().map(this::json).toList());
    }

    private void one(Call call) {
        call.query();
        call.answer(Answer.one(KIND, json(finder.cluster(call))));
    }

    private void register(Call call) {
        call.query();
        String user = administrator(call);
        ClusterForm form = ClusterForm.create(call.body());
        String id = form.registration().cluster().clusterId();
        if (clusters.get(id).isPresent()) {
            throw RefusedException.of(409, "CONFLICT", "the cluster '" + id + "' exists", "id");
        }
        String name = form.displayName() == null ? id : form.displayName();
        Cluster made = usable(() -> desk.register(form.registration(), name, form.kubeconfig()));
        LOG.log(Level.INFO, "cluster registered cluster=" + id + " user=" + user);
        call.answer(Answer.created(KIND, json(made)));
    }

    private void change(Call call) {
        call.query();
        String user = administrator(call);
        Cluster before = registered(call);
        Registration old =
                desk.registered(before.id())
                        .orElseThrow(() -> RefusedException.notFound("it is not registered"));
        ClusterForm form = ClusterForm.change(call.body(), old);
        String name = form.displayName() == null ? before.displayName() : form.displayName();
        Cluster after = usable(() -> desk.change(form.registration(), name, form.kubeconfig()));
        LOG.log(Level.INFO, "cluster changed cluster=" + before.id() + " user=" + user);
        call.answer(Answer.one(KIND, json(after)));
    }

    private void remove(Call call) {
        Query query = call.query("force");
        String user = administrator(call);
        Cluster before = registered(call);
        String id = before.id();
        String force = query.text("force").orElse("");
        if (!force.isEmpty() && !force.equals(id)) {
            throw RefusedException.invalid(
                    "force", "'force' is the id of the cluster, '" + id + "'");
        }
        long live =
                apps.live().stream()
                        .filter(app -> app.clusterId().equals(id) && !app.observed())
                        .count();
        if (live > 0 && force.isEmpty()) {
            throw RefusedException.of(
                    409,
                    "CONFLICT",
                    live
                            + " applications wait or run on '"
                            + id
                            + "'; end them first, or end them with it: ?force="
                            + id);
        }
        Cluster leaving = desk.remove(id, user);
        LOG.log(Level.INFO, "cluster is removed cluster=" + id + " user=" + user);
        call.answer(Answer.one(KIND, json(leaving)));
    }

    private void doctor(Call call) {
        call.query();
        Cluster cluster = finder.cluster(call);
        Health health = desk.examine(cluster.id()).orElseThrow(() -> notOperated(cluster));
        ObjectNode json = Json.object();
        json.put("clusterId", cluster.id()).put("at", Json.time(clock.instant()));
        json.put("reachable", health.reachable()).put("ready", health.ready());
        json.put("version", health.version());
        ArrayNode findings = json.putArray("findings");
        health.problems().forEach(text -> finding(findings, "problem", text));
        health.warnings().forEach(text -> finding(findings, "warning", text));
        health.notes().forEach(text -> finding(findings, "note", text));
        call.answer(Answer.one("doctor", json));
    }

    private void provision(Call call) {
        call.query();
        String user = administrator(call);
        Cluster cluster = registered(call);
        List<String> made;
        try {
            made = desk.provision(cluster.id()).orElseThrow(() -> notOperated(cluster));
        } catch (LaunchRefusedException e) {
            throw RefusedException.of(409, "CONFLICT", String.valueOf(e.getMessage()));
        }
        LOG.log(Level.INFO, "cluster provisioned cluster=" + cluster.id() + " user=" + user);
        ObjectNode json = Json.object();
        json.put("clusterId", cluster.id()).put("at", Json.time(clock.instant()));
        json.set("made", Json.texts(made));
        call.answer(Answer.one("provision", json));
    }

    private static RefusedException notOperated(Cluster cluster) {
        String reason = cluster.reason();
        return RefusedException.of(
                409,
                "NOT_OPERATED",
                reason == null ? "nothing of ours runs on this cluster" : reason);
    }

    private static void finding(ArrayNode findings, String kind, String sentence) {
        findings.addObject().put("kind", kind).put("sentence", sentence);
    }

    private static String administrator(Call call) {
        if (!call.who().admin()) {
            throw RefusedException.forbidden("only an administrator registers clusters");
        }
        return call.who().user();
    }

    private Cluster registered(Call call) {
        Cluster cluster = finder.cluster(call);
        if (cluster.kind() != ClusterKind.KUBERNETES) {
            throw RefusedException.of(
                    409,
                    "CONFLICT",
                    "'" + cluster.id() + "' is a matter of the platform's settings");
        }
        return cluster;
    }

    private static Cluster usable(Supplier<Cluster> effect) {
        try {
            return effect.get();
        } catch (IllegalArgumentException e) {
            throw RefusedException.invalid("kubeconfig", String.valueOf(e.getMessage()));
        }
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
        json.put("updatedAt", Json.time(cluster.updatedAt()));
        json.set("kubernetes", kubernetes(cluster));
        ClusterRuntime runtime = runtimes.get(cluster.id());
        if (runtime == null) {
            json.set("capacity", room(Capacity.NONE));
            json.set("admitted", room(Capacity.NONE));
            json.putNull("load");
        } else {
            Room room = runtime.room();
            json.set("capacity", room(room.total()));
            json.set("admitted", room(room.given()));
            json.set("load", cluster.kind() == ClusterKind.LOCAL ? load(room) : null);
        }
        json.put("running", count(cluster, AppState.RUNNING));
        json.put("pending", count(cluster, AppState.PENDING));
        json.set("queue", queue(cluster));
        if (cluster.kind().takesApplications()) {
            json.set(
                    "runtimes",
                    Json.texts(versions.get().stream().map(SparkRuntime::version).toList()));
            Prices prices = desk.prices(cluster.id());
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

    /// How it is reached and used; credentials are never told.
    private @Nullable ObjectNode kubernetes(Cluster cluster) {
        return desk.registered(cluster.id())
                .map(registration -> {
                    ObjectNode json = ClusterForm.json(registration);
                    json.put(
                            "version", desk.health(cluster.id()).map(Health::version).orElse(null));
                    return json;
                })
                .orElse(null);
    }

    private static ObjectNode room(Capacity room) {
        ObjectNode json = Json.object();
        if (room.memoryMib() >= BOUNDLESS_MIB) {
            return json.putNull("cores").putNull("memoryBytes");
        }
        return json.put("cores", room.milliCores() / 1000.0)
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
