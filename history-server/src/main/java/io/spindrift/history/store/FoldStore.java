package io.spindrift.history.store;

import io.spindrift.history.ExecutorRun;
import io.spindrift.history.RunId;
import io.spindrift.history.store.ConnectState.OperationState;
import io.spindrift.history.store.ConnectState.SessionState;
import io.spindrift.history.store.RunStore.ExecutorSums;
import io.spindrift.history.store.ValuesStore.Named;
import io.spindrift.history.store.ValuesStore.Numbered;
import io.spindrift.kv.Batch;
import io.spindrift.kv.Range;

/// Puts what a fold has changed into a batch.
final class FoldStore {
    private FoldStore() {}

    /// What changed since the last batch.
    static void put(Fold fold, Batch batch) {
        AppState app = fold.app;
        RunId run = app.run;
        if (app.environmentDirty) {
            batch.put(RunStore.ENVIRONMENTS, run, app.environment);
        }
        NoteStore.put(app, batch);
        putKept(fold, batch);
        putClients(fold, batch);
        if (app.failuresDirty) {
            batch.put(RunStore.FAILURES, run, app.failures);
        }
        for (Fold.FullBlock block : fold.fullBlocks) {
            batch.put(
                    TaskStore.BLOCKS,
                    TaskStore.key(run, block.stage(), block.number()),
                    block.columns());
        }
        for (StageState stage : fold.stages.values()) {
            TaskColumns block = stage.block;
            if (stage.blockDirty && block != null) {
                int number = stage.endedTasks / TaskColumns.ROWS_MAX;
                batch.put(TaskStore.BLOCKS, TaskStore.key(run, stage.id, number), block);
            }
            if (stage.dirty) {
                batch.put(StageStore.STAGES, AnswerStore.key(run, stage.id), stage);
            }
        }
        for (JobState job : fold.jobs.values()) {
            if (job.dirty) {
                batch.put(JobStore.JOBS, new Numbered(run, job.id, 0, 0), job);
            }
        }
        for (ExecutorState executor : fold.executors.values()) {
            if (executor.dirty) {
                batch.put(ExecutorStore.EXECUTORS, new Named(run, executor.id, 0), executor);
            }
        }
        for (SqlState sql : fold.sqls.values()) {
            SqlPlan plan = sql.plan;
            if (sql.planDirty && plan != null) {
                batch.put(SqlStore.PLANS, new Numbered(run, sql.id, 0, 0), plan);
            }
            PlanStore.put(sql, run, batch);
            if (sql.dirty) {
                batch.put(SqlStore.SQLS, new Numbered(run, sql.id, 0, 0), sql);
            }
        }
    }

    private static void putKept(Fold fold, Batch batch) {
        RunId run = fold.app.run;
        for (int dropped : fold.droppedRdds) {
            batch.delete(RddStore.RDDS, new Numbered(run, dropped, 0, 0));
        }
        for (RddState rdd : fold.rdds.values()) {
            if (rdd.dirty) {
                batch.put(RddStore.RDDS, new Numbered(run, rdd.id, 0, 0), rdd);
            }
        }
    }

    private static void putClients(Fold fold, Batch batch) {
        RunId run = fold.app.run;
        for (StreamState stream : fold.streams.values()) {
            if (stream.dirty) {
                StreamStore.put(stream, run, batch);
            }
        }
        for (SessionState session : fold.sessions.values()) {
            if (session.dirty) {
                batch.put(ConnectStore.SESSIONS, new Named(run, session.id, 0), session);
            }
        }
        for (OperationState operation : fold.operations.values()) {
            if (operation.dirty) {
                Numbered key = new Numbered(run, operation.number, 0, 0);
                batch.put(ConnectStore.OPERATIONS, key, operation);
            }
        }
    }

    /// Only once the batch is in: until then a commit may be repeated.
    static void settled(Fold fold) {
        fold.app.environmentDirty = false;
        fold.app.failuresDirty = false;
        fold.fullBlocks.clear();
        fold.stages.values().forEach(stage -> stage.dirty = stage.blockDirty = false);
        fold.jobs.values().forEach(job -> job.dirty = false);
        fold.executors.values().forEach(executor -> executor.dirty = false);
        fold.sqls
                .values()
                .forEach(sql -> {
                    sql.dirty = sql.planDirty = false;
                    sql.replaced.clear();
                });
        fold.app.unknownDirty = false;
        fold.app.processesDirty = false;
        fold.droppedRdds.clear();
        fold.rdds.values().forEach(rdd -> rdd.dirty = false);
        fold.streams.values().forEach(StreamStore::settled);
        fold.sessions.values().forEach(session -> session.dirty = false);
        fold.operations.values().forEach(operation -> operation.dirty = false);
    }

    /// All rows of a run.
    static void forget(RunId run, Batch batch) {
        unfold(run, batch);
        MemoryStore.forget(batch, run);
    }

    /// All rows of a run that come from its log.
    static void unfold(RunId run, Batch batch) {
        Range all = Range.prefix(ValuesStore.part(run));
        batch.delete(RunStore.RUNS, run);
        batch.delete(RunStore.SERIES, run);
        batch.delete(RunStore.ENVIRONMENTS, run);
        batch.delete(RunStore.FAILURES, run);
        batch.delete(IssueStore.ISSUES, run);
        batch.deleteAll(JobStore.JOBS, all);
        batch.deleteAll(StageStore.STAGES, all);
        batch.deleteAll(ExecutorStore.EXECUTORS, all);
        batch.deleteAll(SqlStore.SQLS, all);
        batch.deleteAll(SqlStore.PLANS, all);
        batch.deleteAll(TaskStore.BLOCKS, all);
        batch.deleteAll(RddStore.RDDS, all);
        batch.deleteAll(ConnectStore.SESSIONS, all);
        batch.deleteAll(ConnectStore.OPERATIONS, all);
        StreamStore.forget(run, batch);
        PlanStore.forget(run, batch);
        NoteStore.forget(run, batch);
    }

    /// Over executors, as of now.
    static ExecutorSums sums(Fold fold) {
        AppState app = fold.app;
        int total = 0;
        int active = 0;
        long slotMillis = 0;
        long coreMillis = 0;
        long peakBytes = 0;
        for (ExecutorState each : fold.executors.values()) {
            boolean counts = app.localMode || !each.id.equals(ExecutorRun.DRIVER);
            total += counts ? 1 : 0;
            active += counts && each.removedMillis == 0 && app.endMillis == 0 ? 1 : 0;
            slotMillis += each.slots(app) * each.uptimeMillis(app);
            coreMillis += each.cores * each.uptimeMillis(app);
            peakBytes = Math.max(peakBytes, AppRuns.peakBytes(each.peaks));
        }
        return new ExecutorSums(total, active, slotMillis, coreMillis, peakBytes);
    }
}
