package io.spindrift.runtime.kube;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.spindrift.runtime.Launch;
import io.spindrift.runtime.kube.pod.Labels;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// Pods as an API server tells of them.
final class KubePods {
    private KubePods() {}

    static String executorName(int number) {
        return "etl-1-exec-" + number;
    }

    static Pod executor(Launch launch, int number) {
        Map<String, String> labels = new HashMap<>(Labels.ours(launch, "test"));
        labels.put(Labels.SPARK_ROLE, Labels.EXECUTOR);
        labels.put(Labels.SPARK_EXECUTOR_ID, Integer.toString(number));
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace("spark")
                .withName(executorName(number))
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .build();
    }

    static Pod running(Pod pod, Instant since) {
        return status(
                pod,
                "Running",
                new ContainerStatusBuilder()
                        .withName("spark-kubernetes-driver")
                        .withNewState()
                        .withNewRunning(since.toString())
                        .endState()
                        .build());
    }

    static Pod ended(Pod pod, int code, String reason, Instant at) {
        String began =
                pod.getStatus().getContainerStatuses().getFirst().getState().getRunning() == null
                        ? at.toString()
                        : pod.getStatus()
                                .getContainerStatuses()
                                .getFirst()
                                .getState()
                                .getRunning()
                                .getStartedAt();
        return status(
                pod,
                code == 0 ? "Succeeded" : "Failed",
                new ContainerStatusBuilder()
                        .withName("spark-kubernetes-driver")
                        .withNewState()
                        .withNewTerminated()
                        .withExitCode(code)
                        .withReason(reason)
                        .withStartedAt(began)
                        .withFinishedAt(at.toString())
                        .endTerminated()
                        .endState()
                        .build());
    }

    static Pod waiting(Pod pod, String reason, String message) {
        return status(
                pod,
                "Pending",
                new ContainerStatusBuilder()
                        .withName("spark-kubernetes-driver")
                        .withImage("nowhere/spark:1")
                        .withNewState()
                        .withNewWaiting(message, reason)
                        .endState()
                        .build());
    }

    /// The same, and a container that ran before Spark's own.
    static Pod afterInit(Pod pod, String name, int code, Instant at) {
        return new PodBuilder(pod)
                .editStatus()
                .addNewInitContainerStatus()
                .withName(name)
                .withNewState()
                .withNewTerminated()
                .withExitCode(code)
                .withStartedAt(at.minusSeconds(1).toString())
                .withFinishedAt(at.toString())
                .endTerminated()
                .endState()
                .endInitContainerStatus()
                .endStatus()
                .build();
    }

    static Event event(String reason, Instant at) {
        return new EventBuilder().withReason(reason).withLastTimestamp(at.toString()).build();
    }

    private static Pod status(Pod pod, String phase, ContainerStatus container) {
        return new PodBuilder(pod)
                .editSpec()
                .withNodeName("node1")
                .endSpec()
                .withNewStatus()
                .withPhase(phase)
                .withContainerStatuses(container)
                .endStatus()
                .build();
    }
}
