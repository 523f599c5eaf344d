package io.spindrift.runtime.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.spindrift.runtime.ContainerId;
import io.spindrift.runtime.Exit;
import io.spindrift.runtime.ExitReason;
import io.spindrift.runtime.kube.pod.DriverResources;
import io.spindrift.runtime.kube.pod.Labels;
import io.spindrift.runtime.kube.pod.Names;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Carries out what was decided. Nothing that was not made for the attempt is touched: what is to
/// be deleted bears the attempt's own mark, as it was seen or is read first, and a pod is named by
/// its uid, too.
final class Chores {
    private final KubeApi api;
    private final Board board;
    private final Nodes nodes;
    private final InstantSource clock;

    Chores(KubeApi api, Board board, Nodes nodes, InstantSource clock) {
        this.api = api;
        this.board = board;
        this.nodes = nodes;
        this.clock = clock;
    }

    void carryOut(Chore chore) {
        Optional<Plan> plan = board.read(chore.id(), Attempt::plan);
        if (plan.isEmpty()) {
            return;
        }
        try {
            switch (chore) {
                case Chore.EndPod end ->
                        api.deletePod(plan.get().namespace(), end.pod(), end.graceSeconds());
                case Chore.Verify verify -> verify(plan.get(), verify);
                case Chore.Own own -> own(plan.get(), own);
                case Chore.CleanUp _ -> cleanUp(plan.get());
                case Chore.LookAtNode look -> nodes.look(look.node());
            }
        } catch (KubernetesClientException e) {
            throw new ApiTroubleException(ApiWords.of(e), e);
        }
    }

    private void verify(Plan plan, Chore.Verify chore) {
        Optional<Pod> pod = api.pod(plan.namespace(), chore.pod());
        if (pod.isPresent()) {
            see(pod.get(), false);
            return;
        }
        Instant at =
                PodEvents.killedAt(api.events(plan.namespace(), chore.pod()))
                        .orElseGet(clock::instant);
        Exit exit =
                new Exit(
                        at,
                        null,
                        ExitReason.SIGNALLED,
                        "its pod is gone: somebody, or Kubernetes, removed it");
        board.change(plan.id(), attempt -> lost(attempt, chore.container(), chore.pod(), exit));
    }

    private static void lost(Attempt attempt, ContainerId container, String pod, Exit exit) {
        attempt.dropPod(container);
        Optional<Seen> missing =
                attempt.missing().stream().filter(each -> each.id().equals(container)).findFirst();
        if (missing.isPresent()) {
            attempt.lost(missing.get(), exit);
        } else if (container.driver() && attempt.driver().isEmpty()) {
            attempt.neverBegan(pod, exit);
        }
    }

    private void see(Pod pod, boolean gone) {
        PodSight.of(pod)
                .ifPresent(sight ->
                        board.change(
                                sight.attempt(),
                                attempt ->
                                        attempt.see(
                                                pod,
                                                sight,
                                                nodes.of(sight).orElse(null),
                                                gone,
                                                clock.instant())));
    }

    private void own(Plan plan, Chore.Own chore) {
        for (HasMetadata object : made(plan)) {
            api.own(object, Names.driverPod(chore.id()), chore.uid());
        }
        board.change(plan.id(), Attempt::own);
    }

    private void cleanUp(Plan plan) {
        boolean owned = board.read(plan.id(), Attempt::owned).orElse(false);
        if (!endDriver(plan) || !owned) {
            for (HasMetadata object : made(plan)) {
                if (api.find(object).filter(there -> ours(plan, there)).isPresent()) {
                    api.delete(object);
                }
            }
        }
        board.change(plan.id(), Attempt::remove);
        board.remove(plan.id());
    }

    /// The driver's pod is read first where the watch did not tell of it.
    ///
    /// @return whether there was a pod of its name
    private boolean endDriver(Plan plan) {
        Optional<PodSight> seen =
                board.read(plan.id(), Attempt::madeDriver).flatMap(sight -> sight);
        if (seen.isPresent() && endDriver(plan, seen.get().uid())) {
            return true;
        }
        Optional<Pod> there = api.pod(plan.namespace(), Names.driverPod(plan.id()));
        there.filter(pod -> ours(plan, pod))
                .ifPresent(pod -> endDriver(plan, pod.getMetadata().getUid()));
        return there.isPresent();
    }

    private boolean endDriver(Plan plan, String uid) {
        return api.deletePod(plan.namespace(), Names.driverPod(plan.id()), uid, 1);
    }

    private static boolean ours(Plan plan, HasMetadata object) {
        return plan.digest().equals(Labels.launch(object));
    }

    /// What was made, as far as kind and name go.
    private static List<HasMetadata> made(Plan plan) {
        return plan.made().stream()
                .flatMap(made ->
                        DriverResources.named(made.kind(), plan.namespace(), made.name()).stream())
                .toList();
    }
}
