package io.spindrift.runtime.kube;

import io.spindrift.app.AppSpec;
import io.spindrift.app.ContainerSpec;
import io.spindrift.cluster.Capacity;
import io.spindrift.runtime.ContainerId;
import io.spindrift.runtime.Launch;
import io.spindrift.runtime.LaunchId;
import io.spindrift.runtime.kube.pod.DriverResources;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/// What is kept of a launch, written before the first object of it is made: so that all of them are
/// found again, whatever happens in between.
///
/// @param digest of the launch, by which our objects are told from others' of the same name
/// @param admitted what the attempt was admitted by, all executors included
/// @param made what belongs to the driver's pod, in the order in which it is made
/// @param keepMinutes how long its pods stay when it has ended, for people with `kubectl`
record Plan(
        LaunchId id,
        long launchedAtMillis,
        String namespace,
        String digest,
        Size driver,
        Size executor,
        Capacity admitted,
        List<Made> made,
        int keepMinutes) {
    private static final String KEEP_PODS = "keepPodsMinutes";

    Plan {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(namespace, "namespace");
        Objects.requireNonNull(digest, "digest");
        made = List.copyOf(made);
    }

    /// @param memoryMib heap and what lies beside it
    record Size(int cores, int coreRequestMilliCores, int memoryMib) {
        static Size of(ContainerSpec spec) {
            return new Size(spec.cores(), spec.coreRequestMilliCores(), spec.totalMemoryMib());
        }
    }

    /// An object by its kind and name.
    record Made(String kind, String name) {}

    static Plan of(Launch launch, DriverResources resources, String digest, Instant now) {
        AppSpec spec = launch.spec();
        return new Plan(
                launch.id(),
                now.toEpochMilli(),
                resources.driver().getMetadata().getNamespace(),
                digest,
                Size.of(spec.driver()),
                Size.of(spec.executor()),
                new Capacity(spec.requestedMilliCores(), spec.requestedMemoryMib()),
                resources.beforeDriver().stream()
                        .map(each -> new Made(each.getKind(), each.getMetadata().getName()))
                        .toList(),
                spec.pod().path(KEEP_PODS).asInt());
    }

    Size size(ContainerId container) {
        return container.driver() ? driver : executor;
    }
}
