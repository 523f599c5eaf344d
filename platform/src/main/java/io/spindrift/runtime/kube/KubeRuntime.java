package io.spindrift.runtime.kube;

import io.fabric8.kubernetes.api.model.Pod;
import io.spindrift.app.AppSpec;
import io.spindrift.app.Problem;
import io.spindrift.cluster.Capacity;
import io.spindrift.cluster.KubeCluster;
import io.spindrift.runtime.ClusterEvent;
import io.spindrift.runtime.ClusterRuntime;
import io.spindrift.runtime.ContainerId;
import io.spindrift.runtime.Declarations;
import io.spindrift.runtime.Exit;
import io.spindrift.runtime.Health;
import io.spindrift.runtime.Inventory;
import io.spindrift.runtime.Launch;
import io.spindrift.runtime.LaunchId;
import io.spindrift.runtime.LaunchRefusedException;
import io.spindrift.runtime.Logs;
import io.spindrift.runtime.MemoryReading;
import io.spindrift.runtime.Room;
import io.spindrift.runtime.Share;
import io.spindrift.runtime.Sighting;
import io.spindrift.runtime.Traces;
import io.spindrift.runtime.kube.pod.DriverResources;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Applications as pods of a Kubernetes cluster.
///
/// What was launched is written down before the first object of it is made (see [Records]), and
/// what is seen of it as it is seen: pods may go at any time. Only what is written down is ours:
/// other pods are neither sighted nor touched, whatever their labels say.
///
/// Sightings come from a watch and never wait for the API server; while it is not there, they stay
/// as they were. What Kubernetes is asked for besides, is asked beside the beat ([Chore]).
public final class KubeRuntime implements ClusterRuntime {
    private static final Logger LOG = System.getLogger(KubeRuntime.class.getName());

    private static final int STRIPES = 64;

    private static final Duration CLOSES_WITHIN = Duration.ofSeconds(2);

    private final KubeParts parts;
    private final Records records;
    private final Launcher launcher;
    private final Board board = new Board();
    private final Nodes nodes;
    private final Chores chores;
    private final NamespaceBounds bounds;
    private final PodLogs logs;
    private final SparkUis uis;
    private final Optional<Declarations> declarations;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Errands errands;

    /// An attempt is launched by one thread at a time.
    private final ReentrantLock[] launching = new ReentrantLock[STRIPES];

    private final Watches watches;
    private final EventKeeper events;
    private final EventLogs eventLogs;

    KubeRuntime(KubeParts parts) {
        this.parts = parts;
        this.records = new Records(parts.folder());
        this.launcher = new Launcher(parts.api(), parts.pause());
        this.nodes = new Nodes(parts.api(), parts.clock());
        this.chores = new Chores(parts.api(), board, nodes, parts.clock());
        this.errands = new Errands(threads, parts.clock());
        this.logs = new PodLogs(parts, board, threads);
        this.uis = new SparkUis(parts.api(), board);
        this.bounds = new NamespaceBounds(parts.namespaces(), this::ours, parts.clock());
        Arrays.setAll(launching, _ -> new ReentrantLock());
        this.events = new EventKeeper(parts.folder());
        this.watches = new Watches(parts.api(), parts.settings(), this::seen, events::take);
        this.declarations = KubeDeclarations.of(parts);
        this.eventLogs = EventLogs.of(parts.settings());
    }

    /// Does not connect yet.
    ///
    /// @param kubeconfig its text; null inside of the cluster
    /// @throws IllegalArgumentException when the kubeconfig cannot be used, with what to do
    public static KubeRuntime open(
            KubeCluster cluster, @Nullable String kubeconfig, KubeHost host) {
        return new KubeRuntime(KubeParts.of(cluster, kubeconfig, host));
    }

    /// What is left of a cluster's attempts, for whoever cannot open it any more.
    ///
    /// @param folder what was its own
    public static Traces traces(Path folder) {
        return new KeptTraces(folder);
    }

    @Override
    public void start() {
        List<Plan> plans = records.plans();
        for (Plan plan : plans) {
            board.add(plan.id(), () -> Attempt.recorded(plan, records));
            events.follow(plan.id());
            watches.begin(plan.namespace());
        }
        watches.begin(parts.settings().namespace());
        LOG.log(
                Level.INFO,
                "kubernetes runtime started cluster={0} attempts={1}",
                parts.settings().clusterId(),
                plans.size());
    }

    @Override
    public Health check() {
        return parts.care().examine();
    }

    @Override
    public List<String> provision() {
        return parts.care().provision();
    }

    @Override
    public List<Problem> refusals(AppSpec spec) {
        List<Problem> refusals = new ArrayList<>(parts.refusals().apply(spec));
        if (refusals.isEmpty()) {
            String namespace = part(spec);
            refusals.addAll(bounds.rules(namespace).problems(spec, namespace));
        }
        return refusals;
    }

    @Override
    public Inventory inventory() {
        List<Inventory.Placed> placed = new ArrayList<>();
        board.each(attempt ->
                attempt.pods().forEach(pod -> placed.add(Survey.placed(attempt.plan(), pod))));
        return Survey.of(parts.care().nodes(), placed);
    }

    /// Its namespace: quotas are of namespaces.
    @Override
    public String part(AppSpec spec) {
        String own = spec.pod().path("namespace").asText();
        return own.isBlank() ? parts.settings().namespace() : own;
    }

    /// What pods of ours have of a namespace.
    private Share ours(String namespace) {
        return board
                .sighted(attempt ->
                        attempt.plan().namespace().equals(namespace)
                                ? attempt.holding()
                                : Share.NONE)
                .stream()
                .reduce(Share.NONE, Share::plus);
    }

    @Override
    public void launch(Launch launch) {
        ReentrantLock lock = launching[Math.floorMod(launch.id().hashCode(), STRIPES)];
        lock.lock();
        try {
            if (known(launch.id())) {
                return;
            }
            List<Problem> refusals = refusals(launch.spec());
            if (!refusals.isEmpty()) {
                throw new LaunchRefusedException(
                        String.join("; ", refusals.stream().map(Problem::message).toList()));
            }
            DriverResources resources = parts.maker().apply(launch);
            Plan plan = Plan.of(launch, resources, resources.digest(), parts.clock().instant());
            refuseTooLarge(plan);
            make(plan, resources);
        } finally {
            lock.unlock();
        }
    }

    private boolean known(LaunchId id) {
        return board.read(id, attempt -> attempt.launched() || attempt.forgotten()).orElse(false);
    }

    private void refuseTooLarge(Plan plan) {
        Capacity total = parts.total().get();
        if (!total.fits(plan.admitted())) {
            throw new LaunchRefusedException(
                    ("it asks for %d thousandths of a core and %d MiB, and this cluster gives %d"
                                    + " and %d to applications in all")
                            .formatted(
                                    plan.admitted().milliCores(),
                                    plan.admitted().memoryMib(),
                                    total.milliCores(),
                                    total.memoryMib()));
        }
    }

    private void make(Plan plan, DriverResources resources) {
        board.add(plan.id(), () -> Attempt.planned(plan, records));
        events.follow(plan.id());
        watches.begin(plan.namespace());
        Pod driver;
        try {
            driver = launcher.make(resources);
        } catch (LaunchRefusedException e) {
            // What little was made goes again.
            board.change(plan.id(), Attempt::forget);
            throw e;
        }
        PodSight.of(driver)
                .ifPresent(sight -> board.change(plan.id(), attempt -> attempt.made(sight, now())));
        LOG.log(
                Level.INFO,
                "driver made app={0} attempt={1} namespace={2} pod={3}",
                plan.id().appId(),
                plan.id().attempt(),
                plan.namespace(),
                driver.getMetadata().getName());
        board.change(plan.id(), attempt -> carryOn(attempt, now()));
    }

    @Override
    public void kill(LaunchId id, Duration grace) {
        board.change(
                id,
                attempt -> {
                    if (!attempt.forgotten() && !attempt.over()) {
                        Instant now = now();
                        attempt.order(now, now.plus(grace));
                        carryOn(attempt, now);
                    }
                });
    }

    @Override
    public List<Sighting> sightings() {
        return board.sighted(attempt -> attempt.sighting(nodes::of, eventLogs::of));
    }

    @Override
    public List<MemoryReading> memory() {
        return List.of();
    }

    @Override
    public void forget(LaunchId id) {
        board.change(
                id,
                attempt -> {
                    if (!attempt.forgotten() && attempt.over()) {
                        attempt.forget();
                        carryOn(attempt, now());
                    }
                });
    }

    @Override
    public Optional<InetSocketAddress> sparkUi(LaunchId id) {
        return uis.of(id);
    }

    @Override
    public Room room() {
        Capacity given =
                board
                        .sighted(attempt ->
                                attempt.over() ? Capacity.NONE : attempt.plan().admitted())
                        .stream()
                        .reduce(Capacity.NONE, Capacity::plus);
        return new Room(parts.total().get(), given, 0, 0, bounds.left());
    }

    @Override
    public Logs logs() {
        return logs.logs();
    }

    @Override
    public List<ClusterEvent> events(LaunchId id) {
        return events.of(id);
    }

    @Override
    public Optional<Declarations> declarations() {
        return declarations;
    }

    @Override
    public void tend() {
        Instant now = now();
        board.each(attempt -> {
            giveUp(attempt, now);
            logs.follow(attempt);
            carryOn(attempt, now);
        });
        uis.tend();
    }

    @Override
    public void close() {
        threads.shutdownNow();
        uis.close();
        declarations.ifPresent(Declarations::close);
        watches.close();
        parts.api().close();
        try {
            // What is being written down now, is written whole.
            threads.awaitTermination(CLOSES_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void seen(Pod pod, boolean gone) {
        PodSight.of(pod)
                .ifPresent(sight ->
                        board.change(
                                sight.attempt(),
                                attempt -> {
                                    if (attempt.plan().namespace().equals(sight.namespace())) {
                                        NodeSight node = nodes.of(sight).orElse(null);
                                        attempt.see(pod, sight, node, gone, now());
                                    }
                                }));
    }

    /// A driver that cannot begin, is not waited for without end.
    private void giveUp(Attempt attempt, Instant now) {
        PodSight driver = attempt.pod(ContainerId.DRIVER).orElse(null);
        Hindrance hindrance = driver == null ? null : driver.hindrance();
        Instant since = attempt.hinderedSince(ContainerId.DRIVER).orElse(null);
        if (driver == null
                || hindrance == null
                || since == null
                || attempt.driverEndedAt() != null
                || now.isBefore(since.plus(parts.patience().with(hindrance)))) {
            return;
        }
        attempt.give(driver, new Exit(now, null, hindrance.reason(), hindrance.message()));
        LOG.log(
                Level.WARNING,
                "driver given up: {0} app={1} attempt={2}",
                hindrance.message(),
                attempt.plan().id().appId(),
                attempt.plan().id().attempt());
    }

    private void carryOn(Attempt attempt, Instant now) {
        boolean synced = watches.synced(attempt.plan().namespace());
        for (Chore chore : Chore.of(attempt, synced, now)) {
            errands.run(chore, () -> carryOut(chore));
        }
        for (String node : nodes.wanted(attempt.pods(), now)) {
            Chore look = new Chore.LookAtNode(attempt.plan().id(), node);
            errands.run(look, () -> carryOut(look));
        }
    }

    private void carryOut(Chore chore) {
        chores.carryOut(chore);
        if (chore instanceof Chore.CleanUp) {
            events.leave(chore.id());
        }
    }

    private Instant now() {
        return parts.clock().instant();
    }
}
