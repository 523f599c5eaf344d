package io.spindrift.history.store;

import io.spindrift.history.ConnectSession.Door;
import io.spindrift.history.ConnectSession.OperationStatus;
import io.spindrift.history.eventlog.ConnectEvent;
import io.spindrift.history.store.ConnectState.OperationState;
import io.spindrift.history.store.ConnectState.SessionState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What events say of clients' sessions and operations.
final class ConnectFold {
    private static final int STATEMENT_MAX = 64 << 10;
    private static final int LINKS_MAX = 1_000;

    private final Fold fold;

    ConnectFold(Fold fold) {
        this.fold = fold;
    }

    void apply(ConnectEvent event) {
        switch (event) {
            case ConnectEvent.SessionStarted started -> sessionStarted(started);
            case ConnectEvent.SessionClosed closed -> {
                SessionState session = session(closed.id());
                session.closedMillis = closed.atMillis();
                fold.app.seen(closed.atMillis());
            }
            case ConnectEvent.OperationStarted started -> operationStarted(started);
            case ConnectEvent.OperationStep step -> step(step);
        }
    }

    private void sessionStarted(ConnectEvent.SessionStarted event) {
        SessionState session = session(event.id());
        session.door = event.thrift() ? Door.THRIFT : Door.CONNECT;
        session.user = event.user();
        session.address = event.address();
        session.startedMillis = event.atMillis();
        fold.app.seen(event.atMillis());
    }

    private SessionState session(String id) {
        SessionState session = fold.session(id);
        session.dirty = true;
        return session;
    }

    private void operationStarted(ConnectEvent.OperationStarted event) {
        if (fold.operations.containsKey(event.id())) {
            return; // told twice
        }
        OperationState operation = new OperationState(event.id(), fold.app.operations++);
        operation.door = event.thrift() ? Door.THRIFT : Door.CONNECT;
        operation.sessionId = event.sessionId();
        operation.user = event.user();
        operation.statement = FailureText.cut(event.statement(), STATEMENT_MAX);
        operation.tag = event.tag();
        operation.tags = event.tags().stream().sorted().toList();
        operation.startedMillis = event.atMillis();
        fold.operations.put(operation.id, operation);
        SessionState session = session(event.sessionId());
        session.door = operation.door;
        session.user = session.user.isEmpty() ? event.user() : session.user;
        session.startedMillis =
                session.startedMillis == 0 ? event.atMillis() : session.startedMillis;
        session.operations++;
        session.running++;
        fold.app.seen(event.atMillis());
    }

    private void step(ConnectEvent.OperationStep event) {
        OperationState operation = fold.operations.get(event.id());
        if (operation == null) {
            return; // it began before the log did
        }
        long at = event.atMillis() == 0 ? fold.app.updatedMillis : event.atMillis();
        operation.dirty = true;
        fold.app.seen(at);
        switch (event.step()) {
            case PARSED -> operation.parsedMillis = at;
            case READY -> operation.readyMillis = at;
            case CANCELED -> end(operation, OperationStatus.CANCELED, at);
            case FAILED -> {
                end(operation, OperationStatus.FAILED, at);
                String error = event.error() == null ? "" : event.error();
                operation.error = FailureText.cut(error, FailureText.TRACE_MAX);
            }
            case FINISHED -> {
                end(operation, OperationStatus.SUCCEEDED, at);
                operation.rows = event.rows();
            }
            case CLOSED -> {
                end(operation, OperationStatus.SUCCEEDED, at);
                operation.closedMillis = at;
            }
        }
    }

    /// The first word counts: what failed is also closed.
    private void end(OperationState operation, OperationStatus status, long atMillis) {
        if (operation.status != OperationStatus.RUNNING) {
            return;
        }
        operation.status = status;
        operation.finishedMillis = atMillis;
        SessionState session = session(operation.sessionId);
        session.running--;
        session.failed += status == OperationStatus.FAILED ? 1 : 0;
    }

    /// A job, with its query, was begun for an operation where it bears its tag.
    void link(List<String> tags, @Nullable String group, int jobId, long sqlId) {
        if (fold.operations.isEmpty()) {
            return;
        }
        for (OperationState each : fold.operations.values()) {
            boolean its =
                    !each.tag.isEmpty() && (tags.contains(each.tag) || each.tag.equals(group));
            if (its) {
                add(each.jobIds, jobId, jobId >= 0);
                add(each.sqlIds, sqlId, sqlId >= 0);
                each.dirty = true;
            }
        }
    }

    private static <T> void add(List<T> links, T id, boolean known) {
        if (known && links.size() < LINKS_MAX && !links.contains(id)) {
            links.add(id);
        }
    }

    /// The run ended while it ran.
    void abandon(OperationState operation) {
        operation.dirty = true;
        end(operation, OperationStatus.UNKNOWN, fold.app.endMillis);
        operation.closedMillis = fold.app.endMillis;
    }

    void abandon(SessionState session) {
        session.dirty = true;
        session.closedMillis =
                session.closedMillis == 0 ? fold.app.endMillis : session.closedMillis;
    }
}
