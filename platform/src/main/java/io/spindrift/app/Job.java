package io.spindrift.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Objects;

/// A logical grouping of applications, known by its id alone: its runs may lie on several clusters.
///
/// @param config the job's own fragment of configuration; empty where it has none
public record Job(
        String id, String displayName, ObjectNode config, Instant createdAt, Instant updatedAt) {
    public Job {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(displayName, "displayName");
        Objects.requireNonNull(config, "config");
        Objects.requireNonNull(createdAt, "createdAt");
        Objects.requireNonNull(updatedAt, "updatedAt");
    }
}
