package io.spindrift.runtime;

import java.util.List;

/// What is left to see of attempts, while they run and when all else of them is gone. Thread-safe.
public interface Traces {
    Logs logs();

    /// What the cluster said of an attempt's containers, the oldest first. Kept as logs are; empty
    /// where a cluster says nothing.
    default List<ClusterEvent> events(LaunchId id) {
        return List.of();
    }
}
