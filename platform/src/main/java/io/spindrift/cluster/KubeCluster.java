package io.spindrift.cluster;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What the platform needs to know to use a Kubernetes cluster. No secrets in it.
///
/// @param access how it is reached; the credentials are kept sealed elsewhere
/// @param namespace where applications go unless their configuration says otherwise
/// @param serviceAccount of drivers
/// @param imageRepository the image of a Spark version is `<imageRepository>:<sparkVersion>`
/// @param capacity the most that all applications together may request; null: what the cluster
///   itself allows
/// @param platformUrl as pods reach this platform; null: they do not, so there is no agent
/// @param eventLogDir where Spark writes event logs of its own, `s3a://bucket/path` or a mounted
///   `file:///...`; null: nowhere
public record KubeCluster(
        String clusterId,
        Access access,
        String namespace,
        String serviceAccount,
        String imageRepository,
        @Nullable Capacity capacity,
        @Nullable String platformUrl,
        @Nullable String eventLogDir) {
    public static final String DEFAULT_NAMESPACE = "spark";
    public static final String DEFAULT_SERVICE_ACCOUNT = "spindrift-spark";

    public KubeCluster {
        Objects.requireNonNull(clusterId, "clusterId");
        Objects.requireNonNull(access, "access");
        Objects.requireNonNull(namespace, "namespace");
        Objects.requireNonNull(serviceAccount, "serviceAccount");
        Objects.requireNonNull(imageRepository, "imageRepository");
    }

    /// How the API server is found, and who we are to it.
    public sealed interface Access {
        /// By a kubeconfig.
        ///
        /// @param context which of its contexts; null: its current one
        record Kubeconfig(@Nullable String context) implements Access {}

        /// As the service account of the pod that the platform runs in.
        record InCluster() implements Access {}
    }
}
