package io.spindrift.history;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One run of a query of Structured Streaming: from its start to its end, after which the same
/// query may start again, from its checkpoint, as another run.
///
/// @param runId of this run alone; Spark's ids are UUIDs
/// @param id of the query, the same in all its runs
/// @param error why it ended, where it failed
/// @param errorClass Spark's class of that error (3.5 on)
/// @param batches how many reports of progress there were, with or without data
/// @param inputRows summed over all of them, as are the following
/// @param outputRows absent where the sink never told
/// @param batchMillis time in triggers
/// @param lastActiveAt its newest report, also one of being idle
/// @param last the newest report with all that it told; absent before the first
public record StreamingQueryRun(
        String runId,
        String id,
        @Nullable String name,
        StreamingStatus status,
        Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable String error,
        @Nullable String errorClass,
        long batches,
        long inputRows,
        @Nullable Long outputRows,
        long batchMillis,
        long longestBatchMillis,
        long droppedRows,
        long stateBytesMax,
        Instant lastActiveAt,
        @Nullable StreamingProgress last) {

    public enum StreamingStatus {
        RUNNING,
        FINISHED,
        FAILED,
        /// The run ended while it ran.
        UNKNOWN
    }

    /// One trigger in detail. Long texts, such as offsets of a thousand partitions, are cut.
    ///
    /// @param durationMillis by part, with `triggerExecution` for all of them
    /// @param eventTime `watermark`, `max`, `min`, `avg` as Spark wrote them
    /// @param observed the user's own metrics by name, each as JSON
    public record StreamingProgress(
            Instant at,
            long batchId,
            long inputRows,
            double inputRowsPerSecond,
            double processedRowsPerSecond,
            Map<String, Long> durationMillis,
            Map<String, String> eventTime,
            List<StateOperator> operators,
            List<StreamingSource> sources,
            StreamingSink sink,
            Map<String, String> observed) {
        public StreamingProgress {
            durationMillis = Map.copyOf(durationMillis);
            eventTime = Map.copyOf(eventTime);
            operators = List.copyOf(operators);
            sources = List.copyOf(sources);
            observed = Map.copyOf(observed);
        }
    }

    /// Offsets are texts of the source's own making, mostly JSON.
    public record StreamingSource(
            String description,
            @Nullable String startOffset,
            @Nullable String endOffset,
            @Nullable String latestOffset,
            long inputRows,
            double inputRowsPerSecond,
            double processedRowsPerSecond,
            Map<String, String> metrics) {
        public StreamingSource {
            metrics = Map.copyOf(metrics);
        }
    }

    /// @param outputRows absent where the sink does not tell
    public record StreamingSink(
            String description, @Nullable Long outputRows, Map<String, String> metrics) {
        public static final StreamingSink NONE = new StreamingSink("", null, Map.of());

        public StreamingSink {
            metrics = Map.copyOf(metrics);
        }
    }

    /// What a stateful operator keeps. `custom` are figures of the state store.
    public record StateOperator(
            String name,
            long rows,
            long updatedRows,
            long removedRows,
            long memoryBytes,
            long commitMillis,
            long droppedRows,
            long shufflePartitions,
            Map<String, Long> custom) {
        public StateOperator {
            custom = Map.copyOf(custom);
        }
    }
}
