package io.spindrift.history.store;

import io.spindrift.history.RunId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The event log of a run that has ended, as it was put by.
///
/// @param endedAt when the run ended, as far as is known
/// @param rawBytes as Spark wrote it
/// @param parts none once it was dropped
public record KeptLog(
        RunId run, @Nullable String jobId, Instant endedAt, long rawBytes, List<Part> parts) {
    public KeptLog {
        parts = List.copyOf(parts);
    }

    /// One file.
    ///
    /// @param name as it is shown
    /// @param key where it is stored
    /// @param unpacked whether it is to be decompressed for who asks, as Spark did not compress it
    public record Part(String name, String key, long sizeBytes, boolean unpacked) {}

    public boolean isDropped() {
        return parts.isEmpty();
    }

    public long keptBytes() {
        return parts.stream().mapToLong(Part::sizeBytes).sum();
    }

    public KeptLog dropped() {
        return new KeptLog(run, jobId, endedAt, rawBytes, List.of());
    }
}
