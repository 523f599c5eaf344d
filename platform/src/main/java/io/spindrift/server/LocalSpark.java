package io.spindrift.server;

import io.spindrift.blob.BlobStore;
import io.spindrift.http.SparkRuntime;
import io.spindrift.runtime.ClusterRuntime;
import io.spindrift.runtime.local.LocalRuntime;
import io.spindrift.runtime.local.SparkDistribution;
import io.spindrift.runtime.local.SparkRuntimes;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Where applications of `local` run, and with which versions of Spark.
record LocalSpark(ClusterRuntime runtime, Supplier<List<SparkRuntime>> versions) {
    private static final int OLDER_JAVA = 17;

    /// As processes of this machine.
    static LocalSpark processes(ServerSettings settings, BlobStore blobs, InstantSource clock) {
        LocalRuntime runtime = new LocalRuntime(settings.local(), blobs, clock);
        SparkRuntimes installed = runtime.runtimes();
        String usual = settings.defaultSparkVersion();
        return new LocalSpark(
                runtime,
                () ->
                        installed.versions().stream()
                                .map(version -> described(installed, version, usual))
                                .toList());
    }

    private static SparkRuntime described(SparkRuntimes installed, String version, String usual) {
        Optional<SparkDistribution> spark = installed.find(version);
        boolean ours = spark.map(SparkDistribution::runsOnOurJava).orElse(false);
        return new SparkRuntime(
                version,
                version.equals(usual),
                spark.map(SparkDistribution::scalaVersion).orElse(null),
                ours ? Runtime.version().feature() : OLDER_JAVA);
    }

    /// Makes it; nothing is started yet.
    @FunctionalInterface
    interface Maker {
        LocalSpark make(ServerSettings settings, BlobStore blobs, InstantSource clock);
    }
}
