package io.spindrift.history;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A streaming query's progress over one trigger, or over several that follow each other: of a long
/// run neighbours are merged, so that a month has no more points than an hour. Sums stay exact.
///
/// @param at when the first of the triggers began
/// @param batchId of the first
/// @param batches how many triggers it stands for
/// @param inputRows summed, as are outputRows, batchMillis, the parts and droppedRows
/// @param inputRowsPerSecond arrived rows over the time in which they did
/// @param processedRowsPerSecond rows over the time spent on them
/// @param longestBatchMillis of one trigger
/// @param partMillis where the time of triggers went: `addBatch`, `walCommit` …
/// @param stateRows as of the last trigger, as is stateBytes
/// @param watermark the last, where there is one
public record StreamingPoint(
        Instant at,
        long batchId,
        int batches,
        long inputRows,
        long outputRows,
        double inputRowsPerSecond,
        double processedRowsPerSecond,
        long batchMillis,
        long longestBatchMillis,
        Map<String, Long> partMillis,
        long stateRows,
        long stateBytes,
        long droppedRows,
        @Nullable Instant watermark) {
    public StreamingPoint {
        partMillis = Map.copyOf(partMillis);
    }
}
