package io.spindrift.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Objects;

/// A named fragment of application configuration.
public record ConfigTemplate(
        String clusterId,
        String id,
        String displayName,
        ObjectNode config,
        String createdBy,
        Instant createdAt,
        Instant updatedAt) {
    public ConfigTemplate {
        Objects.requireNonNull(clusterId, "clusterId");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(displayName, "displayName");
        Objects.requireNonNull(config, "config");
        Objects.requireNonNull(createdBy, "createdBy");
        Objects.requireNonNull(createdAt, "createdAt");
        Objects.requireNonNull(updatedAt, "updatedAt");
    }
}
