package io.spindrift.manifest;

import java.util.Objects;

/// A field of the `spec` of a manifest.
///
/// @param path from `spec`: `driver.cores`
record Field(String path, FieldType type, Use use) {
    Field {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(use, "use");
    }
}
