package io.spindrift.runtime.kube.pod;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What of a cluster shapes the pods of its applications.
///
/// @param namespace where applications go whose configuration names none
/// @param serviceAccount of drivers whose configuration names none
/// @param imageRepository the image of a Spark version is `<imageRepository>:<sparkVersion>`
/// @param platformUrl where pods reach this platform; null: they cannot
/// @param eventLogDir where Spark writes its event logs as well; null: nowhere
/// @param hostAccess whether pods may use their node's files, network and privileges
public record KubeSettings(
        String clusterId,
        String namespace,
        String serviceAccount,
        String imageRepository,
        @Nullable String platformUrl,
        @Nullable String eventLogDir,
        boolean hostAccess) {
    public KubeSettings {
        Objects.requireNonNull(clusterId, "clusterId");
        Objects.requireNonNull(namespace, "namespace");
        Objects.requireNonNull(serviceAccount, "serviceAccount");
        Objects.requireNonNull(imageRepository, "imageRepository");
    }

    /// The same of another namespace.
    public KubeSettings in(String other) {
        return new KubeSettings(
                clusterId,
                other,
                serviceAccount,
                imageRepository,
                platformUrl,
                eventLogDir,
                hostAccess);
    }
}
