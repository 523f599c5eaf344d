package io.spindrift.runtime.kube;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.spindrift.runtime.ContainerId;
import io.spindrift.runtime.Exit;
import io.spindrift.runtime.ExitReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Why a container of a pod ended. Pure.
final class PodExits {
    private static final int KILLED = 128 + 9;
    private static final int TERMINATED = 128 + 15;
    private static final int EXECUTOR_HEAP_FULL = 52;

    /// An executor notices the end of its driver within moments; and a driver that stops ends its
    /// executors first.
    private static final Duration ABOUT_THE_SAME_TIME = Duration.ofSeconds(30);

    /// What an order of ours, or the end of the driver, explains. What they do not explain stays.
    private static final Set<ExitReason> EXPLAINED =
            Set.of(ExitReason.FAILED, ExitReason.SIGNALLED, ExitReason.UNKNOWN);

    private PodExits() {}

    /// What else is known of a container that ended.
    ///
    /// @param orderedAt when we ordered the attempt to end
    /// @param driverEndedAt when its driver ended; of an executor only
    /// @param node that it was on; null where nothing is known of it
    record Circumstances(
            @Nullable Instant orderedAt,
            @Nullable Instant driverEndedAt,
            @Nullable NodeSight node) {}

    /// By what the pod alone tells; empty while it may still run.
    static Optional<Exit> of(PodStatus status, @Nullable ContainerStatus main) {
        ContainerStateTerminated end =
                main == null || main.getState() == null ? null : main.getState().getTerminated();
        if (end == null && !"Failed".equals(status.getPhase())) {
            return Optional.empty();
        }
        Instant at =
                end == null || end.getFinishedAt() == null
                        ? failedAt(status)
                        : Instant.parse(end.getFinishedAt());
        Integer code = end == null ? null : end.getExitCode();
        if (Integer.valueOf(0).equals(code)) {
            return exit(at, code, ExitReason.COMPLETED, "ended by itself with exit code 0");
        }
        if (end != null && "OOMKilled".equals(end.getReason())) {
            return exit(
                    at,
                    code,
                    ExitReason.OVER_MEMORY_LIMIT,
                    "exceeded the memory limit of its container (OOMKilled)");
        }
        Optional<Exit> disrupted = disrupted(status, at, code);
        return disrupted
                .or(() -> end == null ? beforeIt(status, at) : Optional.empty())
                .or(() -> byCode(at, code, end));
    }

    /// A container that was to run before it failed, so that it never began.
    private static Optional<Exit> beforeIt(PodStatus status, Instant at) {
        for (ContainerStatus first :
                Objects.requireNonNullElse(
                        status.getInitContainerStatuses(), List.<ContainerStatus>of())) {
            ContainerStateTerminated end =
                    first.getState() == null ? null : first.getState().getTerminated();
            if (end != null && !Integer.valueOf(0).equals(end.getExitCode())) {
                String said = end.getMessage() == null ? "" : ": " + end.getMessage().strip();
                return exit(
                        at,
                        end.getExitCode(),
                        ExitReason.FAILED,
                        "its init container " + first.getName() + " failed" + said);
            }
        }
        return Optional.empty();
    }

    private static Optional<Exit> byCode(
            Instant at, @Nullable Integer code, @Nullable ContainerStateTerminated end) {
        String said =
                end == null || end.getMessage() == null ? "" : ": " + end.getMessage().strip();
        if (code == null) {
            return exit(at, null, ExitReason.UNKNOWN, "its pod failed, and does not say why");
        }
        if (end != null && "ContainerCannotRun".equals(end.getReason())) {
            return exit(at, code, ExitReason.FAILED, "the container could not run" + said);
        }
        if (end != null && "ContainerStatusUnknown".equals(end.getReason())) {
            return exit(at, null, ExitReason.UNKNOWN, "its node does not know how it ended");
        }
        return switch (code) {
            case KILLED -> exit(at, code, ExitReason.SIGNALLED, "killed from outside (signal 9)");
            case TERMINATED ->
                    exit(at, code, ExitReason.SIGNALLED, "told to end from outside (signal 15)");
            default -> exit(at, code, ExitReason.FAILED, "ended with exit code " + code + said);
        };
    }

    /// What Kubernetes did to the pod.
    private static Optional<Exit> disrupted(PodStatus status, Instant at, @Nullable Integer code) {
        String reason = Objects.requireNonNullElse(status.getReason(), "");
        String said = Objects.requireNonNullElse(status.getMessage(), "").strip();
        return switch (reason) {
            case "Evicted" -> exit(at, code, ExitReason.EVICTED, "evicted from its node: " + said);
            case "NodeLost", "NodeShutdown", "Terminated", "Shutdown" ->
                    exit(at, code, ExitReason.MACHINE_LOST, "its node went away: " + said);
            case "Preempting" ->
                    exit(at, code, ExitReason.EVICTED, "made way for a pod of the node: " + said);
            case "DeadlineExceeded" ->
                    exit(at, code, ExitReason.STOPPED, "its pod's time was up: " + said);
            default ->
                    PodSight.condition(status, "DisruptionTarget")
                            .filter(condition -> "True".equals(condition.getStatus()))
                            .flatMap(condition -> disrupted(condition, at, code));
        };
    }

    private static Optional<Exit> disrupted(
            PodCondition condition, Instant at, @Nullable Integer code) {
        String said = Objects.requireNonNullElse(condition.getMessage(), "").strip();
        return switch (Objects.requireNonNullElse(condition.getReason(), "")) {
            case "DeletionByTaintManager", "DeletionByPodGC" ->
                    exit(at, code, ExitReason.MACHINE_LOST, "its node was lost: " + said);
            case "PreemptionByScheduler" ->
                    exit(at, code, ExitReason.EVICTED, "made way for a more urgent pod: " + said);
            default -> exit(at, code, ExitReason.EVICTED, "evicted from its node: " + said);
        };
    }

    /// How a pod ended that is there no more.
    ///
    /// @param last how it was seen last
    /// @param at when it ended, as well as that is known
    static Exit gone(PodStatus last, @Nullable Instant deletedAt, Instant at) {
        return disrupted(last, at, null)
                .orElseGet(() ->
                        new Exit(
                                at,
                                null,
                                ExitReason.SIGNALLED,
                                deletedAt == null
                                        ? "its pod is gone: somebody, or Kubernetes, removed it"
                                        : "its pod was deleted from outside"));
    }

    /// The end as it is when all is known.
    static Exit settled(ContainerId container, Exit exit, Circumstances known) {
        if (!container.driver()
                && Integer.valueOf(EXECUTOR_HEAP_FULL).equals(exit.code())
                && exit.reason() == ExitReason.FAILED) {
            return new Exit(
                    exit.at(),
                    exit.code(),
                    ExitReason.OUT_OF_HEAP,
                    "the heap was full (OutOfMemoryError, exit code 52)");
        }
        if (reclaimed(exit, known.node())) {
            return new Exit(
                    exit.at(),
                    exit.code(),
                    ExitReason.SPOT_RECLAIMED,
                    "its spot node was taken back: " + exit.message());
        }
        boolean ordered = notAfter(known.orderedAt(), exit.at());
        boolean explained = EXPLAINED.contains(exit.reason());
        // A driver that is told to end, stops its executors with exit code 0.
        boolean bidden = !container.driver() && exit.reason() == ExitReason.COMPLETED;
        if (ordered && (explained || bidden)) {
            return stopped(exit, "stopped by order");
        }
        Instant driverEnd = known.driverEndedAt();
        boolean withDriver =
                driverEnd != null && !exit.at().isBefore(driverEnd.minus(ABOUT_THE_SAME_TIME));
        if (!container.driver() && explained && withDriver) {
            return stopped(exit, "stopped with its driver");
        }
        return exit;
    }

    /// A spot node that goes was taken back, as far as anybody can tell; one that is drained was,
    /// if it says so.
    private static boolean reclaimed(Exit exit, @Nullable NodeSight node) {
        return node != null
                && node.spot()
                && (exit.reason() == ExitReason.MACHINE_LOST
                        || (exit.reason() == ExitReason.EVICTED && node.reclaimed()));
    }

    private static Exit stopped(Exit exit, String message) {
        return new Exit(exit.at(), exit.code(), ExitReason.STOPPED, message);
    }

    private static boolean notAfter(@Nullable Instant first, Instant second) {
        // Kubernetes tells times in whole seconds.
        return first != null && !first.isAfter(second.plusSeconds(1));
    }

    /// A pod that failed as a whole tells no time of its end but that of its last change.
    private static Instant failedAt(PodStatus status) {
        return Objects.requireNonNullElse(status.getConditions(), List.<PodCondition>of()).stream()
                .map(PodSight::since)
                .filter(Objects::nonNull)
                .max(Instant::compareTo)
                .orElseGet(() ->
                        status.getStartTime() == null
                                ? Instant.EPOCH
                                : Instant.parse(status.getStartTime()));
    }

    private static Optional<Exit> exit(
            Instant at, @Nullable Integer code, ExitReason reason, String message) {
        return Optional.of(new Exit(at, code, reason, message.replaceFirst(": $", "")));
    }
}
