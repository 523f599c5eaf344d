package io.spindrift.history.store;

import io.spindrift.history.CoreUsage;
import io.spindrift.history.EnvironmentRun;
import io.spindrift.history.ExecutorRun;
import io.spindrift.history.Failure;
import io.spindrift.history.JobRun;
import io.spindrift.history.MemorySample;
import io.spindrift.history.Page;
import io.spindrift.history.RunFacts;
import io.spindrift.history.RunId;
import io.spindrift.history.SqlRun;
import io.spindrift.history.StageId;
import io.spindrift.history.StageRun;
import io.spindrift.history.TaskQuery;
import io.spindrift.history.store.RunStore.RunRow;
import io.spindrift.history.store.ValuesStore.Numbered;
import io.spindrift.kv.Cursor;
import io.spindrift.kv.Range;
import io.spindrift.kv.Reading;
import io.spindrift.kv.Table;
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

/// What the rows of one run answer at one moment: of a snapshot, or of the database as it is where
/// one row is enough.
final class AnswerStore {
    private final Reading rows;
    private final RunId run;

    AnswerStore(Reading rows, RunId run) {
        this.rows = rows;
        this.run = run;
    }

    static Numbered key(RunId run, StageId stage) {
        return new Numbered(run, stage.id(), stage.attempt(), 0);
    }

    Optional<RunRow> row() {
        return rows.get(RunStore.RUNS, run);
    }

    List<JobRun> jobs() {
        return list(JobStore.JOBS, JobState::toRun);
    }

    Optional<JobRun> job(int id) {
        return rows.get(JobStore.JOBS, new Numbered(run, id, 0, 0)).map(JobState::toRun);
    }

    List<StageRun> stages() {
        return list(StageStore.STAGES, StageState::toRun);
    }

    /// Only those that are told are read whole: most of a stage's row is sketches and executors.
    Page<StageRun> longestStages(Instant from, Instant to, int limit) {
        List<StageSpan> spans = new ArrayList<>();
        each(
                StageStore.SPANS,
                Range.prefix(ValuesStore.part(run)),
                span -> {
                    if (span.overlaps(from, to)) {
                        spans.add(span);
                    }
                });
        List<StageRun> told =
                spans.stream()
                        .sorted(Comparator.comparingLong((StageSpan span) -> -span.millis(to)))
                        .limit(limit)
                        .sorted(Comparator.comparingLong(StageSpan::submittedMillis))
                        .flatMap(span -> stage(span.id()).stream())
                        .toList();
        return new Page<>(told, spans.size());
    }

    List<StageRun> stages(int id) {
        List<StageRun> found = new ArrayList<>();
        each(
                StageStore.STAGES,
                Range.prefix(ValuesStore.part(run, id)),
                state -> found.add(state.toRun()));
        return found;
    }

    Optional<StageRun> stage(StageId id) {
        return rows.get(StageStore.STAGES, key(run, id)).map(StageState::toRun);
    }

    Optional<StageTasks> tasks(StageId id) {
        Optional<StageState> stage = rows.get(StageStore.STAGES, key(run, id));
        if (stage.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new StageTasks(stage.get(), TaskStore.blocks(rows, run, id)));
    }

    int[] taskMillis(StageId id) {
        return LaunchOrder.of(TaskStore.blocks(rows, run, id)).taskMillis();
    }

    List<ExecutorRun> executors() {
        Optional<RunRow> row = rows.get(RunStore.RUNS, run);
        if (row.isEmpty()) {
            return List.of();
        }
        Map<String, MemorySample> peaks = MemoryStore.peaks(rows, run);
        List<ExecutorRun> executors =
                list(
                        ExecutorStore.EXECUTORS,
                        state -> state.toRun(row.get().app(), peaks.get(state.id)));
        executors.sort(
                Comparator.comparing((ExecutorRun each) -> !each.driver())
                        .thenComparingInt(each -> each.id().length())
                        .thenComparing(ExecutorRun::id));
        return executors;
    }

    Page<SqlRun> sqls(int offset, int limit) {
        List<SqlState> states = list(SqlStore.SQLS, Function.identity());
        List<SqlRun> page = states.stream().skip(offset).limit(limit).map(this::toRun).toList();
        return new Page<>(page, states.size());
    }

    Optional<SqlRun> sql(long id) {
        return rows.get(SqlStore.SQLS, new Numbered(run, id, 0, 0)).map(this::toRun);
    }

    private SqlRun toRun(SqlState state) {
        return state.toRun(
                rows.get(SqlStore.PLANS, new Numbered(run, state.id, 0, 0)).orElse(SqlPlan.NONE));
    }

    CoreUsage coreUsage(int buckets) {
        if (buckets < 1 || buckets > 2000) {
            throw new IllegalArgumentException("buckets are 1 to 2000, not " + buckets);
        }
        Optional<RunRow> row = rows.get(RunStore.RUNS, run);
        if (row.isEmpty() || row.get().app().startMillis == 0) {
            return new CoreUsage(Instant.EPOCH, Duration.ZERO, List.of());
        }
        AppState app = row.get().app();
        List<StageState> live = new ArrayList<>();
        if (app.endMillis == 0) {
            each(
                    StageStore.STAGES,
                    Range.prefix(ValuesStore.part(run)),
                    state -> {
                        if (!state.running.isEmpty()) {
                            live.add(state);
                        }
                    });
        }
        return CoreUsages.of(
                app,
                rows.get(RunStore.SERIES, run).orElseGet(() -> new CoreSeries(app.startMillis)),
                list(ExecutorStore.EXECUTORS, Function.identity()),
                live,
                buckets);
    }

    List<Failure> failures() {
        return rows.get(RunStore.FAILURES, run).orElse(Map.of()).values().stream()
                .map(AppState.FailureState::toFailure)
                .sorted(Comparator.comparing(Failure::firstAt))
                .toList();
    }

    Optional<RunFacts> facts() {
        return rows.get(RunStore.RUNS, run)
                .map(row ->
                        new RunFacts(
                                AppRuns.of(row, sampledPeakBytes()),
                                jobs(),
                                stages(),
                                executors(),
                                list(SqlStore.SQLS, this::toRun),
                                rows.get(RunStore.ENVIRONMENTS, run).orElse(EnvironmentRun.NONE),
                                failures()));
    }

    long sampledPeakBytes() {
        return MemoryStore.peaks(rows, run).values().stream()
                .mapToLong(MemorySample::totalBytes)
                .max()
                .orElse(0);
    }

    String dump() {
        Map<String, Object> lines = new LinkedHashMap<>();
        rows.get(RunStore.RUNS, run)
                .ifPresent(row -> {
                    lines.put("run", AppRuns.of(row, sampledPeakBytes()));
                    lines.put("position", row.position());
                    lines.put("readToEnd", row.readToEnd());
                    lines.put(
                            "skipped", List.of(row.app().malformedLines, row.app().unknownEvents));
                });
        rows.get(RunStore.SERIES, run)
                .ifPresent(series -> lines.put("series", Dump.trimmed(series)));
        rows.get(RunStore.ENVIRONMENTS, run).ifPresent(row -> lines.put("environment", row));
        jobs().forEach(job -> lines.put("job " + job.id(), job));
        stages().forEach(stage -> dumpStage(stage, lines));
        executors().forEach(each -> lines.put("executor " + each.id(), each));
        list(SqlStore.SQLS, this::toRun).forEach(sql -> lines.put("sql " + sql.id(), sql));
        dumpKept(lines);
        lines.put("failures", failures());
        lines.put("issues", rows.get(IssueStore.ISSUES, run).orElse(List.of()));
        lines.put("memory", MemoryStore.series(rows, run, Integer.MAX_VALUE));
        return Dump.text(lines);
    }

    private void dumpKept(Map<String, Object> lines) {
        for (SqlRun sql : list(SqlStore.SQLS, this::toRun)) {
            lines.put("plans " + sql.id(), PlanStore.versions(rows, run, sql.id()));
            PlanStore.version(rows, run, sql.id(), 1)
                    .ifPresent(plan -> lines.put("first plan " + sql.id(), plan));
        }
        StreamStore.queries(rows, run)
                .forEach(query -> {
                    lines.put("stream " + query.runId(), query);
                    lines.put(
                            "points " + query.runId(),
                            StreamStore.progress(rows, run, query.runId()));
                });
        RddStore.rdds(rows, run)
                .forEach(rdd -> {
                    lines.put("rdd " + rdd.id(), rdd);
                    lines.put("blocks " + rdd.id(), RddStore.blocks(rows, run, rdd.id()));
                });
        lines.put("sessions", ConnectStore.sessions(rows, run));
        lines.put("operations", ConnectStore.operations(rows, run, null, 0, Integer.MAX_VALUE));
        lines.put("processes", NoteStore.processes(rows, run));
        lines.put("notes", NoteStore.notes(rows, run));
    }

    private void dumpStage(StageRun stage, Map<String, Object> lines) {
        lines.put("stage " + stage.id(), stage);
        tasks(stage.id())
                .map(tasks -> tasks.page(TaskQuery.all()).items())
                .orElse(List.of())
                .forEach(task -> lines.put("task " + stage.id() + " " + task.id(), task));
    }

    private <K, S, T> List<T> list(Table<K, S> table, Function<S, T> to) {
        List<T> found = new ArrayList<>();
        each(table, Range.prefix(ValuesStore.part(run)), state -> found.add(to.apply(state)));
        return found;
    }

    private <K, S> void each(Table<K, S> table, Range range, Consumer<S> consumer) {
        each(rows, table, range, consumer);
    }

    static <K, S> void each(Reading rows, Table<K, S> table, Range range, Consumer<S> consumer) {
        try (Cursor<K, S> cursor = rows.scan(table, range)) {
            while (cursor.hasNext()) {
                consumer.accept(cursor.next().row());
            }
        }
    }
}
