package io.spindrift.runtime.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.cluster.Capacity;
import io.spindrift.runtime.Exit;
import io.spindrift.runtime.Health;
import io.spindrift.runtime.Launch;
import io.spindrift.runtime.LaunchId;
import io.spindrift.runtime.Sighting;
import io.spindrift.runtime.kube.pod.DriverResources;
import io.spindrift.runtime.kube.pod.KubeLaunches;
import io.spindrift.runtime.kube.pod.KubeSettings;
import io.spindrift.runtime.kube.pod.Names;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A runtime on a cluster in memory, with a clock that stands still.
abstract class KubeRuntimeRig {
    static final LaunchId ID = new LaunchId("etl", 1);
    static final Launch LAUNCH =
            new Launch(ID, KubeLaunches.spec("4.3.0", "local:///pi.jar", List.of()), null, "ada");
    static final String DRIVER = Names.driverPod(ID);

    @TempDir Path folder = Path.of("unset");
    final FakeCluster cluster = new FakeCluster();
    volatile Instant now = Instant.parse("2026-11-21T10:00:00Z");
    KubeRuntime runtime = open();

    @BeforeEach
    void start() {
        runtime.close();
        runtime = open();
        runtime.start();
    }

    @AfterEach
    void close() {
        runtime.close();
    }

    void run(String pod) {
        cluster.change("spark", pod, each -> KubePods.running(each, now.plusSeconds(5)));
    }

    Sighting sighting() {
        assertThat(runtime.sightings()).hasSize(1);
        return runtime.sightings().getFirst();
    }

    Exit exit() {
        return Objects.requireNonNull(sighting().driver().orElseThrow().exit());
    }

    void restart() {
        runtime.close();
        runtime = open();
        runtime.start();
    }

    KubeRuntime open() {
        return open(cluster, folder);
    }

    KubeRuntime open(FakeCluster api, Path own) {
        KubeSettings settings = KubeLaunches.settings("spark");
        return new KubeRuntime(
                new KubeParts(
                        api,
                        settings,
                        own,
                        () -> now,
                        _ -> {},
                        Patience.USUAL,
                        launch -> DriverResources.of(launch, settings, _ -> "sdr_test"),
                        _ -> List.of(),
                        () -> new Capacity(100_000, 1_000_000),
                        _ -> NamespaceRules.NONE,
                        () -> new Health(List.of(), List.of()),
                        8 << 20,
                        4));
    }

    /// For what is done beside the beat.
    static void await(BooleanSupplier condition) {
        long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited in vain").isLessThan(until);
            Thread.onSpinWait();
        }
    }
}
