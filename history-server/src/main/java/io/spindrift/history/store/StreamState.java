package io.spindrift.history.store;

import io.spindrift.history.StreamingQueryRun;
import io.spindrift.history.StreamingQueryRun.StreamingProgress;
import io.spindrift.history.StreamingQueryRun.StreamingStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A run of a streaming query while its log is being folded.
final class StreamState {
    final String runId;
    boolean dirty = true;
    String id = "";
    @Nullable String name;
    StreamingStatus status = StreamingStatus.RUNNING;
    long startedMillis;
    long endedMillis;
    @Nullable String error;
    @Nullable String errorClass;
    long batches;
    long inputRows;

    /// -1 before a sink told.
    long outputRows = -1;

    long batchMillis;
    long longestBatchMillis;
    long droppedRows;
    long stateBytesMax;
    long lastActiveMillis;
    @Nullable StreamingProgress last;

    /// In rows of their own, for they are many; null while not fetched.
    @Nullable StreamPoints points;

    StreamState(String runId) {
        this.runId = runId;
    }

    boolean live() {
        return status == StreamingStatus.RUNNING;
    }

    StreamingQueryRun toRun() {
        return new StreamingQueryRun(
                runId,
                id,
                name,
                status,
                Instant.ofEpochMilli(startedMillis),
                endedMillis == 0 ? null : Instant.ofEpochMilli(endedMillis),
                error,
                errorClass,
                batches,
                inputRows,
                outputRows < 0 ? null : outputRows,
                batchMillis,
                longestBatchMillis,
                droppedRows,
                stateBytesMax,
                Instant.ofEpochMilli(lastActiveMillis),
                last);
    }
}
