package io.spindrift.http;

import io.spindrift.cluster.Cluster;
import io.spindrift.cluster.Registration;
import io.spindrift.cost.Prices;
import io.spindrift.runtime.Health;
import io.spindrift.runtime.LaunchRefusedException;
import io.spindrift.runtime.Traces;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Registers Kubernetes clusters and lets them go while the platform runs. Thread-safe.
public interface ClusterDesk {
    Optional<Registration> registered(String clusterId);

    /// What its cores and memory cost: its own prices, else the platform's.
    Prices prices(String clusterId);

    /// What is left to see of what ran there, also when the cluster is gone; empty where nothing is
    /// kept here.
    Optional<Traces> traces(String clusterId);

    /// What was found when it was last looked at; empty before that.
    Optional<Health> health(String clusterId);

    /// Looks now. Empty where nothing runs of ours.
    Optional<Health> examine(String clusterId);

    /// Makes what applications need there and is missing. Empty where nothing runs of ours.
    ///
    /// @return a sentence for each thing that was made
    /// @throws LaunchRefusedException when it cannot be made, with what to do
    Optional<List<String>> provision(String clusterId);

    /// Stores it, and connects; that it can be reached is told by its state later.
    ///
    /// @param kubeconfig null inside of the cluster
    /// @throws IllegalArgumentException when the kubeconfig cannot be used, with what to do
    Cluster register(Registration registration, String displayName, @Nullable String kubeconfig);

    /// Changes it, and connects anew where it must. Applications on it go on.
    ///
    /// @param kubeconfig null to keep what there is
    /// @throws IllegalArgumentException when the kubeconfig cannot be used, with what to do
    Cluster change(Registration registration, String displayName, @Nullable String kubeconfig);

    /// Lets it go: ends what runs there, forgets its credentials. What ran stays in lists and in
    /// history.
    ///
    /// @param user who says so
    /// @return it as it is now, until it is gone
    Cluster remove(String clusterId, String user);
}
