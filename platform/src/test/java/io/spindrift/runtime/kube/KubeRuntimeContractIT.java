package io.spindrift.runtime.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.app.AppSpec;
import io.spindrift.runtime.ClusterRuntime;
import io.spindrift.runtime.ClusterRuntimeContract;
import io.spindrift.runtime.LaunchId;
import io.spindrift.runtime.local.ProbeJar;
import io.spindrift.runtime.log.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// The promises of the port, kept by pods of a real cluster.
final class KubeRuntimeContractIT extends ClusterRuntimeContract {
    private static Path folder = Path.of("missing");
    private static TestCluster cluster = TestCluster.NONE;

    @BeforeAll
    static void prepare() throws IOException {
        folder = Files.createTempDirectory("spindrift-kube-contract");
        cluster = TestCluster.open("contract");
        cluster.bring(ProbeJar.make(folder, TestCluster.spark("3.5.9")));
    }

    @AfterAll
    static void removeAll() {
        cluster.close();
        Trees.remove(folder);
    }

    @Override
    protected ClusterRuntime open() {
        return KubeRuntime.open(
                cluster.described(),
                cluster.kubeconfig(),
                TestCluster.host(folder.resolve("data")));
    }

    @Override
    protected AppSpec spec(Program program) {
        String behaviour =
                switch (program) {
                    case END -> "pi";
                    case WAIT -> "sleep";
                    case WAIT_ON -> "stubborn";
                };
        return TestCluster.probe("4.3.0", List.of(behaviour));
    }

    @Override
    protected AppSpec version(AppSpec spec, String version) {
        return TestCluster.probe(version, spec.arguments());
    }

    /// The testbed's cluster measures nothing.
    @Override
    protected boolean readsMemory() {
        return false;
    }

    @Override
    protected void lookWhenForgotten(LaunchId id) throws InterruptedException {
        cluster.awaitNothingOf(id, runtime());
        // What was written down goes last.
        Path records = folder.resolve("data/attempts").resolve(id.appId());
        Instant until = Instant.now().plusSeconds(30);
        while (Files.exists(records)) {
            assertThat(Instant.now()).as("left: %s", records).isBefore(until);
            runtime().tend();
            Thread.sleep(100);
        }
    }

    /// A kubelet that stops a container goes by the grace it was told first.
    @Override
    protected boolean shortensGraces() {
        return false;
    }
}
