package io.spindrift.history.ingest;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How a source of logs stands.
///
/// @param logs found there
/// @param waiting found, but not begun to be read
/// @param listedAt when it was last listed whole; null before that
/// @param problem why it cannot be listed now; null when it can
public record SourceState(
        String address,
        int logs,
        int waiting,
        @Nullable Instant listedAt,
        @Nullable String problem) {}
