package io.spindrift.history.store;

import io.spindrift.history.ConnectSession;
import io.spindrift.history.ConnectSession.ConnectOperation;
import io.spindrift.history.ConnectSession.Door;
import io.spindrift.history.ConnectSession.OperationStatus;
import io.spindrift.history.Page;
import io.spindrift.history.RunId;
import io.spindrift.history.store.ConnectState.OperationState;
import io.spindrift.history.store.ConnectState.SessionState;
import io.spindrift.history.store.ValuesStore.Named;
import io.spindrift.history.store.ValuesStore.Numbered;
import io.spindrift.kv.Cursor;
import io.spindrift.kv.Range;
import io.spindrift.kv.Reading;
import io.spindrift.kv.RowCodec;
import io.spindrift.kv.RowReader;
import io.spindrift.kv.RowWriter;
import io.spindrift.kv.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Clients' sessions, and what they ran in the order in which it came.
///
/// ```
/// history.session     run session 0    → SessionState
/// history.operation   run number 0 0   → OperationState
/// ```
final class ConnectStore {
    static final Table<Named, SessionState> SESSIONS =
            new Table<>("history.session", ValuesStore.NAMED, new SessionCodec());
    static final Table<Numbered, OperationState> OPERATIONS =
            new Table<>("history.operation", ValuesStore.NUMBERED, new OperationCodec());

    private ConnectStore() {}

    static List<ConnectSession> sessions(Reading rows, RunId run) {
        List<ConnectSession> found = new ArrayList<>();
        Range all = Range.prefix(ValuesStore.part(run));
        AnswerStore.each(rows, SESSIONS, all, state -> found.add(state.toRun()));
        found.sort(
                Comparator.comparing(ConnectSession::startedAt).thenComparing(ConnectSession::id));
        return found;
    }

    /// The newest first. Numbers have no gaps, so that a page of all is found without counting.
    static Page<ConnectOperation> operations(
            Reading rows, RunId run, @Nullable String sessionId, int offset, int limit) {
        int total = rows.get(RunStore.RUNS, run).map(row -> row.app().operations).orElse(0);
        Range all = Range.prefix(ValuesStore.part(run)).descending();
        if (sessionId == null) {
            int before = Math.max(0, total - offset);
            return new Page<>(first(rows, all.before(ValuesStore.part(run, before)), limit), total);
        }
        List<ConnectOperation> found = new ArrayList<>();
        int matching = 0;
        try (Cursor<Numbered, OperationState> cursor = rows.scan(OPERATIONS, all)) {
            while (cursor.hasNext()) {
                OperationState each = cursor.next().row();
                if (each.sessionId.equals(sessionId)) {
                    if (matching++ >= offset && found.size() < limit) {
                        found.add(each.toRun());
                    }
                }
            }
        }
        return new Page<>(found, matching);
    }

    private static List<ConnectOperation> first(Reading rows, Range range, int limit) {
        List<ConnectOperation> found = new ArrayList<>();
        try (Cursor<Numbered, OperationState> cursor = rows.scan(OPERATIONS, range)) {
            while (cursor.hasNext() && found.size() < limit) {
                found.add(cursor.next().row().toRun());
            }
        }
        return found;
    }

    private static final class SessionCodec implements RowCodec<SessionState> {
        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(SessionState session, RowWriter out) {
            out.text(session.id).constant(session.door).text(session.user);
            out.textOrNull(session.address).count(session.startedMillis);
            out.count(session.closedMillis).count(session.operations).number(session.running);
            out.count(session.failed);
        }

        @Override
        public SessionState read(RowReader in) {
            SessionState session = new SessionState(in.text());
            session.dirty = false;
            session.door = in.constant(Door.class);
            session.user = in.text();
            session.address = in.textOrNull();
            session.startedMillis = in.count();
            session.closedMillis = in.count();
            session.operations = (int) in.count();
            session.running = in.integer();
            session.failed = (int) in.count();
            return session;
        }
    }

    private static final class OperationCodec implements RowCodec<OperationState> {
        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(OperationState operation, RowWriter out) {
            out.text(operation.id).number(operation.number).text(operation.sessionId);
            out.constant(operation.door).text(operation.user).text(operation.statement);
            out.text(operation.tag).constant(operation.status);
            ValuesStore.writeTexts(operation.tags, out);
            out.count(operation.startedMillis).count(operation.parsedMillis);
            out.count(operation.readyMillis).count(operation.finishedMillis);
            out.count(operation.closedMillis).textOrNull(operation.error).number(operation.rows);
            ValuesStore.writeIntegers(operation.jobIds, out);
            out.list(operation.sqlIds, (id, to) -> to.number(id));
        }

        @Override
        public OperationState read(RowReader in) {
            OperationState operation = new OperationState(in.text(), in.integer());
            operation.dirty = false;
            operation.sessionId = in.text();
            operation.door = in.constant(Door.class);
            operation.user = in.text();
            operation.statement = in.text();
            operation.tag = in.text();
            operation.status = in.constant(OperationStatus.class);
            operation.tags = ValuesStore.readTexts(in);
            operation.startedMillis = in.count();
            operation.parsedMillis = in.count();
            operation.readyMillis = in.count();
            operation.finishedMillis = in.count();
            operation.closedMillis = in.count();
            operation.error = in.textOrNull();
            operation.rows = in.number();
            operation.jobIds = ValuesStore.readIntegers(in);
            operation.sqlIds = new ArrayList<>(in.list(RowReader::number));
            return operation;
        }
    }
}
