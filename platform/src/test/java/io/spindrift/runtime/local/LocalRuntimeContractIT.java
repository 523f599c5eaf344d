package io.spindrift.runtime.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.app.AppSpec;
import io.spindrift.runtime.ClusterRuntime;
import io.spindrift.runtime.ClusterRuntimeContract;
import io.spindrift.runtime.ContainerId;
import io.spindrift.runtime.LaunchId;
import io.spindrift.runtime.MemoryReading;
import io.spindrift.runtime.log.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// The promises of the port, kept by processes of this machine.
final class LocalRuntimeContractIT extends ClusterRuntimeContract {
    private static Path folder = Path.of("missing");
    private static Path jar = Path.of("missing");

    @BeforeAll
    static void prepare() throws IOException {
        folder = Files.createTempDirectory("spindrift-runtime-contract");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        jar = ProbeJar.make(folder, LocalParts.runtimesFolder().resolve("3.5.9"));
    }

    @AfterAll
    static void removeFolder() {
        Trees.remove(folder);
    }

    @Override
    protected ClusterRuntime open() {
        return LocalParts.open(folder.resolve("data"), null);
    }

    @Override
    protected AppSpec spec(Program program) {
        String behaviour =
                switch (program) {
                    case END -> "pi";
                    case WAIT -> "leave";
                    case WAIT_ON -> "stubborn";
                };
        return LocalParts.spec("4.3.0", jar, Map.of(), List.of(behaviour));
    }

    @Override
    protected AppSpec version(AppSpec spec, String version) {
        return LocalParts.spec(version, jar, spec.sparkConf(), spec.arguments());
    }

    @Override
    protected void lookWhileRunning(LaunchId id) throws Exception {
        assertThat(Processes.drivers(id)).hasSize(1);
        assertThat(Processes.listening(id))
                .as("addresses listened on")
                .isNotEmpty()
                .allMatch(address -> address.contains("127.0.0.1"));
        assertThat(runtime().memory())
                .filteredOn(reading -> reading.jvmBytes() > 50L << 20)
                .extracting(MemoryReading::container)
                .contains(ContainerId.DRIVER, ContainerId.executor("0"));
    }

    @Override
    protected void lookWhenOver(LaunchId id) throws Exception {
        assertThat(Processes.of(id)).as("processes left when it is over").isEmpty();
    }

    @Override
    protected void lookWhenForgotten(LaunchId id) {
        assertThat(folder.resolve("data/work").resolve(id.appId())).doesNotExist();
        assertThat(folder.resolve("data/eventlogs").resolve(id.toString())).isNotEmptyDirectory();
    }
}
