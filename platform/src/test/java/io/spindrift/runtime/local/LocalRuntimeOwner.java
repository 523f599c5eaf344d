package io.spindrift.runtime.local;

import io.spindrift.blob.BlobLimits;
import io.spindrift.blob.BlobStore;
import io.spindrift.cluster.Capacity;
import io.spindrift.runtime.Launch;
import io.spindrift.runtime.LaunchId;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// A platform that launches one program and is then killed: runs in a JVM of its own.
final class LocalRuntimeOwner {
    private LocalRuntimeOwner() {}

    public static void main(String[] arguments) throws InterruptedException {
        Path data = Path.of(arguments[1]);
        BlobStore blobs = new BlobStore(data.resolve("blobs"), BlobLimits.standard());
        blobs.start();
        LocalRuntime runtime =
                new LocalRuntime(
                        LocalSettings.of(
                                Path.of(arguments[0]),
                                data,
                                "here",
                                new Capacity(2000, 8192),
                                null),
                        blobs,
                        InstantSource.system());
        runtime.start();
        runtime.launch(
                new Launch(
                        new LaunchId("orphan", 1),
                        LocalParts.spec("4.3.0", Path.of(arguments[2]), Map.of(), List.of("sleep")),
                        null,
                        "ada"));
        Thread.sleep(120_000);
    }
}
