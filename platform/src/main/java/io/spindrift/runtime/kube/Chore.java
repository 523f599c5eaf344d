package io.spindrift.runtime.kube;

import io.spindrift.runtime.ContainerId;
import io.spindrift.runtime.LaunchId;
import io.spindrift.runtime.kube.pod.Names;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something to ask of the API server about an attempt. Each may be repeated, and is decided anew
/// on each beat from what is seen.
sealed interface Chore {
    LaunchId id();

    /// Of chores with the same key one is done at a time.
    default Object key() {
        return this;
    }

    /// Its pod is to end.
    ///
    /// @param graceSeconds 0 when its node is not expected to answer any more
    record EndPod(LaunchId id, ContainerId container, String pod, long graceSeconds)
            implements Chore {
        /// A kubelet that is told two graces at once may hold on to the longer one.
        @Override
        public Object key() {
            return new EndPod(id, container, pod, 0);
        }
    }

    /// Its pod is not among those told of: is it really gone?
    record Verify(LaunchId id, ContainerId container, String pod) implements Chore {}

    /// What was made for the driver's pod is to go with it.
    ///
    /// @param uid of the pod
    record Own(LaunchId id, String uid) implements Chore {}

    /// All that was made is to be removed, and the attempt no more remembered.
    record CleanUp(LaunchId id) implements Chore {}

    /// What does its node say of itself? One answer does for all pods on it.
    record LookAtNode(LaunchId id, String node) implements Chore {
        @Override
        public Object key() {
            return node;
        }
    }

    /// A launch that nobody repeats.
    Duration ABANDONED_AFTER = Duration.ofMinutes(10);

    /// A pod that is still there so long after its time to be deleted, is on a node that is lost.
    Duration NODE_SILENT = Duration.ofSeconds(60);

    /// What may stand beside Spark in the driver's pod has this long to end after it.
    Duration SIDECARS_END = Duration.ofSeconds(30);

    /// Executors that outlive a driver that ended by itself have this long.
    Duration EXECUTORS_END = Duration.ofSeconds(10);

    /// So long the pods of what has ended are kept for what they wrote last.
    Duration LAST_LINES = Duration.ofMinutes(2);

    /// Pure.
    ///
    /// @param synced whether the pods told of are all there are
    static List<Chore> of(Attempt attempt, boolean synced, Instant now) {
        LaunchId id = attempt.plan().id();
        if (attempt.forgotten()) {
            return kept(attempt, synced, now) ? List.of() : List.of(new CleanUp(id));
        }
        if (!attempt.launched()) {
            Instant since = Instant.ofEpochMilli(attempt.plan().launchedAtMillis());
            return synced && now.isAfter(since.plus(ABANDONED_AFTER))
                    ? List.of(new CleanUp(id))
                    : List.of();
        }
        List<Chore> chores = new ArrayList<>();
        for (PodSight pod : attempt.pods()) {
            long grace = pod.over() ? -1 : grace(attempt, pod, now);
            if (grace >= 0) {
                chores.add(new EndPod(id, pod.container(), pod.name(), grace));
            }
        }
        if (synced) {
            verify(attempt, now).forEach(chores::add);
        }
        if (!attempt.owned()) {
            attempt.madeDriver().ifPresent(pod -> chores.add(new Own(id, pod.uid())));
        }
        return chores;
    }

    /// Whether the pods of what is over are still wanted: by whoever asked for it, or for what they
    /// wrote last, which is not known before they have been told of.
    private static boolean kept(Attempt attempt, boolean synced, Instant now) {
        Instant end = attempt.driverEndedAt();
        if (end == null) {
            return false;
        }
        boolean unread = !synced || !attempt.undrained().isEmpty();
        boolean lines = unread && now.isBefore(end.plus(LAST_LINES));
        return lines || now.isBefore(end.plus(Duration.ofMinutes(attempt.plan().keepMinutes())));
    }

    private static List<Chore> verify(Attempt attempt, Instant now) {
        LaunchId id = attempt.plan().id();
        List<Chore> chores = new ArrayList<>();
        attempt.missing().forEach(each -> chores.add(new Verify(id, each.id(), each.pod())));
        boolean driverKnown = attempt.driver().isPresent();
        if (!driverKnown && attempt.pod(ContainerId.DRIVER).isEmpty()) {
            chores.add(new Verify(id, ContainerId.DRIVER, Names.driverPod(id)));
        }
        attempt.untold(now).forEach(pod -> chores.add(new Verify(id, pod.container(), pod.name())));
        return chores;
    }

    /// In how many seconds a pod is to end; -1 for not now, or not sooner than was ordered.
    private static long grace(Attempt attempt, PodSight pod, Instant now) {
        Instant until = pod.container().driver() ? driverEnd(attempt, pod) : executorEnd(attempt);
        if (until == null) {
            return -1;
        }
        Instant deletedAt = pod.deletedAt();
        if (deletedAt != null) {
            boolean silent = now.isAfter(deletedAt.plus(NODE_SILENT));
            boolean sooner = deletedAt.isAfter(until.plusSeconds(2));
            if (!silent && !sooner) {
                return -1;
            }
            if (silent) {
                return 0;
            }
        }
        return Math.max(1, Duration.between(now, until).plusMillis(999).toSeconds());
    }

    private static @Nullable Instant driverEnd(Attempt attempt, PodSight pod) {
        Instant ordered =
                attempt.order()
                        .map(order -> Instant.ofEpochMilli(order.forceAtMillis()))
                        .orElse(null);
        Instant ended = attempt.driverEndedAt();
        if (ended == null) {
            return ordered;
        }
        Instant left = pod.startedAt() == null ? ended : ended.plus(SIDECARS_END);
        return ordered != null && ordered.isBefore(left) ? ordered : left;
    }

    private static @Nullable Instant executorEnd(Attempt attempt) {
        Instant ended = attempt.driverEndedAt();
        if (ended == null) {
            return null;
        }
        return attempt.order().isPresent() ? ended : ended.plus(EXECUTORS_END);
    }
}
