package io.spindrift.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;

/// A fragment of configuration from one source.
///
/// @param fieldPath where the fragment stands in the request, for the problems found in it
public record ConfigLayer(ConfigSource source, ObjectNode values, String fieldPath) {
    public ConfigLayer {
        Objects.requireNonNull(source, "source");
        values = values.deepCopy();
        Objects.requireNonNull(fieldPath, "fieldPath");
    }
}
