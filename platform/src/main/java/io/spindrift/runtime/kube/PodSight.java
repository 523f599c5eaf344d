package io.spindrift.runtime.kube;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.spindrift.runtime.ContainerId;
import io.spindrift.runtime.Exit;
import io.spindrift.runtime.LaunchId;
import io.spindrift.runtime.kube.pod.Labels;
import io.spindrift.runtime.kube.pod.Syntax;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One pod of an attempt as the API server tells of it. Pure.
///
/// @param launch the digest of the launch that made it; empty where none did, as for executors
/// @param sparkContainer what Spark's own container is called in it
/// @param node null until one is chosen
/// @param scheduledAt when a node was chosen
/// @param imageAt when the first of its containers began: by then its image was there; null until
///   then
/// @param startedAt when Spark's own container began; null until then
/// @param exit how it ended, by what the pod alone tells; null while it may still run
/// @param hindrance why it does not begin; null where nothing is known to be wrong
/// @param inits those of its init containers that have begun, in their order
/// @param deletedAt when its deletion was ordered, by anyone
/// @param over whether none of its containers runs, or ever will
record PodSight(
        LaunchId attempt,
        ContainerId container,
        String namespace,
        String name,
        String uid,
        String launch,
        String sparkContainer,
        @Nullable String node,
        @Nullable Instant scheduledAt,
        @Nullable Instant imageAt,
        @Nullable Instant startedAt,
        @Nullable Exit exit,
        @Nullable Hindrance hindrance,
        List<Init> inits,
        @Nullable Instant deletedAt,
        boolean over) {
    private static final Set<String> SPARK_CONTAINERS =
            Set.of("spark-kubernetes-driver", "spark-kubernetes-executor");
    private static final Set<String> OVER = Set.of("Succeeded", "Failed");

    PodSight {
        inits = List.copyOf(inits);
    }

    /// A container that runs before Spark's own.
    ///
    /// @param name as the pod has it
    record Init(ContainerId id, String name, boolean ended) {}

    /// Empty for a pod that is no driver or executor of an attempt of ours.
    static Optional<PodSight> of(Pod pod) {
        Map<String, String> labels = pod.getMetadata().getLabels();
        if (labels == null) {
            return Optional.empty();
        }
        try {
            LaunchId attempt =
                    new LaunchId(
                            labels.getOrDefault(Labels.APP_ID, ""),
                            Integer.parseInt(labels.getOrDefault(Labels.ATTEMPT, "")));
            return Optional.of(of(attempt, container(labels), pod));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // its labels are not what we write
        }
    }

    private static ContainerId container(Map<String, String> labels) {
        return Labels.DRIVER.equals(labels.get(Labels.SPARK_ROLE))
                ? ContainerId.DRIVER
                : ContainerId.executor(labels.getOrDefault(Labels.SPARK_EXECUTOR_ID, ""));
    }

    private static PodSight of(LaunchId attempt, ContainerId container, Pod pod) {
        PodStatus status = pod.getStatus() == null ? new PodStatus() : pod.getStatus();
        ContainerStatus main = mainStatus(status).orElse(null);
        String deleted = pod.getMetadata().getDeletionTimestamp();
        return new PodSight(
                attempt,
                container,
                pod.getMetadata().getNamespace(),
                pod.getMetadata().getName(),
                pod.getMetadata().getUid(),
                Labels.launch(pod),
                main == null ? "" : main.getName(),
                pod.getSpec() == null ? null : pod.getSpec().getNodeName(),
                condition(status, "PodScheduled")
                        .filter(scheduled -> "True".equals(scheduled.getStatus()))
                        .map(PodSight::since)
                        .orElse(null),
                statuses(status).stream()
                        .map(each -> startedAt(each.getState()))
                        .filter(Objects::nonNull)
                        .min(Instant::compareTo)
                        .orElse(null),
                main == null ? null : startedAt(main.getState()),
                PodExits.of(status, main).orElse(null),
                Hindrance.of(status).orElse(null),
                inits(container, status),
                deleted == null ? null : Instant.parse(deleted),
                OVER.contains(Objects.requireNonNullElse(status.getPhase(), "")));
    }

    /// One whose name is none of Kubernetes is passed over.
    private static List<Init> inits(ContainerId main, PodStatus status) {
        List<Init> inits = new ArrayList<>();
        for (ContainerStatus each :
                Objects.requireNonNullElse(
                        status.getInitContainerStatuses(), List.<ContainerStatus>of())) {
            if (startedAt(each.getState()) != null && Syntax.label(each.getName())) {
                boolean ended = each.getState().getTerminated() != null;
                inits.add(new Init(main.before(each.getName()), each.getName(), ended));
            }
        }
        return inits;
    }

    private static @Nullable Instant startedAt(@Nullable ContainerState state) {
        if (state == null) {
            return null;
        }
        String began = null;
        if (state.getRunning() != null) {
            began = state.getRunning().getStartedAt();
        } else if (state.getTerminated() != null) {
            began = state.getTerminated().getStartedAt();
        }
        return began == null ? null : Instant.parse(began);
    }

    /// Of Spark's own container, however many stand beside it.
    private static Optional<ContainerStatus> mainStatus(PodStatus status) {
        List<ContainerStatus> all =
                Objects.requireNonNullElse(status.getContainerStatuses(), List.of());
        return all.stream()
                .filter(each -> SPARK_CONTAINERS.contains(each.getName()))
                .findFirst()
                .or(() -> all.stream().findFirst());
    }

    static Optional<PodCondition> condition(PodStatus status, String type) {
        return Objects.requireNonNullElse(status.getConditions(), List.<PodCondition>of()).stream()
                .filter(condition -> type.equals(condition.getType()))
                .findFirst();
    }

    static @Nullable Instant since(PodCondition condition) {
        String text = condition.getLastTransitionTime();
        return text == null ? null : Instant.parse(text);
    }

    /// All containers of a pod, init containers first.
    static List<ContainerStatus> statuses(PodStatus status) {
        List<ContainerStatus> all = new ArrayList<>();
        all.addAll(Objects.requireNonNullElse(status.getInitContainerStatuses(), List.of()));
        all.addAll(Objects.requireNonNullElse(status.getContainerStatuses(), List.of()));
        return all;
    }
}
