package io.spindrift.history;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A client's session with the application: of Spark Connect, or of the Thrift server (JDBC and
/// ODBC).
///
/// @param operations how many it ran, running and failed ones among them
/// @param closedAt absent while it is open
/// @param clientAddress known of Thrift only
public record ConnectSession(
        String id,
        Door door,
        String user,
        @Nullable String clientAddress,
        Instant startedAt,
        @Nullable Instant closedAt,
        int operations,
        int runningOperations,
        int failedOperations) {

    /// Where clients come in.
    public enum Door {
        CONNECT,
        THRIFT
    }

    /// One statement or plan that a session ran.
    ///
    /// @param statement what was asked for: SQL text, or the plan that Connect was sent, as text
    /// @param jobTag on the jobs and queries that it ran; of Thrift, their group
    /// @param parsedAt of Connect when it was analysed, of Thrift when its plan was there
    /// @param readyAt of Connect when it was ready to run
    /// @param finishedAt when its result was there, or it failed or was cancelled
    /// @param closedAt when the client had taken the result
    /// @param producedRows where Spark told
    /// @param jobIds at most the first thousand, as of sqlIds
    public record ConnectOperation(
            String id,
            String sessionId,
            Door door,
            String user,
            String statement,
            String jobTag,
            List<String> tags,
            OperationStatus status,
            Instant startedAt,
            @Nullable Instant parsedAt,
            @Nullable Instant readyAt,
            @Nullable Instant finishedAt,
            @Nullable Instant closedAt,
            @Nullable String error,
            @Nullable Long producedRows,
            List<Integer> jobIds,
            List<Long> sqlIds) {
        public ConnectOperation {
            tags = List.copyOf(tags);
            jobIds = List.copyOf(jobIds);
            sqlIds = List.copyOf(sqlIds);
        }
    }

    public enum OperationStatus {
        RUNNING,
        SUCCEEDED,
        FAILED,
        CANCELED,
        /// The run ended while it ran.
        UNKNOWN
    }
}
