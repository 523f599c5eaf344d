package io.spindrift.history.store;

import io.spindrift.history.RunId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The event log of a run that has ended, as it was put by.
///
/// @param log where it was
/// @param endedAt when the run ended, as far as is known
/// @param outcome what became of the run, by the word of who ran it
/// @param versions in which its rows were written
/// @param rawBytes as Spark wrote it
/// @param parts none once it was dropped
public record KeptLog(
        RunId run,
        String log,
        @Nullable String jobId,
        Instant endedAt,
        @Nullable String outcome,
        Map<String, String> versions,
        long rawBytes,
        List<Part> parts) {
    public KeptLog {
        versions = Map.copyOf(versions);
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

    /// As its rows are made anew.
    public KeptLog withVersionsOfNow() {
        Map<String, String> now = VersionStore.current();
        return new KeptLog(run, log, jobId, endedAt, outcome, now, rawBytes, parts);
    }

    public KeptLog dropped() {
        return new KeptLog(run, log, jobId, endedAt, outcome, versions, rawBytes, List.of());
    }
}
