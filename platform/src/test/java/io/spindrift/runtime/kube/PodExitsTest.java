package io.spindrift.runtime.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.spindrift.runtime.ContainerId;
import io.spindrift.runtime.Exit;
import io.spindrift.runtime.ExitReason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Statuses as kubelet and controllers write them.
final class PodExitsTest {
    private static final Instant END = Instant.parse("2026-11-21T10:05:00Z");

    @ParameterizedTest
    @CsvSource({
        "0, Completed, COMPLETED",
        "1, Error, FAILED",
        "137, OOMKilled, OVER_MEMORY_LIMIT",
        "137, Error, SIGNALLED",
        "143, Error, SIGNALLED",
        "128, ContainerCannotRun, FAILED",
        "137, ContainerStatusUnknown, UNKNOWN"
    })
    void exit_byCodeAndReason(int code, String reason, ExitReason expected) {
        Exit exit = exit(terminated(code, reason));
        assertThat(exit.reason()).isEqualTo(expected);
        assertThat(exit.at()).isEqualTo(END);
    }

    @Test
    void driver_thatNeverBegan_forAContainerBeforeItFailed() {
        Exit exit =
                exit(
                        """
                        {"phase":"Failed","conditions":[{"type":"Initialized","status":"False",
                        "lastTransitionTime":"2026-11-21T10:05:00Z"}],
                        "initContainerStatuses":[{"name":"spindrift-files","state":{"terminated":
                        {"exitCode":1,"reason":"Error","message":"it answers 404\\n"}}}],
                        "containerStatuses":[{"name":"spark-kubernetes-driver","state":{"waiting":
                        {"reason":"PodInitializing"}}}]}
                        """);
        assertThat(exit)
                .isEqualTo(
                        new Exit(
                                END,
                                1,
                                ExitReason.FAILED,
                                "its init container spindrift-files failed: it answers 404"));
    }

    @ParameterizedTest
    @CsvSource({
        "DeletionByTaintManager, MACHINE_LOST",
        "DeletionByPodGC, MACHINE_LOST",
        "EvictionByEvictionAPI, EVICTED",
        "PreemptionByScheduler, EVICTED",
        "TerminationByKubelet, EVICTED"
    })
    void exit_ofADisruptedPod_saysWhatDisruptedIt(String reason, ExitReason expected) {
        Exit exit = exit(disrupted(reason));
        assertThat(exit.reason()).isEqualTo(expected);
        assertThat(exit.message()).endsWith("words");
        assertThat(settled(ContainerId.DRIVER, exit, END.minusSeconds(5), null).reason())
                .as("also when it was ordered to end")
                .isEqualTo(expected);
    }

    @Test
    void exit_ofAPodEvictedBeforeItBegan_isThatOfItsLastChange() {
        Exit exit =
                exit(
                        """
                        {"phase":"Failed","reason":"Evicted","message":"The node was low on resource: memory.",
                        "conditions":[{"type":"Ready","status":"False","lastTransitionTime":"2026-11-21T10:05:00Z"}]}
                        """);
        assertThat(exit)
                .isEqualTo(
                        new Exit(
                                END,
                                null,
                                ExitReason.EVICTED,
                                "evicted from its node: The node was low on resource: memory."));
    }

    @Test
    void settled_byOrder_isStopped_butNotWhatHappenedOtherwise() {
        Instant ordered = END.minusSeconds(5);
        Exit killed = exit(terminated(137, "Error"));
        assertThat(settled(ContainerId.DRIVER, killed, ordered, null).reason())
                .isEqualTo(ExitReason.STOPPED);
        assertThat(settled(ContainerId.DRIVER, killed, END.plusSeconds(5), null)).isEqualTo(killed);
        Exit full = exit(terminated(137, "OOMKilled"));
        assertThat(settled(ContainerId.DRIVER, full, ordered, null)).isEqualTo(full);
        Exit completed = exit(terminated(0, "Completed"));
        assertThat(settled(ContainerId.DRIVER, completed, ordered, null)).isEqualTo(completed);
        assertThat(settled(ContainerId.executor("1"), completed, ordered, null).reason())
                .isEqualTo(ExitReason.STOPPED);
    }

    @Test
    void settled_ofAnExecutor_knowsItsDriversEndAndItsHeap() {
        ContainerId executor = ContainerId.executor("1");
        Exit failed = exit(terminated(1, "Error"));
        assertThat(settled(executor, failed, null, END.minusSeconds(3)).message())
                .isEqualTo("stopped with its driver");
        assertThat(settled(executor, failed, null, END.plusSeconds(60))).isEqualTo(failed);
        assertThat(settled(executor, exit(terminated(52, "Error")), null, null).reason())
                .isEqualTo(ExitReason.OUT_OF_HEAP);
    }

    @ParameterizedTest
    @CsvSource({
        "DeletionByPodGC, on-demand, '', MACHINE_LOST",
        "DeletionByPodGC, spot, '', SPOT_RECLAIMED",
        "DeletionByTaintManager, spot, '', SPOT_RECLAIMED",
        "EvictionByEvictionAPI, spot, '', EVICTED",
        "EvictionByEvictionAPI, spot, aws-node-termination-handler/spot-itn, SPOT_RECLAIMED",
        "EvictionByEvictionAPI, spot, cloud.google.com/impending-node-termination, SPOT_RECLAIMED",
        "EvictionByEvictionAPI, on-demand, aws-node-termination-handler/spot-itn, EVICTED"
    })
    void settled_onASpotNode_isTakenBack_whenTheNodeGoesOrSaysSo(
            String reason, String capacity, String taint, ExitReason expected) {
        NodeSight node =
                NodeSight.of(
                        new NodeBuilder()
                                .withNewMetadata()
                                .withName("n")
                                .addToLabels("karpenter.sh/capacity-type", capacity)
                                .endMetadata()
                                .withNewSpec()
                                .addNewTaint("NoSchedule", taint, null, "")
                                .endSpec()
                                .build());
        Exit exit = exit(disrupted(reason));
        PodExits.Circumstances known = new PodExits.Circumstances(null, null, node);
        Exit settled = PodExits.settled(ContainerId.DRIVER, exit, known);
        assertThat(settled.reason()).isEqualTo(expected);
        assertThat(settled.message()).endsWith("words");
    }

    @Test
    void hindrance_isTheWordsOfWhoeverHinders() {
        assertThat(
                        hindrance(
                                """
                                {"phase":"Pending","conditions":[{"type":"PodScheduled","status":"False",
                                "reason":"Unschedulable","message":"0/2 nodes are available: 2 Insufficient memory."}]}
                                """))
                .isEqualTo(
                        new Hindrance(
                                ExitReason.UNSCHEDULABLE,
                                false,
                                "no node can take it: 0/2 nodes are available: 2 Insufficient"
                                        + " memory."));
        assertThat(
                        hindrance(
                                """
                                {"phase":"Pending","containerStatuses":[{"name":"c","image":"UPPER","state":
                                {"waiting":{"reason":"InvalidImageName","message":"couldn't parse"}}}]}
                                """))
                .isEqualTo(
                        new Hindrance(
                                ExitReason.IMAGE_PULL,
                                true,
                                "the image UPPER cannot be pulled: couldn't parse"));
        assertThat(
                        hindrance(
                                """
                                {"phase":"Pending","containerStatuses":[{"name":"c","image":"i","state":
                                {"waiting":{"reason":"CreateContainerConfigError","message":"secret not found"}}}]}
                                """))
                .extracting(each -> each == null ? "" : each.message())
                .isEqualTo("the container c cannot be made: secret not found");
        assertThat(
                        hindrance(
                                """
                                {"phase":"Pending","containerStatuses":[{"name":"c","image":"i","state":
                                {"waiting":{"reason":"ContainerCreating"}}}]}
                                """))
                .isNull();
    }

    @Test
    void quota_isTooSmallForGood_whenTheRequestAloneIsMore() {
        String said =
                "pods \"d\" is forbidden: exceeded quota: q, requested: %s, used: %s, limited: %s";
        assertThat(
                        Quotas.everTooSmall(
                                said.formatted(
                                        "requests.cpu=2,requests.memory=1Gi",
                                        "requests.cpu=1,requests.memory=0",
                                        "requests.cpu=2,requests.memory=4Gi")))
                .isFalse();
        assertThat(
                        Quotas.everTooSmall(
                                said.formatted(
                                        "requests.cpu=300m,requests.memory=5Gi",
                                        "requests.cpu=1,requests.memory=0",
                                        "requests.cpu=2,requests.memory=4Gi")))
                .isTrue();
    }

    private static @Nullable Hindrance hindrance(String status) {
        return Hindrance.of(Serialization.unmarshal(status, PodStatus.class)).orElse(null);
    }

    private static Exit settled(
            ContainerId container,
            Exit exit,
            @Nullable Instant orderedAt,
            @Nullable Instant driverEndedAt) {
        return PodExits.settled(
                container, exit, new PodExits.Circumstances(orderedAt, driverEndedAt, null));
    }

    private static Exit exit(String status) {
        PodStatus pod = Serialization.unmarshal(status, PodStatus.class);
        return PodExits.of(
                        pod,
                        pod.getContainerStatuses().isEmpty()
                                ? null
                                : pod.getContainerStatuses().getFirst())
                .orElseThrow();
    }

    private static String disrupted(String reason) {
        return """
        {"phase":"Failed","conditions":[{"type":"DisruptionTarget","status":"True",
        "reason":"%s","message":"words","lastTransitionTime":"2026-11-21T10:05:00Z"}],
        "containerStatuses":[{"name":"spark-kubernetes-driver","state":{"terminated":
        {"exitCode":143,"reason":"Error","finishedAt":"2026-11-21T10:05:00Z"}}}]}
        """
                .formatted(reason);
    }

    private static String terminated(int code, String reason) {
        return """
        {"phase":"Failed","containerStatuses":[{"name":"spark-kubernetes-driver","state":
        {"terminated":{"exitCode":%d,"reason":"%s","finishedAt":"2026-11-21T10:05:00Z"}}}]}
        """
                .formatted(code, reason);
    }
}
