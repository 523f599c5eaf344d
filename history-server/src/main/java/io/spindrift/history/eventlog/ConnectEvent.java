package io.spindrift.history.eventlog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What happened at one of the doors by which clients come in: Spark Connect, or the Thrift server
/// of JDBC and ODBC.
public sealed interface ConnectEvent {
    record SessionStarted(
            boolean thrift, String id, String user, @Nullable String address, long atMillis)
            implements ConnectEvent {}

    record SessionClosed(String id, long atMillis) implements ConnectEvent {}

    /// @param tag on its jobs: a job tag of Connect, a job group of Thrift
    record OperationStarted(
            boolean thrift,
            String id,
            String sessionId,
            String user,
            String statement,
            String tag,
            List<String> tags,
            long atMillis)
            implements ConnectEvent {}

    /// @param rows -1 where they were not told
    /// @param atMillis 0 where it was not told
    record OperationStep(String id, Step step, long atMillis, @Nullable String error, long rows)
            implements ConnectEvent {}

    enum Step {
        PARSED,
        READY,
        CANCELED,
        FAILED,
        FINISHED,
        CLOSED
    }
}
