package io.spindrift.runtime;

import java.util.Objects;

/// A log as it stands: offsets count from the first byte ever written, whether it is still kept or
/// not.
///
/// @param sizeBytes where the log ends now
/// @param keptBytes how much of it is still kept; less than its size when it outgrew its bounds
/// @param live whether more may come
public record LogFile(
        LaunchId id,
        ContainerId container,
        LogStream stream,
        long sizeBytes,
        long keptBytes,
        boolean live) {
    public LogFile {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(container, "container");
        Objects.requireNonNull(stream, "stream");
    }
}
