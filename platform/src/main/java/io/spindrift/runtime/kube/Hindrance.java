package io.spindrift.runtime.kube;

import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.spindrift.runtime.ExitReason;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Why a pod does not begin. Most hindrances pass: a node comes, a registry answers again.
///
/// @param lasting whether waiting cannot help
/// @param message a sentence with the words of the scheduler or the node
record Hindrance(ExitReason reason, boolean lasting, String message) {
    private static final Set<String> IMAGE =
            Set.of(
                    "ErrImagePull",
                    "ImagePullBackOff",
                    "ImageInspectError",
                    "RegistryUnavailable",
                    "SignatureValidationFailed");
    private static final Set<String> IMAGE_FOR_GOOD =
            Set.of("InvalidImageName", "ErrImageNeverPull");
    private static final Set<String> SETUP =
            Set.of("CreateContainerConfigError", "CreateContainerError", "RunContainerError");

    static Optional<Hindrance> of(PodStatus status) {
        for (ContainerStatus container : PodSight.statuses(status)) {
            ContainerStateWaiting waiting =
                    container.getState() == null ? null : container.getState().getWaiting();
            if (waiting != null) {
                Optional<Hindrance> hindrance = waiting(container, waiting);
                if (hindrance.isPresent()) {
                    return hindrance;
                }
            }
        }
        return PodSight.condition(status, "PodScheduled")
                .filter(condition -> "False".equals(condition.getStatus()))
                .filter(condition -> "Unschedulable".equals(condition.getReason()))
                .map(condition ->
                        new Hindrance(
                                ExitReason.UNSCHEDULABLE,
                                false,
                                "no node can take it: "
                                        + words(condition.getMessage(), "no reason given")));
    }

    private static Optional<Hindrance> waiting(
            ContainerStatus container, ContainerStateWaiting waiting) {
        String reason = Objects.requireNonNullElse(waiting.getReason(), "");
        String why = words(waiting.getMessage(), reason);
        if (IMAGE.contains(reason) || IMAGE_FOR_GOOD.contains(reason)) {
            return Optional.of(
                    new Hindrance(
                            ExitReason.IMAGE_PULL,
                            IMAGE_FOR_GOOD.contains(reason),
                            "the image " + container.getImage() + " cannot be pulled: " + why));
        }
        return SETUP.contains(reason)
                ? Optional.of(
                        new Hindrance(
                                ExitReason.FAILED,
                                false,
                                "the container " + container.getName() + " cannot be made: " + why))
                : Optional.empty();
    }

    private static String words(String message, String otherwise) {
        return message == null || message.isBlank() ? otherwise : message.strip();
    }
}
