package io.spindrift.runtime;

import java.time.Instant;
import java.util.Objects;

/// The resident memory of one container at one time, by what holds it. The heap cannot be seen from
/// outside.
///
/// @param limitBytes what it may use before it is ended
public record MemoryReading(
        LaunchId id,
        ContainerId container,
        Instant at,
        long jvmBytes,
        long pythonBytes,
        long otherBytes,
        long limitBytes) {
    public MemoryReading {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(container, "container");
        Objects.requireNonNull(at, "at");
    }

    public long totalBytes() {
        return jvmBytes + pythonBytes + otherBytes;
    }

    /// Whose reading it is.
    public record Key(LaunchId id, ContainerId container) {}

    public Key key() {
        return new Key(id, container);
    }
}
