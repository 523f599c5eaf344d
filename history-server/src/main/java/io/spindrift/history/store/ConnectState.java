package io.spindrift.history.store;

import io.spindrift.history.ConnectSession;
import io.spindrift.history.ConnectSession.ConnectOperation;
import io.spindrift.history.ConnectSession.Door;
import io.spindrift.history.ConnectSession.OperationStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Sessions of clients, and what they ran, while the log is being folded.
final class ConnectState {
    private ConnectState() {}

    private static @Nullable Instant time(long millis) {
        return millis == 0 ? null : Instant.ofEpochMilli(millis);
    }

    static final class SessionState {
        final String id;
        boolean dirty = true;
        Door door = Door.CONNECT;
        String user = "";
        @Nullable String address;
        long startedMillis;
        long closedMillis;
        int operations;
        int running;
        int failed;

        SessionState(String id) {
            this.id = id;
        }

        boolean live() {
            return closedMillis == 0 || running > 0;
        }

        ConnectSession toRun() {
            return new ConnectSession(
                    id,
                    door,
                    user,
                    address,
                    Instant.ofEpochMilli(startedMillis),
                    time(closedMillis),
                    operations,
                    running,
                    failed);
        }
    }

    static final class OperationState {
        final String id;

        /// In the order in which they came.
        final int number;

        boolean dirty = true;
        String sessionId = "";
        Door door = Door.CONNECT;
        String user = "";
        String statement = "";
        String tag = "";
        List<String> tags = List.of();
        OperationStatus status = OperationStatus.RUNNING;
        long startedMillis;
        long parsedMillis;
        long readyMillis;
        long finishedMillis;
        long closedMillis;
        @Nullable String error;

        /// -1 where they were not told.
        long rows = -1;

        List<Integer> jobIds = new ArrayList<>();
        List<Long> sqlIds = new ArrayList<>();

        OperationState(String id, int number) {
            this.id = id;
            this.number = number;
        }

        boolean live() {
            return closedMillis == 0;
        }

        ConnectOperation toRun() {
            return new ConnectOperation(
                    id,
                    sessionId,
                    door,
                    user,
                    statement,
                    tag,
                    tags,
                    status,
                    Instant.ofEpochMilli(startedMillis),
                    time(parsedMillis),
                    time(readyMillis),
                    time(finishedMillis),
                    time(closedMillis),
                    error,
                    rows < 0 ? null : rows,
                    jobIds,
                    sqlIds);
        }
    }
}
