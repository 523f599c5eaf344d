package io.spindrift.runtime.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.spindrift.app.DriverNode;
import io.spindrift.runtime.Container;
import io.spindrift.runtime.ExitReason;
import io.spindrift.runtime.Launch;
import io.spindrift.runtime.LaunchId;
import io.spindrift.runtime.LaunchRefusedException;
import io.spindrift.runtime.Sighting;
import io.spindrift.runtime.kube.pod.Names;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KubeRuntimeTest extends KubeRuntimeRig {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void launch_cutShortAtAnyWrite_endsInTheSameObjects(int write) {
        runtime.launch(LAUNCH);
        await(() -> cluster.writes().size() == 7);
        List<String> whole = cluster.names();
        for (boolean after : new boolean[] {false, true}) {
            FakeCluster other = new FakeCluster();
            Path own = folder.resolve("cut-" + write + after);
            other.fail(write, after, 0);
            try (KubeRuntime cut = open(other, own)) {
                cut.start();
                launchOrFail(cut);
            }
            try (KubeRuntime next = open(other, own)) {
                next.start();
                next.launch(LAUNCH);
                assertThat(next.sightings()).hasSize(1);
                await(() -> {
                    now = now.plusSeconds(3);
                    next.tend();
                    return whole.stream()
                            .filter(name -> !name.startsWith("Pod/"))
                            .allMatch(name ->
                                    !other.object(name)
                                            .getMetadata()
                                            .getOwnerReferences()
                                            .isEmpty());
                });
                assertThat(other.names()).isEqualTo(whole);
                assertThat(other.writes())
                        .filteredOn(each -> each.startsWith("create Pod/"))
                        .hasSizeLessThanOrEqualTo(2);
            }
        }
    }

    private static void launchOrFail(KubeRuntime cut) {
        try {
            cut.launch(LAUNCH);
        } catch (ApiTroubleException e) {
            assertThat(e).hasMessageStartingWith("cannot make");
        }
    }

    @Test
    void launch_whereAnotherHasTheName_isRefused_andTouchesNothingOfIt() {
        cluster.put(
                new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace("spark")
                        .withName(Names.configMap(ID))
                        .endMetadata()
                        .build());
        assertThatThrownBy(() -> runtime.launch(LAUNCH))
                .isInstanceOf(LaunchRefusedException.class)
                .hasMessageContaining("was not made for this application");
        now = now.plusSeconds(10);
        runtime.tend();
        assertThat(runtime.sightings()).isEmpty();
        await(() -> cluster.names().equals(List.of("ConfigMap/spark/etl-1-conf")));
        assertThat(cluster.writes()).noneMatch(write -> write.startsWith("delete ConfigMap"));
    }

    @Test
    void launch_thatTheApiServerForbids_isRefusedForGood_andWhenBusyIsAskedAgain() {
        cluster.fail(0, false, 503);
        runtime.launch(LAUNCH);
        assertThat(runtime.sightings()).hasSize(1);
        await(() -> cluster.writes().size() == 8); // one of them twice
        cluster.fail(0, false, 403);
        LaunchId other = new LaunchId("other", 1);
        assertThatThrownBy(() -> runtime.launch(new Launch(other, LAUNCH.spec(), null, "ada")))
                .isInstanceOf(LaunchRefusedException.class);
        assertThat(runtime.sightings()).hasSize(1);
    }

    @Test
    void driver_isSeenFromStartToEnd_andStaysWhenItsPodIsGone_acrossRestarts() {
        runtime.launch(LAUNCH);
        assertThat(sighting().containers()).isEmpty();
        run(DRIVER);
        Container running = sighting().driver().orElseThrow();
        assertThat(running.host()).isEqualTo("node1");
        assertThat(running.startedAt()).isEqualTo(Instant.parse("2026-11-21T10:00:05Z"));
        now = now.plusSeconds(60);
        cluster.change("spark", DRIVER, pod -> KubePods.ended(pod, 0, "Completed", now));
        assertThat(exit().reason()).isEqualTo(ExitReason.COMPLETED);
        assertThat(sighting().over()).isTrue();
        Sighting before = sighting();

        cluster.remove("spark", DRIVER);
        assertThat(sighting()).isEqualTo(before);
        restart();
        assertThat(sighting()).isEqualTo(before);
        runtime.forget(ID);
        assertThat(runtime.sightings()).isEmpty();
        await(() -> {
            now = now.plusSeconds(3);
            runtime.tend();
            return cluster.names().isEmpty();
        });
        restart();
        assertThat(runtime.sightings()).isEmpty();
    }

    @Test
    void pod_thatVanishedWhileNobodyLooked_isVerifiedBeforeItIsBelieved() {
        runtime.launch(LAUNCH);
        run(DRIVER);
        runtime.close();
        Instant gone = now.plusSeconds(30);
        cluster.event(DRIVER, KubePods.event("Killing", gone));
        cluster.remove("spark", DRIVER);
        now = now.plusSeconds(600);
        cluster.connected = false;
        runtime = open();
        runtime.start();
        runtime.tend();
        assertThat(sighting().over()).as("while the API server is not there").isFalse();
        cluster.connected = true;
        await(() -> {
            now = now.plusSeconds(3);
            runtime.tend();
            return sighting().over();
        });
        assertThat(exit().at()).isEqualTo(gone);
        assertThat(exit().reason()).isEqualTo(ExitReason.SIGNALLED);
    }

    @Test
    void kill_endsTheDriver_thenItsExecutors_andSaysSo() {
        runtime.launch(LAUNCH);
        run(DRIVER);
        cluster.add(KubePods.executor(LAUNCH, 1));
        run(KubePods.executorName(1));
        now = now.plusSeconds(60);
        runtime.kill(ID, Duration.ofSeconds(20));
        await(() -> cluster.writes().contains("end " + DRIVER + " in 20"));
        now = now.plusSeconds(5);
        cluster.change("spark", DRIVER, pod -> KubePods.ended(pod, 143, "Error", now));
        assertThat(sighting().over()).isFalse();
        await(() -> {
            runtime.tend();
            return cluster.writes().contains("end " + KubePods.executorName(1) + " in 1");
        });
        cluster.change(
                "spark", KubePods.executorName(1), pod -> KubePods.ended(pod, 143, "Error", now));
        assertThat(sighting().over()).isTrue();
        assertThat(sighting().containers())
                .extracting(each -> Objects.requireNonNull(each.exit()).reason())
                .containsExactly(ExitReason.STOPPED, ExitReason.STOPPED);
    }

    @Test
    void imageThatCannotBePulled_isWaitedForAMoment_thenGivenUp() {
        runtime.launch(LAUNCH);
        cluster.change(
                "spark",
                DRIVER,
                pod -> KubePods.waiting(pod, "ImagePullBackOff", "not found in the registry"));
        now = now.plusSeconds(60);
        runtime.tend();
        assertThat(sighting().containers()).isEmpty();
        now = now.plusSeconds(61);
        runtime.tend();
        assertThat(exit().reason()).isEqualTo(ExitReason.IMAGE_PULL);
        assertThat(exit().message()).contains("not found in the registry");
        await(() -> cluster.writes().contains("end " + DRIVER + " in 1"));
    }

    @Test
    void podsThatWereNotLaunchedHere_areNeitherSeenNorTouched() {
        cluster.add(KubePods.executor(LAUNCH, 1));
        runtime.kill(ID, Duration.ZERO);
        runtime.forget(ID);
        runtime.tend();
        assertThat(runtime.sightings()).isEmpty();
        assertThat(cluster.writes()).isEmpty();
    }

    @Test
    void nodeOfTheDriver_isTold_andWhetherItCameForIt() {
        cluster.put(
                new NodeBuilder()
                        .withNewMetadata()
                        .withName("node7")
                        .withCreationTimestamp(now.plusSeconds(40).toString())
                        .endMetadata()
                        .build());
        runtime.launch(LAUNCH);
        assertThat(sighting().node()).isNull();
        Instant chosen = now.plusSeconds(60);
        cluster.change(
                "spark",
                DRIVER,
                pod ->
                        new PodBuilder(KubePods.running(pod, now.plusSeconds(90)))
                                .editSpec()
                                .withNodeName("node7")
                                .endSpec()
                                .editStatus()
                                .addNewCondition()
                                .withType("PodScheduled")
                                .withStatus("True")
                                .withLastTransitionTime(chosen.toString())
                                .endCondition()
                                .endStatus()
                                .build());
        await(() -> {
            now = now.plusSeconds(3);
            runtime.tend();
            DriverNode node = sighting().node();
            return node != null && node.bought() != null;
        });
        assertThat(sighting().node())
                .isEqualTo(new DriverNode("node7", chosen, true, chosen.plusSeconds(30)));
    }
}
