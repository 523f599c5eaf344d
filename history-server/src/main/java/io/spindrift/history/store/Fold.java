package io.spindrift.history.store;

import io.spindrift.history.RunState;
import io.spindrift.history.StageId;
import io.spindrift.history.eventlog.SparkEvent;
import io.spindrift.history.store.ConnectState.OperationState;
import io.spindrift.history.store.ConnectState.SessionState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Folds the events of one run into states, one event at a time. Pure but for asking [StoredStates]
/// for what was put away; what it holds is bounded by what runs at once, not by the log's length.
///
/// The outcome depends on the events and their order alone, not on where batches end.
final class Fold {
    private static final String CUT_OFF =
            "The driver ended without having told so in its event log";
    private static final String STANDS_STILL =
            "The event log was left in progress and no longer grows: the driver crashed, or was killed";
    private static final String NO_END =
            "The event log stops without the end of the application: its last part is missing";

    final AppState app;
    final Map<Integer, JobState> jobs = new HashMap<>();
    final Map<StageId, StageState> stages = new HashMap<>();
    final Map<Long, SqlState> sqls = new HashMap<>();
    final Map<String, StreamState> streams = new HashMap<>();
    final Map<Integer, RddState> rdds = new HashMap<>();

    /// Of which no row is to be left.
    final Set<Integer> droppedRdds = new HashSet<>();

    final Map<String, SessionState> sessions = new HashMap<>();
    final Map<String, OperationState> operations = new LinkedHashMap<>();
    final Map<String, ExecutorState> executors = new LinkedHashMap<>();

    /// Full blocks that are not yet in rows.
    final List<FullBlock> fullBlocks = new ArrayList<>();

    private final StoredStates stored;
    private final ApplicationFold application;
    private final JobFold job;
    private final TaskFold task;
    private final SqlFold sql;
    private final StreamFold stream;
    final StorageFold storage;
    final ConnectFold connect;

    Fold(AppState app, StoredStates stored) {
        this.app = app;
        this.stored = stored;
        application = new ApplicationFold(this);
        job = new JobFold(this);
        task = new TaskFold(this);
        sql = new SqlFold(this);
        stream = new StreamFold(this);
        storage = new StorageFold(this);
        connect = new ConnectFold(this);
    }

    record FullBlock(StageId stage, int number, TaskColumns columns) {}

    void apply(SparkEvent event) {
        switch (event) {
            case SparkEvent.TaskStart start -> task.started(start);
            case SparkEvent.TaskEnd end -> task.ended(end);
            case SparkEvent.TaskGettingResult getting -> task.gettingResult(getting);
            case SparkEvent.StageSubmitted submitted -> job.stageSubmitted(submitted);
            case SparkEvent.StageCompleted completed -> job.stageCompleted(completed.stage());
            case SparkEvent.JobStart start -> job.started(start);
            case SparkEvent.JobEnd end -> job.ended(end);
            case SparkEvent.SqlStart start -> sql.started(start);
            case SparkEvent.SqlEnd end -> sql.ended(end);
            case SparkEvent.SqlPlanChanged changed -> sql.planChanged(changed);
            case SparkEvent.SqlMetricsAdded added -> sql.metricsAdded(added);
            case SparkEvent.DriverUpdates updates -> sql.driverUpdates(updates);
            case SparkEvent.LogStart start -> app.sparkVersion = start.sparkVersion();
            case SparkEvent.ApplicationStart start -> application.started(start);
            case SparkEvent.ApplicationEnd end -> application.ended(end);
            case SparkEvent.EnvironmentUpdate update -> application.environment(update);
            case SparkEvent.ResourceProfileAdded added -> application.profileAdded(added);
            case SparkEvent.ExecutorAdded added -> application.executorAdded(added);
            case SparkEvent.ExecutorRemoved removed -> application.executorRemoved(removed);
            case SparkEvent.BlockManagerAdded added -> application.blockManagerAdded(added);
            case SparkEvent.BlockManagerRemoved removed -> app.seen(removed.atMillis());
            case SparkEvent.ExecutorExcluded excluded -> application.excluded(excluded);
            case SparkEvent.ExecutorExcludedForStage excluded -> application.excluded(excluded);
            case SparkEvent.ExecutorPeaks peaks -> application.peaks(peaks);
            case SparkEvent.NodeExcluded excluded -> application.excluded(excluded);
            case SparkEvent.NodeExcludedForStage excluded -> application.excluded(excluded);
            case SparkEvent.ProcessAdded added -> application.processAdded(added);
            case SparkEvent.Stream told -> stream.apply(told.event());
            case SparkEvent.Storage told -> storage.apply(told.event());
            case SparkEvent.Connect told -> connect.apply(told.event());
            case SparkEvent.Unknown unknown -> application.unknown(unknown);
            case SparkEvent.Malformed ignored -> app.malformedLines++;
        }
    }

    /// Nothing more will come: what still runs counts as ended with the run.
    ///
    /// @param driverEndedMillis used where the log has no end of its own
    void finish(long driverEndedMillis) {
        if (app.endMillis == 0) {
            boolean told = driverEndedMillis > 0 && !app.standsStill;
            long end = told ? driverEndedMillis : 0;
            app.endMillis = Math.max(app.updatedMillis, Math.max(end, app.startMillis));
            app.state = told ? RunState.CUT_OFF : RunState.INCOMPLETE;
            app.endReason = told ? CUT_OFF : app.standsStill ? STANDS_STILL : NO_END;
        }
        app.startMillis = app.startMillis == 0 ? app.endMillis : app.startMillis;
        app.seen(app.endMillis);
        for (StageState stage : sorted(stages, StageState::live)) {
            task.abandon(stage);
            job.abandon(stage);
        }
        for (JobState each : sorted(jobs, JobState::live)) {
            job.abandon(each);
        }
        for (SqlState each : sorted(sqls, SqlState::live)) {
            sql.abandon(each);
        }
        for (StreamState each : sorted(streams, StreamState::live)) {
            stream.abandon(each);
        }
        for (OperationState each : sorted(operations, OperationState::live)) {
            connect.abandon(each);
        }
        for (SessionState each : sorted(sessions, SessionState::live)) {
            connect.abandon(each);
        }
        task.allIdle(app.endMillis);
    }

    private static <K extends Comparable<K>, V> List<V> sorted(
            Map<K, V> states, Function<V, Boolean> wanted) {
        return states.entrySet().stream()
                .filter(entry -> wanted.apply(entry.getValue()))
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .toList();
    }

    /// Puts away what is in rows and of which nothing more is expected.
    void evict() {
        jobs.values().removeIf(each -> !each.dirty && !each.live());
        stages.values().removeIf(each -> !each.dirty && !each.live());
        sqls.values().removeIf(each -> !each.dirty && !each.live());
        streams.values().removeIf(each -> !each.dirty && !each.live());
        rdds.values().removeIf(each -> !each.dirty && !each.live());
        sessions.values().removeIf(each -> !each.dirty && !each.live());
        operations.values().removeIf(each -> !each.dirty && !each.live());
    }

    JobState job(int id) {
        JobState found = jobs.get(id);
        if (found == null) {
            found = stored.job(id);
            found = found == null ? new JobState(id) : found;
            jobs.put(id, found);
        }
        return found;
    }

    StageState stage(StageId id) {
        StageState found = stages.get(id);
        if (found == null) {
            found = stored.stage(id);
            if (found == null) {
                found = new StageState(id);
                app.stages++;
            }
            stages.put(id, found);
        }
        return found;
    }

    SqlState sql(long id) {
        SqlState found = sqls.get(id);
        if (found == null) {
            found = stored.sql(id);
            if (found == null) {
                found = new SqlState(id);
                app.sqls++;
            }
            sqls.put(id, found);
        }
        return found;
    }

    SqlPlan plan(SqlState of) {
        SqlPlan plan = of.plan;
        if (plan == null) {
            plan = stored.plan(of.id);
            plan = plan == null ? SqlPlan.NONE : plan;
            of.plan = plan;
        }
        return plan;
    }

    StreamState stream(String runId) {
        StreamState found = streams.get(runId);
        if (found == null) {
            found = stored.stream(runId);
            found = found == null ? new StreamState(runId) : found;
            streams.put(runId, found);
        }
        return found;
    }

    StreamPoints points(StreamState of) {
        StreamPoints points = of.points;
        if (points == null) {
            points = stored.points(of.runId);
            of.points = points;
        }
        return points;
    }

    /// Null for one of which no stage has said that it is kept.
    @Nullable RddState rdd(int id) {
        RddState found = rdds.get(id);
        if (found == null && !droppedRdds.contains(id)) {
            found = stored.rdd(id);
            if (found != null) {
                rdds.put(id, found);
            }
        }
        return found;
    }

    SessionState session(String id) {
        SessionState found = sessions.get(id);
        if (found == null) {
            found = stored.session(id);
            found = found == null ? new SessionState(id) : found;
            sessions.put(id, found);
        }
        return found;
    }

    ExecutorState executor(String id) {
        return executors.computeIfAbsent(id, ExecutorState::new);
    }

    /// The block that the stage's next ended task goes to.
    TaskColumns block(StageState stage) {
        TaskColumns block = stage.block;
        if (block == null) {
            int number = stage.endedTasks / TaskColumns.ROWS_MAX;
            boolean begun = stage.endedTasks % TaskColumns.ROWS_MAX != 0;
            TaskColumns kept = begun ? stored.block(stage.id, number) : null;
            block = kept == null ? new TaskColumns() : kept;
            stage.block = block;
        }
        return block;
    }

    /// Live jobs that the stage counts for.
    List<JobState> liveJobs(StageState stage) {
        List<JobState> live = new ArrayList<>(stage.jobIds.size());
        for (int id : stage.jobIds) {
            JobState each = jobs.get(id);
            if (each != null && each.live()) {
                live.add(each);
            }
        }
        return live;
    }

    static void add(long[] sum, long[] more) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += more[i];
        }
    }

    static void max(long[] highest, long[] more) {
        for (int i = 0; i < highest.length; i++) {
            highest[i] = Math.max(highest[i], more[i]);
        }
    }
}
