package io.spindrift.cluster;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Compute on which Spark runs.
///
/// @param reason why it is in this state, a sentence; null when there is nothing to say
public record Cluster(
        String id,
        String displayName,
        ClusterKind kind,
        ClusterState state,
        @Nullable String reason,
        Instant createdAt,
        Instant updatedAt) {
    /// The id of the embedded cluster, which is always there.
    public static final String LOCAL = "local";

    public Cluster {
        if (id.isEmpty()) {
            throw new IllegalArgumentException("a cluster has an id");
        }
        Objects.requireNonNull(displayName, "displayName");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(createdAt, "createdAt");
        Objects.requireNonNull(updatedAt, "updatedAt");
    }

    public Cluster in(ClusterState next, @Nullable String why, Instant now) {
        return new Cluster(id, displayName, kind, next, why, createdAt, now);
    }
}
