package io.spindrift.history.eventlog;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a query of Structured Streaming told of itself. `runId` is of this run of the query; after
/// a restart from its checkpoint it has another.
public sealed interface StreamEvent {
    String runId();

    record Started(String runId, String queryId, @Nullable String name, long atMillis)
            implements StreamEvent {}

    /// @param batchMillis the whole trigger, -1 where it was not told
    record Progressed(
            String runId,
            String queryId,
            @Nullable String name,
            long atMillis,
            long batchId,
            long batchMillis,
            Map<String, Long> durationMillis,
            Map<String, String> eventTime,
            List<Operator> operators,
            List<Source> sources,
            Sink sink,
            Map<String, String> observed)
            implements StreamEvent {}

    record Idle(String runId, String queryId, long atMillis) implements StreamEvent {}

    /// @param error absent where it was stopped
    record Terminated(
            String runId, String queryId, @Nullable String error, @Nullable String errorClass)
            implements StreamEvent {}

    record Operator(
            String name,
            long rows,
            long updatedRows,
            long removedRows,
            long memoryBytes,
            long commitMillis,
            long droppedRows,
            long shufflePartitions,
            Map<String, Long> custom) {}

    record Source(
            String description,
            @Nullable String startOffset,
            @Nullable String endOffset,
            @Nullable String latestOffset,
            long inputRows,
            double inputRowsPerSecond,
            double processedRowsPerSecond,
            Map<String, String> metrics) {}

    /// @param outputRows -1 where the sink does not tell
    record Sink(String description, long outputRows, Map<String, String> metrics) {}
}
