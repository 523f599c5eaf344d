package io.spindrift.server;

import io.spindrift.cluster.KubeCluster;
import io.spindrift.runtime.ClusterRuntime;
import io.spindrift.runtime.kube.KubeHost;
import org.jspecify.annotations.Nullable;

/// Makes the runtime of a Kubernetes cluster; it does not connect yet.
@FunctionalInterface
interface KubeMaker {
    /// @param kubeconfig null inside of the cluster
    /// @throws IllegalArgumentException when it cannot be used, with what to do
    ClusterRuntime make(KubeCluster cluster, @Nullable String kubeconfig, KubeHost host);
}
