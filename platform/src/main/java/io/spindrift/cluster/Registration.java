package io.spindrift.cluster;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A Kubernetes cluster as it was registered, without its credentials.
///
/// @param prices null: the platform's own
public record Registration(KubeCluster cluster, @Nullable CorePrices prices) {
    public Registration {
        Objects.requireNonNull(cluster, "cluster");
    }
}
