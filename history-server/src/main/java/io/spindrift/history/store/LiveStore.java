package io.spindrift.history.store;

import io.spindrift.history.RunId;
import io.spindrift.history.StageId;
import io.spindrift.history.store.ConnectState.SessionState;
import io.spindrift.history.store.ValuesStore.Named;
import io.spindrift.history.store.ValuesStore.Numbered;
import io.spindrift.kv.Database;
import io.spindrift.kv.Range;
import io.spindrift.kv.Table;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The rows of one run, as its fold takes them up again.
final class LiveStore implements StoredStates {
    private final Database database;
    private final RunId run;

    LiveStore(Database database, RunId run) {
        this.database = database;
        this.run = run;
    }

    /// What was live when the last batch was written.
    void load(Fold fold) {
        AppState app = fold.app;
        database.get(RunStore.SERIES, run).ifPresent(series -> app.series = series);
        database.get(RunStore.ENVIRONMENTS, run).ifPresent(found -> app.environment = found);
        database.get(RunStore.FAILURES, run).ifPresent(app.failures::putAll);
        each(ExecutorStore.EXECUTORS, state -> fold.executors.put(state.id, state));
        each(JobStore.JOBS, state -> keep(state.live(), fold.jobs, state.id, state));
        each(StageStore.STAGES, state -> keep(state.live(), fold.stages, state.id, state));
        NoteStore.load(database, app);
        each(StreamStore.STREAMS, state -> keep(state.live(), fold.streams, state.runId, state));
        each(RddStore.RDDS, state -> keep(state.live(), fold.rdds, state.id, state));
        each(ConnectStore.SESSIONS, state -> keep(state.live(), fold.sessions, state.id, state));
        each(
                ConnectStore.OPERATIONS,
                state -> keep(state.live(), fold.operations, state.id, state));
        each(SqlStore.SQLS, state -> keep(state.live(), fold.sqls, state.id, state));
    }

    private <K, S> void each(Table<K, S> table, Consumer<S> consumer) {
        AnswerStore.each(database, table, Range.prefix(ValuesStore.part(run)), consumer);
    }

    private static <K, V> void keep(boolean live, Map<K, V> into, K key, V state) {
        if (live) {
            into.put(key, state);
        }
    }

    @Override
    public @Nullable JobState job(int id) {
        return database.get(JobStore.JOBS, new Numbered(run, id, 0, 0)).orElse(null);
    }

    @Override
    public @Nullable StageState stage(StageId id) {
        return database.get(StageStore.STAGES, AnswerStore.key(run, id)).orElse(null);
    }

    @Override
    public @Nullable SqlState sql(long id) {
        return database.get(SqlStore.SQLS, new Numbered(run, id, 0, 0)).orElse(null);
    }

    @Override
    public @Nullable SqlPlan plan(long sqlId) {
        return database.get(SqlStore.PLANS, new Numbered(run, sqlId, 0, 0)).orElse(null);
    }

    @Override
    public @Nullable StreamState stream(String runId) {
        return database.get(StreamStore.STREAMS, new Named(run, runId, 0)).orElse(null);
    }

    @Override
    public StreamPoints points(String streamRunId) {
        return StreamStore.points(database, run, streamRunId);
    }

    @Override
    public @Nullable RddState rdd(int id) {
        return database.get(RddStore.RDDS, new Numbered(run, id, 0, 0)).orElse(null);
    }

    @Override
    public @Nullable SessionState session(String id) {
        return database.get(ConnectStore.SESSIONS, new Named(run, id, 0)).orElse(null);
    }

    @Override
    public @Nullable TaskColumns block(StageId stage, int number) {
        return database.get(TaskStore.BLOCKS, TaskStore.key(run, stage, number)).orElse(null);
    }
}
