package io.spindrift.history.store;

import io.spindrift.history.AppRun;
import io.spindrift.history.CoreUsage;
import io.spindrift.history.EnvironmentRun;
import io.spindrift.history.ExecutorRun;
import io.spindrift.history.Failure;
import io.spindrift.history.History;
import io.spindrift.history.Issue;
import io.spindrift.history.IssueCounts;
import io.spindrift.history.IssueFinder;
import io.spindrift.history.JobRun;
import io.spindrift.history.MemorySample;
import io.spindrift.history.MemorySeries;
import io.spindrift.history.Page;
import io.spindrift.history.RunFacts;
import io.spindrift.history.RunId;
import io.spindrift.history.RunQuery;
import io.spindrift.history.SearchIndex;
import io.spindrift.history.SearchQuery;
import io.spindrift.history.SearchResult;
import io.spindrift.history.SqlRun;
import io.spindrift.history.StageId;
import io.spindrift.history.StageRun;
import io.spindrift.history.TaskQuery;
import io.spindrift.history.TaskRun;
import io.spindrift.history.TaskSummary;
import io.spindrift.history.eventlog.LogPosition;
import io.spindrift.history.store.RunStore.ExecutorSums;
import io.spindrift.history.store.RunStore.RunRow;
import io.spindrift.history.store.ValuesStore.Named;
import io.spindrift.history.store.ValuesStore.Numbered;
import io.spindrift.kv.Batch;
import io.spindrift.kv.Cursor;
import io.spindrift.kv.Database;
import io.spindrift.kv.Durability;
import io.spindrift.kv.Range;
import io.spindrift.kv.Reading;
import io.spindrift.kv.Snapshot;
import io.spindrift.kv.Table;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// All runs in rows: written by one [RunWriter] a run, read by anyone at any time.
///
/// ```
/// history.run history.series history.environment history.failures   see RunStore
/// history.job history.stage history.executor                        see JobStore, StageStore …
/// history.sql history.plan                                          see SqlStore
/// history.task                                                      see TaskStore
/// history.memory history.peak                                       see MemoryStore
/// history.issues                                                    see IssueStore
/// ```
///
/// A batch holds all that a stretch of the log changed, and the position behind that stretch.
/// States in rows are whole: a fold is taken up again from them alone.
public final class HistoryStore implements History {
    private final Database database;
    private final IssueFinder issues;
    private final SearchIndex index;
    private final MemoryStore memory;
    private final RunList runs = new RunList();
    private final Function<Path, List<Path>> logFiles;

    /// @param logFiles finds what is still kept of a log, in order
    public HistoryStore(
            Database database,
            IssueFinder issues,
            SearchIndex index,
            Function<Path, List<Path>> logFiles) {
        this.database = database;
        this.issues = issues;
        this.index = index;
        this.memory = new MemoryStore(database);
        this.logFiles = logFiles;
    }

    /// Reads the list of runs into memory. To be called once, before anything else.
    public void start() {
        try (Cursor<RunId, RunRow> cursor = database.scan(RunStore.RUNS, Range.all())) {
            cursor.forEachRemaining(entry -> remember(database, entry.row()));
        }
    }

    private void remember(Reading rows, RunRow row) {
        long sampled =
                MemoryStore.peaks(rows, row.app().run).values().stream()
                        .mapToLong(MemorySample::totalBytes)
                        .max()
                        .orElse(0);
        runs.put(AppRuns.of(row, sampled));
    }

    /// A run whose log has not been read to its end.
    public record Unfinished(RunId run, Path log) {}

    public List<Unfinished> unfinished() {
        List<Unfinished> found = new ArrayList<>();
        try (Cursor<RunId, RunRow> cursor = database.scan(RunStore.RUNS, Range.all())) {
            cursor.forEachRemaining(entry -> {
                if (!entry.row().readToEnd()) {
                    found.add(new Unfinished(entry.key(), Path.of(entry.row().log())));
                }
            });
        }
        return found;
    }

    /// Where a run's log is; empty for an unknown run.
    public Optional<Path> log(RunId run) {
        return database.get(RunStore.RUNS, run).map(row -> Path.of(row.log()));
    }

    public boolean readToEnd(RunId run) {
        return database.get(RunStore.RUNS, run).map(RunRow::readToEnd).orElse(false);
    }

    /// Takes up a run where its rows stand, or a new one. One writer a run at a time.
    public RunWriter open(RunId run, Path log, @Nullable String jobId) {
        Optional<RunRow> known = database.get(RunStore.RUNS, run);
        AppState app = known.map(RunRow::app).orElseGet(() -> new AppState(run, jobId));
        app.jobId = jobId == null ? app.jobId : jobId;
        Fold fold = new Fold(app, stored(run));
        if (known.isEmpty()) {
            commit(fold, log.toString(), LogPosition.START, 0, false);
            return new RunWriter(this, fold, log.toString(), LogPosition.START, 0);
        }
        database.get(RunStore.SERIES, run).ifPresent(series -> app.series = series);
        database.get(RunStore.ENVIRONMENTS, run).ifPresent(found -> app.environment = found);
        database.get(RunStore.FAILURES, run).ifPresent(app.failures::putAll);
        each(database, ExecutorStore.EXECUTORS, run, state -> fold.executors.put(state.id, state));
        each(database, JobStore.JOBS, run, state -> keep(state.live(), fold.jobs, state.id, state));
        each(
                database,
                StageStore.STAGES,
                run,
                state -> keep(state.live(), fold.stages, state.id, state));
        each(database, SqlStore.SQLS, run, state -> keep(state.live(), fold.sqls, state.id, state));
        RunRow row = known.get();
        return new RunWriter(this, fold, log.toString(), row.position(), row.closeMillis());
    }

    private static <K, V> void keep(boolean live, Map<K, V> into, K key, V state) {
        if (live) {
            into.put(key, state);
        }
    }

    private StoredStates stored(RunId run) {
        return new StoredStates() {
            @Override
            public @Nullable JobState job(int id) {
                return database.get(JobStore.JOBS, new Numbered(run, id, 0, 0)).orElse(null);
            }

            @Override
            public @Nullable StageState stage(StageId id) {
                return database.get(StageStore.STAGES, key(run, id)).orElse(null);
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
            public @Nullable TaskColumns block(StageId stage, int number) {
                return database.get(TaskStore.BLOCKS, TaskStore.key(run, stage, number))
                        .orElse(null);
            }
        };
    }

    private static Numbered key(RunId run, StageId stage) {
        return new Numbered(run, stage.id(), stage.attempt(), 0);
    }

    /// Puts all that a fold has changed, and the position, into rows at once.
    void commit(Fold fold, String log, LogPosition position, long closeMillis, boolean readToEnd) {
        RunId run = fold.app.run;
        IssueCounts counts =
                database.get(IssueStore.ISSUES, run).map(IssueCounts::of).orElse(IssueCounts.NONE);
        RunRow row =
                new RunRow(fold.app, log, position, closeMillis, readToEnd, sums(fold), counts);
        database.write(
                readToEnd ? Durability.MACHINE : Durability.PROCESS,
                batch -> {
                    batch.put(RunStore.RUNS, run, row);
                    batch.put(RunStore.SERIES, run, fold.app.series);
                    putStates(fold, batch);
                });
        settled(fold);
        remember(database, row);
    }

    private static void putStates(Fold fold, Batch batch) {
        AppState app = fold.app;
        RunId run = app.run;
        if (app.environmentDirty) {
            batch.put(RunStore.ENVIRONMENTS, run, app.environment);
        }
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
                batch.put(StageStore.STAGES, key(run, stage.id), stage);
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
            if (sql.dirty) {
                batch.put(SqlStore.SQLS, new Numbered(run, sql.id, 0, 0), sql);
            }
        }
    }

    /// Only once the batch is in: until then a commit may be repeated.
    private static void settled(Fold fold) {
        fold.app.environmentDirty = false;
        fold.app.failuresDirty = false;
        fold.fullBlocks.clear();
        fold.stages.values().forEach(stage -> stage.dirty = stage.blockDirty = false);
        fold.jobs.values().forEach(job -> job.dirty = false);
        fold.executors.values().forEach(executor -> executor.dirty = false);
        fold.sqls.values().forEach(sql -> sql.dirty = sql.planDirty = false);
    }

    private static ExecutorSums sums(Fold fold) {
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

    /// Finds issues anew, stores them, and brings the index in step.
    void judge(RunId run) {
        facts(run)
                .ifPresent(facts -> {
                    List<Issue> found = issues.issues(facts);
                    database.write(
                            Durability.PROCESS, batch -> batch.put(IssueStore.ISSUES, run, found));
                    index.put(facts, found);
                });
    }

    /// Makes the index's changes durable and visible.
    public void commitIndex() {
        index.commit();
    }

    public void sampled(RunId run, List<MemorySample> samples) {
        if (memory.add(run, samples)) {
            database.get(RunStore.RUNS, run).ifPresent(row -> remember(database, row));
        }
    }

    public void forget(RunId run) {
        Range all = Range.prefix(ValuesStore.part(run));
        index.remove(run);
        index.commit();
        database.write(
                Durability.MACHINE,
                batch -> {
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
                    MemoryStore.forget(batch, run);
                });
        runs.remove(run);
    }

    @Override
    public Page<AppRun> runs(RunQuery query) {
        return runs.find(query);
    }

    @Override
    public Optional<AppRun> run(RunId run) {
        return runs.get(run);
    }

    @Override
    public List<AppRun> attempts(String appIdOrSparkAppId) {
        return runs.attempts(appIdOrSparkAppId);
    }

    @Override
    public List<JobRun> jobs(RunId run) {
        return list(database, JobStore.JOBS, run, JobState::toRun);
    }

    @Override
    public Optional<JobRun> job(RunId run, int jobId) {
        return database.get(JobStore.JOBS, new Numbered(run, jobId, 0, 0)).map(JobState::toRun);
    }

    @Override
    public List<StageRun> stages(RunId run) {
        return list(database, StageStore.STAGES, run, StageState::toRun);
    }

    @Override
    public List<StageRun> stages(RunId run, int stageId) {
        List<StageRun> found = new ArrayList<>();
        each(
                database,
                StageStore.STAGES,
                Range.prefix(ValuesStore.part(run, stageId)),
                state -> found.add(state.toRun()));
        return found;
    }

    @Override
    public Optional<StageRun> stage(RunId run, StageId stage) {
        return database.get(StageStore.STAGES, key(run, stage)).map(StageState::toRun);
    }

    @Override
    public Page<TaskRun> tasks(RunId run, StageId stage, TaskQuery query) {
        return tasks(run, stage)
                .map(tasks -> tasks.page(query))
                .orElseGet(() -> new Page<>(List.of(), 0));
    }

    @Override
    public Optional<TaskSummary> taskSummary(RunId run, StageId stage, List<Double> quantiles) {
        return tasks(run, stage).flatMap(tasks -> tasks.summary(quantiles));
    }

    private Optional<StageTasks> tasks(RunId run, StageId stage) {
        try (Snapshot rows = database.snapshot()) {
            return rows.get(StageStore.STAGES, key(run, stage))
                    .map(state -> {
                        List<TaskColumns> blocks = new ArrayList<>();
                        long first = TaskStore.key(run, stage, 0).b();
                        each(
                                rows,
                                TaskStore.BLOCKS,
                                Range.prefix(ValuesStore.part(run, stage.id()))
                                        .from(ValuesStore.part(run, stage.id(), first))
                                        .before(
                                                ValuesStore.part(
                                                        run, stage.id(), first + (1L << 32))),
                                blocks::add);
                        return new StageTasks(state, blocks);
                    });
        }
    }

    @Override
    public List<ExecutorRun> executors(RunId run) {
        try (Snapshot rows = database.snapshot()) {
            return executors(rows, run);
        }
    }

    private static List<ExecutorRun> executors(Reading rows, RunId run) {
        Optional<RunRow> row = rows.get(RunStore.RUNS, run);
        if (row.isEmpty()) {
            return List.of();
        }
        Map<String, MemorySample> peaks = MemoryStore.peaks(rows, run);
        List<ExecutorRun> executors =
                list(
                        rows,
                        ExecutorStore.EXECUTORS,
                        run,
                        state -> state.toRun(row.get().app(), peaks.get(state.id)));
        executors.sort(
                Comparator.comparing((ExecutorRun each) -> !each.driver())
                        .thenComparingInt(each -> each.id().length())
                        .thenComparing(ExecutorRun::id));
        return executors;
    }

    @Override
    public Page<SqlRun> sqls(RunId run, int offset, int limit) {
        try (Snapshot rows = database.snapshot()) {
            List<SqlState> states = list(rows, SqlStore.SQLS, run, Function.identity());
            List<SqlRun> page =
                    states.stream()
                            .skip(offset)
                            .limit(limit)
                            .map(state -> state.toRun(plan(rows, run, state.id)))
                            .toList();
            return new Page<>(page, states.size());
        }
    }

    private static SqlPlan plan(Reading rows, RunId run, long sqlId) {
        return rows.get(SqlStore.PLANS, new Numbered(run, sqlId, 0, 0)).orElse(SqlPlan.NONE);
    }

    @Override
    public Optional<SqlRun> sql(RunId run, long sqlId) {
        try (Snapshot rows = database.snapshot()) {
            return rows.get(SqlStore.SQLS, new Numbered(run, sqlId, 0, 0))
                    .map(state -> state.toRun(plan(rows, run, sqlId)));
        }
    }

    @Override
    public Optional<EnvironmentRun> environment(RunId run) {
        return database.get(RunStore.ENVIRONMENTS, run);
    }

    @Override
    public List<MemorySeries> memory(RunId run, int pointsMax) {
        if (pointsMax < 1) {
            throw new IllegalArgumentException("pointsMax is at least 1, not " + pointsMax);
        }
        return MemoryStore.series(database, run, pointsMax);
    }

    @Override
    public CoreUsage coreUsage(RunId run, int buckets) {
        if (buckets < 1 || buckets > 2000) {
            throw new IllegalArgumentException("buckets are 1 to 2000, not " + buckets);
        }
        try (Snapshot rows = database.snapshot()) {
            Optional<RunRow> row = rows.get(RunStore.RUNS, run);
            if (row.isEmpty() || row.get().app().startMillis == 0) {
                return new CoreUsage(Instant.EPOCH, Duration.ZERO, List.of());
            }
            AppState app = row.get().app();
            List<StageState> live = new ArrayList<>();
            if (app.endMillis == 0) {
                each(
                        rows,
                        StageStore.STAGES,
                        run,
                        state -> {
                            if (!state.running.isEmpty()) {
                                live.add(state);
                            }
                        });
            }
            return CoreUsages.of(
                    app,
                    rows.get(RunStore.SERIES, run).orElseGet(() -> new CoreSeries(app.startMillis)),
                    list(rows, ExecutorStore.EXECUTORS, run, Function.identity()),
                    live,
                    buckets);
        }
    }

    @Override
    public List<Issue> issues(RunId run) {
        return database.get(IssueStore.ISSUES, run).orElse(List.of());
    }

    @Override
    public List<Failure> failures(RunId run) {
        return failures(database, run);
    }

    private static List<Failure> failures(Reading rows, RunId run) {
        return rows.get(RunStore.FAILURES, run).orElse(Map.of()).values().stream()
                .map(AppState.FailureState::toFailure)
                .sorted(Comparator.comparing(Failure::firstAt))
                .toList();
    }

    @Override
    public Optional<RunFacts> facts(RunId run) {
        try (Snapshot rows = database.snapshot()) {
            return rows.get(RunStore.RUNS, run)
                    .map(row ->
                            new RunFacts(
                                    AppRuns.of(row, sampledPeak(rows, run)),
                                    list(rows, JobStore.JOBS, run, JobState::toRun),
                                    list(rows, StageStore.STAGES, run, StageState::toRun),
                                    executors(rows, run),
                                    list(
                                            rows,
                                            SqlStore.SQLS,
                                            run,
                                            state -> state.toRun(plan(rows, run, state.id))),
                                    rows.get(RunStore.ENVIRONMENTS, run)
                                            .orElse(EnvironmentRun.NONE),
                                    failures(rows, run)));
        }
    }

    private static long sampledPeak(Reading rows, RunId run) {
        return MemoryStore.peaks(rows, run).values().stream()
                .mapToLong(MemorySample::totalBytes)
                .max()
                .orElse(0);
    }

    @Override
    public SearchResult search(SearchQuery query) {
        return index.search(query);
    }

    @Override
    public List<Path> eventLog(RunId run) {
        return log(run).map(logFiles).orElse(List.of());
    }

    /// All rows of a run as text, one a line, the same whenever the rows are the same: for
    /// comparing.
    public String dump(RunId run) {
        try (Snapshot rows = database.snapshot()) {
            Map<String, Object> lines = new LinkedHashMap<>();
            rows.get(RunStore.RUNS, run)
                    .ifPresent(row -> {
                        lines.put("run", AppRuns.of(row, sampledPeak(rows, run)));
                        lines.put("position", row.position());
                        lines.put("readToEnd", row.readToEnd());
                        lines.put(
                                "skipped",
                                List.of(row.app().malformedLines, row.app().unknownEvents));
                    });
            rows.get(RunStore.SERIES, run)
                    .ifPresent(series -> lines.put("series", Dump.trimmed(series)));
            rows.get(RunStore.ENVIRONMENTS, run).ifPresent(row -> lines.put("environment", row));
            List<JobRun> jobs = list(rows, JobStore.JOBS, run, JobState::toRun);
            jobs.forEach(job -> lines.put("job " + job.id(), job));
            List<StageState> stages = list(rows, StageStore.STAGES, run, Function.identity());
            for (StageState stage : stages) {
                lines.put("stage " + stage.id, stage.toRun());
                tasks(run, stage.id)
                        .ifPresent(tasks ->
                                tasks.page(TaskQuery.all())
                                        .items()
                                        .forEach(task ->
                                                lines.put(
                                                        "task " + stage.id + " " + task.id(),
                                                        task)));
            }
            executors(rows, run).forEach(each -> lines.put("executor " + each.id(), each));
            List<SqlState> sqls = list(rows, SqlStore.SQLS, run, Function.identity());
            for (SqlState sql : sqls) {
                lines.put("sql " + sql.id, sql.toRun(plan(rows, run, sql.id)));
            }
            lines.put("failures", failures(rows, run));
            lines.put("issues", rows.get(IssueStore.ISSUES, run).orElse(List.of()));
            lines.put("memory", MemoryStore.series(rows, run, Integer.MAX_VALUE));
            return Dump.text(lines);
        }
    }

    private static <K, S, T> List<T> list(
            Reading rows, Table<K, S> table, RunId run, Function<S, T> to) {
        List<T> found = new ArrayList<>();
        each(rows, table, run, state -> found.add(to.apply(state)));
        return found;
    }

    private static <K, S> void each(
            Reading rows, Table<K, S> table, RunId run, Consumer<S> consumer) {
        each(rows, table, Range.prefix(ValuesStore.part(run)), consumer);
    }

    private static <K, S> void each(
            Reading rows, Table<K, S> table, Range range, Consumer<S> consumer) {
        try (Cursor<K, S> cursor = rows.scan(table, range)) {
            while (cursor.hasNext()) {
                consumer.accept(cursor.next().row());
            }
        }
    }
}
