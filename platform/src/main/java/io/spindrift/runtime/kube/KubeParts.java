package io.spindrift.runtime.kube;

import io.spindrift.app.AppSpec;
import io.spindrift.app.Problem;
import io.spindrift.blob.BlobId;
import io.spindrift.cluster.Capacity;
import io.spindrift.cluster.KubeCluster;
import io.spindrift.runtime.Launch;
import io.spindrift.runtime.kube.pod.DriverResources;
import io.spindrift.runtime.kube.pod.KubeSettings;
import io.spindrift.runtime.kube.pod.Refusals;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a runtime is put together from.
///
/// @param folder for what is seen and for logs
/// @param maker makes the objects of a launch
/// @param total what applications may have in all
/// @param namespaces asks for the rules of a namespace
/// @param logSegmentBytes a log is kept in segments of this size ...
/// @param logSegments ... and in at most so many of them
record KubeParts(
        KubeApi api,
        KubeSettings settings,
        Path folder,
        InstantSource clock,
        Launcher.Pause pause,
        Patience patience,
        Function<Launch, DriverResources> maker,
        Function<AppSpec, List<Problem>> refusals,
        Supplier<Capacity> total,
        Function<String, NamespaceRules> namespaces,
        Care care,
        long logSegmentBytes,
        int logSegments) {
    static final long SEGMENT_BYTES = 8L << 20;
    private static final int SEGMENTS = 4;
    private static final Pattern KNOWN_SPARK =
            Pattern.compile("(3\\.([3-9]|\\d\\d)|4\\.\\d{1,2})\\..*");

    /// As good as without bound, and still small enough to be added to.
    static final Capacity BOUNDLESS = new Capacity(Long.MAX_VALUE / 4, Long.MAX_VALUE / 4);

    static KubeParts of(KubeCluster cluster, @Nullable String kubeconfig, KubeHost host) {
        KubeSettings settings =
                new KubeSettings(
                        cluster.clusterId(),
                        cluster.namespace(),
                        cluster.serviceAccount(),
                        cluster.imageRepository(),
                        cluster.platformUrl(),
                        cluster.eventLogDir(),
                        false);
        ClientApi api = new ClientApi(Connection.open(cluster.access(), kubeconfig));
        Capacity bound = cluster.capacity();
        return new KubeParts(
                api,
                settings,
                host.folder(),
                host.clock(),
                Thread::sleep,
                Patience.USUAL.withImage(host.imageWait()),
                launch -> DriverResources.of(launch, settings, host.tokens()),
                spec -> refusals(spec, settings, host.uploaded()),
                bound == null ? new Measure(api.client(), host.clock()) : () -> bound,
                namespace -> NamespaceBounds.look(api.client(), namespace),
                new ClusterCare(
                        api.client(),
                        settings,
                        new DriverSigns(api.client(), settings, host.clock()),
                        new Rehearsal(api.client(), settings, host.clock()),
                        new WatchedNamespaces(new RawApi(api.client()), settings, host.clock())),
                SEGMENT_BYTES,
                SEGMENTS);
    }

    /// The same, with another patience.
    KubeParts patient(Patience other) {
        return new KubeParts(
                api,
                settings,
                folder,
                clock,
                pause,
                other,
                maker,
                refusals,
                total,
                namespaces,
                care,
                logSegmentBytes,
                logSegments);
    }

    private static List<Problem> refusals(
            AppSpec spec, KubeSettings settings, Predicate<BlobId> uploaded) {
        if (!KNOWN_SPARK.matcher(spec.sparkVersion()).matches()) {
            return List.of(
                    Refusals.problem(
                            "Spark "
                                    + spec.sparkVersion()
                                    + " is not known here: pods are made for Spark 3.3 to 4",
                            "sparkVersion"));
        }
        return Refusals.of(spec, settings, uploaded);
    }
}
