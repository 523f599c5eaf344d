package io.spindrift.cloud;

import java.time.Instant;
import java.util.Objects;

/// An object that a store has, as it was when asked.
///
/// @param key relative to the store's root
/// @param modifiedAt by the store's clock
public record StoredObject(String key, long sizeBytes, Instant modifiedAt) {
    public StoredObject {
        ObjectKey.checked(key);
        Objects.requireNonNull(modifiedAt, "modifiedAt");
        if (sizeBytes < 0) {
            throw new IllegalArgumentException("a size is not negative, unlike " + sizeBytes);
        }
    }
}
