package io.spindrift.runtime;

import java.util.List;
import java.util.Optional;

/// What containers wrote. Kept while they run and after, within bounds a container: the beginning
/// and the newest part stay, the middle goes. Survives [ClusterRuntime#forget]. Thread-safe.
///
/// To follow a log, read from `nextOffset` again after a moment, as long as the chunk is `live`.
public interface Logs {
    /// Every log of an attempt, the driver's first; empty where nothing was written or all is
    /// removed.
    List<LogFile> list(LaunchId id);

    /// Reads what lies at an offset, or at the next one that is still kept.
    ///
    /// @param maxBytes the most to read; at most 1 MiB is returned at once
    /// @return empty where there is no such log
    Optional<LogChunk> read(
            LaunchId id, ContainerId container, LogStream stream, long offset, int maxBytes);

    /// Removes the logs of an attempt that is over. Repeating it does no harm.
    void remove(LaunchId id);
}
