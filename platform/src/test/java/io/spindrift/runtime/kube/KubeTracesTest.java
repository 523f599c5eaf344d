package io.spindrift.runtime.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.spindrift.runtime.ClusterEvent;
import io.spindrift.runtime.ContainerId;
import io.spindrift.runtime.LogChunk;
import io.spindrift.runtime.LogFile;
import io.spindrift.runtime.LogStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class KubeTracesTest extends KubeRuntimeRig {
    @Test
    void log_isKeptWithoutItsTimes_andReadToItsEnd() {
        cluster.log = "2026-11-21T10:00:06.1Z one\n2026-11-21T10:00:06.1Z two\n";
        runtime.launch(LAUNCH);
        run(DRIVER);
        cluster.change("spark", DRIVER, pod -> KubePods.ended(pod, 0, "Completed", now));
        runtime.tend();
        await(() -> !chunk().live());
        assertThat(chunk().bytes()).asString(StandardCharsets.UTF_8).isEqualTo("one\ntwo\n");
        assertThat(KubeRuntime.traces(folder).logs().list(ID))
                .extracting(LogFile::sizeBytes)
                .containsExactly(8L);
    }

    @Test
    void logOfAnInitContainer_isKeptAsOneOfItsOwn() {
        cluster.logs.put("fetch", "2026-11-21T10:00:01.1Z fetched\n");
        cluster.logs.put("spark-kubernetes-driver", "2026-11-21T10:00:06.1Z one\n");
        runtime.launch(LAUNCH);
        cluster.change(
                "spark",
                DRIVER,
                pod -> KubePods.afterInit(KubePods.running(pod, now), "fetch", 0, now));
        await(() -> {
            runtime.tend();
            return runtime.logs().list(ID).size() == 2;
        });
        await(() -> {
            runtime.tend();
            return !runtime.logs().list(ID).get(1).live();
        });
        assertThat(runtime.logs().list(ID))
                .extracting(LogFile::container, LogFile::sizeBytes, LogFile::live)
                .containsExactly(
                        tuple(ContainerId.DRIVER, 4L, true),
                        tuple(ContainerId.DRIVER.before("fetch"), 8L, false));
    }

    @Test
    void logOfAnInitContainerThatFailed_isKeptThoughTheDriverNeverBegan() {
        cluster.logs.put("fetch", "2026-11-21T10:00:01.1Z no such file\n");
        runtime.launch(LAUNCH);
        cluster.change(
                "spark",
                DRIVER,
                pod ->
                        KubePods.afterInit(
                                new PodBuilder(KubePods.waiting(pod, "PodInitializing", ""))
                                        .editStatus()
                                        .withPhase("Failed")
                                        .endStatus()
                                        .build(),
                                "fetch",
                                2,
                                now));
        assertThat(exit().message()).contains("init container fetch failed");
        await(() -> {
            runtime.tend();
            return runtime.logs().list(ID).stream().anyMatch(log -> !log.live());
        });
        assertThat(runtime.logs().list(ID))
                .extracting(log -> log.container().name())
                .containsExactly("driver-init-fetch");
    }

    @Test
    void events_ofItsPods_areKept_alsoForWhoeverComesLater() {
        runtime.launch(LAUNCH);
        cluster.say(
                new EventBuilder()
                        .withNewMetadata()
                        .withUid("1")
                        .endMetadata()
                        .withNewInvolvedObject()
                        .withName(DRIVER)
                        .endInvolvedObject()
                        .withType("Warning")
                        .withReason("FailedScheduling")
                        .withMessage("0/2 nodes are available")
                        .withLastTimestamp(now.toString())
                        .build());
        ClusterEvent told =
                new ClusterEvent(
                        ContainerId.DRIVER,
                        now,
                        true,
                        "FailedScheduling",
                        "0/2 nodes are available",
                        1);
        assertThat(runtime.events(ID)).containsExactly(told);
        assertThat(KubeRuntime.traces(folder).events(ID)).containsExactly(told);
    }

    private LogChunk chunk() {
        runtime.tend();
        return runtime.logs().read(ID, ContainerId.DRIVER, LogStream.STDOUT, 0, 1000).orElseThrow();
    }
}
