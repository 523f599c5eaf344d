package io.spindrift.runtime;

import io.spindrift.cluster.Capacity;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a cluster is made of, and what of ours is on it.
///
/// @param nodes its machines, by name; empty where they may not be looked at
/// @param containers drivers and executors of ours that are there, the oldest first
public record Inventory(List<Node> nodes, List<Placed> containers) {
    public static final Inventory NONE = new Inventory(List.of(), List.of());

    public Inventory {
        nodes = List.copyOf(nodes);
        containers = List.copyOf(containers);
    }

    /// A machine.
    ///
    /// @param state in words: `ready`, `not ready`, `no new pods`
    /// @param zone null where it says none, as the others
    /// @param version of what runs containers there
    /// @param allocatable what it offers to all who use it
    /// @param ours what drivers and executors of ours have of it
    public record Node(
            String name,
            String state,
            @Nullable String instanceType,
            @Nullable String zone,
            @Nullable String capacityType,
            @Nullable String version,
            Capacity allocatable,
            Share ours,
            @Nullable Instant createdAt) {
        public Node {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(state, "state");
            Objects.requireNonNull(allocatable, "allocatable");
            Objects.requireNonNull(ours, "ours");
        }
    }

    /// A driver or an executor on a machine, or on its way to one.
    ///
    /// @param name as the cluster knows it
    /// @param part see [ClusterRuntime#part]
    /// @param node null until one is chosen
    /// @param state in words: `waiting for a node`, `starting`, `running`, `ended`, ...
    /// @param since when the state began, as far as it is known
    public record Placed(
            LaunchId attempt,
            ContainerId container,
            String name,
            String part,
            @Nullable String node,
            String state,
            @Nullable String reason,
            Capacity request,
            @Nullable Instant since) {
        public Placed {
            Objects.requireNonNull(attempt, "attempt");
            Objects.requireNonNull(container, "container");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(state, "state");
            Objects.requireNonNull(request, "request");
        }
    }
}
