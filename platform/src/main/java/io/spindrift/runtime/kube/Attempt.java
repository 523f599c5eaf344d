package io.spindrift.runtime.kube;

import io.fabric8.kubernetes.api.model.Pod;
import io.spindrift.app.DriverNode;
import io.spindrift.cluster.Capacity;
import io.spindrift.runtime.Container;
import io.spindrift.runtime.ContainerId;
import io.spindrift.runtime.Exit;
import io.spindrift.runtime.LaunchId;
import io.spindrift.runtime.Share;
import io.spindrift.runtime.Sighting;
import io.spindrift.runtime.kube.pod.Names;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One attempt as its pods tell it, and as it was written down before. Confined to the runtime's
/// lock.
final class Attempt {
    private static final Duration TOLD_WITHIN = Duration.ofSeconds(30);

    private final Plan plan;
    private final Records records;
    private final Map<ContainerId, Seen> seen = new TreeMap<>(ContainerId.ORDER);

    /// The pods that are there, as they were seen last.
    private final Map<ContainerId, PodSight> pods = new HashMap<>();

    /// Since when something stands in the way of a pod.
    private final Map<ContainerId, Instant> hinderedSince = new HashMap<>();

    /// Pods that only the launch has told of so far, and since when.
    private final Map<ContainerId, Instant> untold = new HashMap<>();

    private final Set<ContainerId> drained = new HashSet<>();

    private boolean launched;
    private boolean owned;
    private boolean forgotten;
    private Records.@Nullable Order order;

    private Attempt(Plan plan, Records records) {
        this.plan = plan;
        this.records = records;
    }

    /// One that is about to be launched.
    static Attempt planned(Plan plan, Records records) {
        records.write(plan);
        return new Attempt(plan, records);
    }

    /// One from before.
    static Attempt recorded(Plan plan, Records records) {
        Attempt attempt = new Attempt(plan, records);
        attempt.launched = records.marked(plan.id(), Records.Mark.DRIVER);
        attempt.owned = records.marked(plan.id(), Records.Mark.OWNED);
        attempt.forgotten = records.marked(plan.id(), Records.Mark.FORGOTTEN);
        attempt.order = records.order(plan.id()).orElse(null);
        records.seen(plan.id()).forEach(each -> attempt.seen.put(each.id(), each));
        return attempt;
    }

    Plan plan() {
        return plan;
    }

    /// Whether the driver's pod was made.
    boolean launched() {
        return launched;
    }

    void launch() {
        if (!launched) {
            records.mark(plan.id(), Records.Mark.DRIVER);
            launched = true;
        }
    }

    boolean owned() {
        return owned;
    }

    void own() {
        if (!owned) {
            records.mark(plan.id(), Records.Mark.OWNED);
            owned = true;
        }
    }

    boolean forgotten() {
        return forgotten;
    }

    void forget() {
        if (!forgotten) {
            records.mark(plan.id(), Records.Mark.FORGOTTEN);
            forgotten = true;
        }
    }

    void remove() {
        records.remove(plan.id());
    }

    Optional<Records.Order> order() {
        return Optional.ofNullable(order);
    }

    /// A later order may bring the end forward, never put it off.
    void order(Instant now, Instant forceAt) {
        Records.Order before = order;
        if (before == null || forceAt.toEpochMilli() < before.forceAtMillis()) {
            long at = before == null ? now.toEpochMilli() : before.atMillis();
            order = new Records.Order(at, forceAt.toEpochMilli());
            records.write(plan.id(), order);
        }
    }

    /// Takes in the pod that a launch made, or found, before the watch tells of it.
    void made(PodSight sight, Instant now) {
        launch();
        if (!pods.containsKey(sight.container()) && driver().isEmpty()) {
            untold.put(sight.container(), now);
            pods.put(sight.container(), sight);
        }
    }

    /// Pods that the watch should have told of by now.
    List<PodSight> untold(Instant now) {
        return untold.entrySet().stream()
                .filter(entry -> now.isAfter(entry.getValue().plus(TOLD_WITHIN)))
                .map(entry -> pods.get(entry.getKey()))
                .filter(Objects::nonNull)
                .toList();
    }

    /// Takes in how a pod is now, or how it was when it was seen last.
    ///
    /// @param node that it is on; null where nothing is known of it
    void see(Pod pod, PodSight sight, @Nullable NodeSight node, boolean gone, Instant now) {
        Seen known = seen.get(sight.container());
        if (known != null && !known.uid().equals(sight.uid())) {
            return; // another pod of that name: none of this attempt
        }
        if (sight.container().driver()) {
            launch();
        }
        untold.remove(sight.container());
        if (gone) {
            pods.remove(sight.container());
            hinderedSince.remove(sight.container());
        } else {
            pods.put(sight.container(), sight);
            hindered(sight, now);
        }
        begin(sight);
        Exit exit = sight.exit();
        if (exit != null) {
            end(sight, node, exit, now);
        } else if (gone) {
            Instant deletedAt = sight.deletedAt();
            Instant at = deletedAt == null || deletedAt.isAfter(now) ? now : deletedAt;
            end(sight, node, PodExits.gone(pod.getStatus(), deletedAt, at), now);
        }
    }

    private void hindered(PodSight sight, Instant now) {
        if (sight.hindrance() == null) {
            hinderedSince.remove(sight.container());
        } else {
            hinderedSince.putIfAbsent(sight.container(), now);
        }
    }

    private void begin(PodSight sight) {
        Instant startedAt = sight.startedAt();
        if (startedAt != null && !seen.containsKey(sight.container())) {
            keep(Seen.begun(sight, startedAt));
        }
    }

    /// What has ended stays as it is. An executor that never began is no container.
    private void end(PodSight sight, @Nullable NodeSight node, Exit raw, Instant now) {
        Seen known = seen.get(sight.container());
        if (known == null && !sight.container().driver()) {
            return;
        }
        Instant at = raw.at().isAfter(now) ? now : raw.at();
        Exit exit = new Exit(at, raw.code(), raw.reason(), raw.message());
        Seen begun = known == null ? Seen.begun(sight, exit.at()) : known;
        if (begun.endReason() == null) {
            ContainerId id = sight.container();
            keep(begun.ended(PodExits.settled(id, exit, circumstances(id, node))));
        }
    }

    private PodExits.Circumstances circumstances(ContainerId id, @Nullable NodeSight node) {
        Instant orderedAt = order == null ? null : Instant.ofEpochMilli(order.atMillis());
        return new PodExits.Circumstances(orderedAt, id.driver() ? null : driverEndedAt(), node);
    }

    /// A container ends now as far as we are concerned, whatever its pod does later.
    void give(PodSight sight, Exit exit) {
        end(sight, null, exit, exit.at());
    }

    /// Its pod is not there, as the API server itself says.
    void dropPod(ContainerId container) {
        pods.remove(container);
        untold.remove(container);
        hinderedSince.remove(container);
    }

    /// A container whose pod is not there, and left no trace.
    void lost(Seen container, Exit exit) {
        ContainerId id = container.id();
        keep(container.ended(PodExits.settled(id, exit, circumstances(id, null))));
    }

    /// The driver's pod is not there, and never began.
    void neverBegan(String podName, Exit exit) {
        long at = exit.at().toEpochMilli();
        Seen driver = new Seen(ContainerId.DRIVER.name(), podName, "", "", at, null, 0, null, null);
        lost(driver, exit);
    }

    private void keep(Seen container) {
        records.write(plan.id(), container);
        seen.put(container.id(), container);
    }

    Optional<Seen> driver() {
        return Optional.ofNullable(seen.get(ContainerId.DRIVER));
    }

    @Nullable Instant driverEndedAt() {
        Exit exit = driver().map(Seen::exit).orElse(null);
        return exit == null ? null : exit.at();
    }

    Optional<PodSight> pod(ContainerId container) {
        return Optional.ofNullable(pods.get(container));
    }

    /// The pod that the launch made; none where another has its name, or its labels.
    Optional<PodSight> madeDriver() {
        return pod(ContainerId.DRIVER)
                .filter(pod ->
                        pod.launch().equals(plan.digest())
                                && pod.name().equals(Names.driverPod(plan.id())));
    }

    Collection<PodSight> pods() {
        return List.copyOf(pods.values());
    }

    /// Whether a container is over, or will never be: nothing more will come of it.
    boolean ended(ContainerId container) {
        PodSight pod = container.init() ? pods.get(container.main()) : null;
        if (pod != null) {
            return pod.over()
                    || pod.inits().stream()
                            .anyMatch(init -> init.id().equals(container) && init.ended());
        }
        return endedItself(container.main());
    }

    private boolean endedItself(ContainerId container) {
        Seen known = seen.get(container);
        return known == null ? over() : known.endReason() != null;
    }

    /// Whether a container was over by then, with all of its pod.
    boolean endedBy(ContainerId container, Instant then) {
        Seen known = seen.get(container.main());
        Exit exit = known == null ? null : known.exit();
        return exit != null && !exit.at().isAfter(then);
    }

    /// A container that began, and what it is called in its pod.
    record Writer(PodSight pod, ContainerId id, String name) {}

    /// Containers that began, and whose log is not wholly here.
    List<Writer> undrained() {
        List<Writer> writers = new ArrayList<>();
        for (PodSight pod : pods.values()) {
            pod.inits().forEach(init -> writers.add(new Writer(pod, init.id(), init.name())));
            if (seen.containsKey(pod.container()) && !pod.sparkContainer().isEmpty()) {
                writers.add(new Writer(pod, pod.container(), pod.sparkContainer()));
            }
        }
        writers.removeIf(writer -> drained.contains(writer.id()));
        return writers;
    }

    /// The log of a container is wholly here.
    void drained(ContainerId container) {
        drained.add(container);
    }

    Optional<Instant> hinderedSince(ContainerId container) {
        return Optional.ofNullable(hinderedSince.get(container));
    }

    /// Containers that run as far as is known, and have no pod.
    List<Seen> missing() {
        return seen.values().stream()
                .filter(each -> each.endReason() == null && !pods.containsKey(each.id()))
                .toList();
    }

    /// @param nodes what is known of the node of a pod
    /// @param eventLogs where an attempt's event log is on this machine; null for nowhere
    Sighting sighting(
            Function<PodSight, Optional<NodeSight>> nodes,
            Function<LaunchId, @Nullable Path> eventLogs) {
        List<Container> containers = new ArrayList<>();
        for (Seen each : seen.values()) {
            containers.add(each.sighting(plan.size(each.id())));
        }
        PodSight driver = pods.get(ContainerId.DRIVER);
        Hindrance hindrance = driver == null ? null : driver.hindrance();
        return new Sighting(
                plan.id(),
                containers,
                eventLogs.apply(plan.id()),
                cleared(),
                hindrance == null ? null : hindrance.message(),
                driver == null ? null : node(driver, nodes.apply(driver).orElse(null)));
    }

    private @Nullable DriverNode node(PodSight driver, @Nullable NodeSight node) {
        String name = driver.node();
        Instant chosenAt = driver.scheduledAt();
        if (name == null || chosenAt == null) {
            return null;
        }
        Instant created = node == null ? null : node.createdAt();
        Boolean bought =
                created == null
                        ? null
                        : Boolean.valueOf(created.toEpochMilli() > plan.launchedAtMillis());
        return new DriverNode(name, chosenAt, bought, driver.imageAt());
    }

    /// Whether none of its pods runs, or will.
    boolean cleared() {
        return pods.values().stream().allMatch(PodSight::over);
    }

    /// What its pods have of the cluster now.
    Share holding() {
        Share holding = Share.NONE;
        for (PodSight pod : pods.values()) {
            if (!pod.over()) {
                Plan.Size size = plan.size(pod.container());
                holding =
                        holding.plus(
                                new Share(
                                        new Capacity(
                                                size.coreRequestMilliCores(), size.memoryMib()),
                                        1));
            }
        }
        return holding;
    }

    boolean over() {
        return driverEndedAt() != null
                && cleared()
                && seen.values().stream().allMatch(each -> each.endReason() != null);
    }
}
