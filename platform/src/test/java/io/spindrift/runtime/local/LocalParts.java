package io.spindrift.runtime.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.spindrift.app.AppDeps;
import io.spindrift.app.AppSpec;
import io.spindrift.app.AppType;
import io.spindrift.app.ContainerSpec;
import io.spindrift.app.ExecutorCount;
import io.spindrift.app.PodSettings;
import io.spindrift.app.RestartPolicy;
import io.spindrift.blob.BlobLimits;
import io.spindrift.blob.BlobStore;
import io.spindrift.cluster.Capacity;
import io.spindrift.runtime.BriefSpark;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Runtimes of this machine and programs for them, as tests need them.
final class LocalParts {
    private LocalParts() {}

    static Path runtimesFolder() {
        String named = System.getenv("SPINDRIFT_RUNTIMES");
        assertThat(named)
                .as("SPINDRIFT_RUNTIMES: the folder of Spark runtimes (`spindrift runtime add`)")
                .isNotNull();
        return Path.of(named);
    }

    static LocalRuntime open(Path data, @Nullable String user) {
        return open(data, user, InstantSource.system(), 0);
    }

    static LocalRuntime open(
            Path data, @Nullable String user, InstantSource clock, long reservedDiskBytes) {
        LocalSettings usual =
                LocalSettings.of(runtimesFolder(), data, "here", new Capacity(2000, 8192), user);
        LocalSettings settings =
                new LocalSettings(
                        usual.runtimes(),
                        usual.work(),
                        usual.eventLogs(),
                        usual.logs(),
                        usual.host(),
                        usual.capacity(),
                        usual.sparkUser(),
                        usual.java17(),
                        0,
                        reservedDiskBytes,
                        usual.logSegmentBytes(),
                        usual.logSegments());
        BlobStore blobs = new BlobStore(data.resolve("blobs"), BlobLimits.standard());
        blobs.start();
        return new LocalRuntime(settings, blobs, clock);
    }

    static AppSpec spec(
            String version, Path jar, Map<String, String> conf, List<String> arguments) {
        return new AppSpec(
                AppType.JAVA,
                version,
                jar.toString(),
                "Probe",
                arguments,
                BriefSpark.with(conf),
                Map.of(),
                new AppDeps(
                        List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
                        List.of()),
                container(200),
                container(800),
                ExecutorCount.fixed(1),
                Map.of(),
                0,
                null,
                RestartPolicy.NEVER,
                JsonNodeFactory.instance.objectNode());
    }

    private static ContainerSpec container(int milliCores) {
        return new ContainerSpec(
                1,
                milliCores,
                512,
                384,
                Map.of(),
                new PodSettings(null, null, JsonNodeFactory.instance.objectNode()));
    }
}
