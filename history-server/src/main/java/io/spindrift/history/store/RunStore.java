package io.spindrift.history.store;

import io.spindrift.history.EnvironmentRun;
import io.spindrift.history.EnvironmentRun.ExecutorRequest;
import io.spindrift.history.EnvironmentRun.Property;
import io.spindrift.history.EnvironmentRun.ResourceProfile;
import io.spindrift.history.Failure;
import io.spindrift.history.IssueCounts;
import io.spindrift.history.RunId;
import io.spindrift.history.RunState;
import io.spindrift.history.StageId;
import io.spindrift.history.eventlog.LogPosition;
import io.spindrift.history.store.AppState.FailureState;
import io.spindrift.kv.RowCodec;
import io.spindrift.kv.RowReader;
import io.spindrift.kv.RowWriter;
import io.spindrift.kv.Table;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Runs as a whole, and how far their logs are read.
///
/// ```
/// history.run           run → RunRow: AppState's scalars, LogPosition, sums over executors
/// history.series        run → CoreSeries
/// history.environment   run → EnvironmentRun
/// history.failures      run → kinds of failure with their counts
/// ```
final class RunStore {
    static final Table<RunId, RunRow> RUNS =
            new Table<>("history.run", ValuesStore.RUN, new RunCodec());
    static final Table<RunId, CoreSeries> SERIES =
            new Table<>("history.series", ValuesStore.RUN, new SeriesCodec());
    static final Table<RunId, EnvironmentRun> ENVIRONMENTS =
            new Table<>("history.environment", ValuesStore.RUN, new EnvironmentCodec());
    static final Table<RunId, Map<String, FailureState>> FAILURES =
            new Table<>("history.failures", ValuesStore.RUN, new FailuresCodec());

    private RunStore() {}

    /// @param log where its log is
    /// @param closeMillis when its driver ended, as told; 0 when not
    /// @param readToEnd nothing more will come
    record RunRow(
            AppState app,
            String log,
            LogPosition position,
            long closeMillis,
            boolean readToEnd,
            ExecutorSums executors,
            IssueCounts issues) {

        RunRow sealed() {
            return new RunRow(app, log, position, closeMillis, true, executors, issues);
        }

        RunRow judged(IssueCounts found) {
            return new RunRow(app, log, position, closeMillis, readToEnd, executors, found);
        }
    }

    /// Kept with the run so that a list of runs need not read executors.
    record ExecutorSums(int total, int active, long slotMillis, long coreMillis, long peakBytes) {
        static final ExecutorSums NONE = new ExecutorSums(0, 0, 0, 0, 0);
    }

    private static final class RunCodec implements RowCodec<RunRow> {
        @Override
        public int version() {
            return 5;
        }

        @Override
        public void write(RunRow row, RowWriter out) {
            AppState app = row.app();
            out.text(app.run.appId()).number(app.run.attempt()).textOrNull(app.jobId);
            out.text(app.sparkAppId).textOrNull(app.sparkAttemptId);
            out.text(app.name).text(app.user).text(app.sparkVersion);
            out.count(app.startMillis).count(app.endMillis).count(app.updatedMillis);
            out.constant(app.state);
            Integer exit = app.exitCode;
            out.flag(exit != null).number(exit == null ? 0 : exit);
            out.flag(app.localMode).number(app.taskCpus);
            out.list(
                    app.profileTaskCpus.entrySet(),
                    (each, to) -> to.number(each.getKey()).number(each.getValue()));
            for (int count : counts(app)) {
                out.number(count);
            }
            ValuesStore.writeSparse(app.metrics, out);
            ValuesStore.writeSparse(app.coreMicros, out);
            out.count(app.taskMillis).count(app.malformedLines).count(app.unknownEvents);
            out.count(app.busySinceMillis).count(app.failuresDropped);
            out.text(row.log());
            LogPosition at = row.position();
            out.number(at.fileIndex()).count(at.offset()).count(at.skip()).count(at.events());
            out.count(row.closeMillis()).flag(row.readToEnd());
            ExecutorSums sums = row.executors();
            out.count(sums.total()).count(sums.active()).count(sums.slotMillis());
            out.count(sums.coreMillis()).count(sums.peakBytes());
            IssueCounts issues = row.issues();
            out.count(issues.errors()).count(issues.warnings()).count(issues.infos());
            out.list(app.streams, (each, to) -> to.text(each)).flag(app.dstreams);
            out.textOrNull(app.outcome).count(app.unpersistedRdds).count(app.operations);
            out.textOrNull(app.endReason).flag(app.standsStill).flag(app.endedInFailure);
        }

        private static int[] counts(AppState app) {
            return new int[] {
                app.jobs,
                app.failedJobs,
                app.stages,
                app.failedStages,
                app.skippedStages,
                app.tasksTotal,
                app.tasksActive,
                app.tasksCompleted,
                app.tasksFailed,
                app.tasksKilled,
                app.completedIndices,
                app.sqls,
                app.failedSqls,
                app.lostExecutors
            };
        }

        @Override
        public RunRow read(RowReader in) {
            AppState app = new AppState(new RunId(in.text(), in.integer()), in.textOrNull());
            app.sparkAppId = in.text();
            app.sparkAttemptId = in.textOrNull();
            app.name = in.text();
            app.user = in.text();
            app.sparkVersion = in.text();
            app.startMillis = in.count();
            app.endMillis = in.count();
            app.updatedMillis = in.count();
            app.state = in.constant(RunState.class);
            app.exitCode = exitCode(in);
            app.localMode = in.flag();
            app.taskCpus = in.integer();
            in.list(from -> Map.entry(from.integer(), from.integer()))
                    .forEach(each -> app.profileTaskCpus.put(each.getKey(), each.getValue()));
            readCounts(app, in);
            ValuesStore.readSparse(in, app.metrics);
            ValuesStore.readSparse(in, app.coreMicros);
            app.taskMillis = in.count();
            app.malformedLines = in.count();
            app.unknownEvents = in.count();
            app.busySinceMillis = in.count();
            app.failuresDropped = in.count();
            RunRow row =
                    new RunRow(
                            app,
                            in.text(),
                            new LogPosition(in.integer(), in.count(), in.count(), in.count()),
                            in.count(),
                            in.flag(),
                            new ExecutorSums(
                                    (int) in.count(),
                                    (int) in.count(),
                                    in.count(),
                                    in.count(),
                                    in.count()),
                            new IssueCounts((int) in.count(), (int) in.count(), (int) in.count()));
            if (in.version() > 1) {
                app.streams.addAll(in.list(RowReader::text));
                app.dstreams = in.flag();
                app.outcome = in.textOrNull();
            }
            if (in.version() > 2) {
                app.unpersistedRdds = (int) in.count();
                app.operations = (int) in.count();
            }
            if (in.version() > 3) {
                app.endReason = in.textOrNull();
                app.standsStill = in.flag();
            }
            if (in.version() > 4) {
                app.endedInFailure = in.flag();
            }
            return row;
        }

        private static @Nullable Integer exitCode(RowReader in) {
            boolean known = in.flag();
            int code = in.integer();
            return known ? Integer.valueOf(code) : null;
        }

        private static void readCounts(AppState app, RowReader in) {
            app.jobs = in.integer();
            app.failedJobs = in.integer();
            app.stages = in.integer();
            app.failedStages = in.integer();
            app.skippedStages = in.integer();
            app.tasksTotal = in.integer();
            app.tasksActive = in.integer();
            app.tasksCompleted = in.integer();
            app.tasksFailed = in.integer();
            app.tasksKilled = in.integer();
            app.completedIndices = in.integer();
            app.sqls = in.integer();
            app.failedSqls = in.integer();
            app.lostExecutors = in.integer();
        }
    }

    private static final class SeriesCodec implements RowCodec<CoreSeries> {
        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(CoreSeries series, RowWriter out) {
            out.count(series.startMillis).count(series.stepMillis).count(series.used);
            for (long[] column : series.micros) {
                for (int i = 0; i < series.used; i++) {
                    out.count(column[i]);
                }
            }
        }

        @Override
        public CoreSeries read(RowReader in) {
            CoreSeries series = new CoreSeries(in.count());
            series.stepMillis = in.count();
            series.used = (int) in.count();
            for (int column = 0; column < CoreSeries.COLUMNS; column++) {
                series.micros[column] = new long[Math.max(16, series.used)];
                for (int i = 0; i < series.used; i++) {
                    series.micros[column][i] = in.count();
                }
            }
            return series;
        }
    }

    private static final class EnvironmentCodec implements RowCodec<EnvironmentRun> {
        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(EnvironmentRun row, RowWriter out) {
            out.text(row.javaVersion()).text(row.javaHome()).text(row.scalaVersion());
            for (List<Property> each :
                    List.of(
                            row.sparkProperties(),
                            row.hadoopProperties(),
                            row.systemProperties(),
                            row.metricsProperties(),
                            row.classpath())) {
                out.list(each, (property, to) -> to.text(property.key()).text(property.value()));
            }
            out.list(row.resourceProfiles(), EnvironmentCodec::writeProfile);
        }

        private static void writeProfile(ResourceProfile profile, RowWriter out) {
            out.number(profile.id());
            out.list(
                    profile.executor().entrySet().stream()
                            .sorted(Map.Entry.comparingByKey())
                            .toList(),
                    (each, to) ->
                            to.text(each.getKey())
                                    .text(each.getValue().resource())
                                    .number(each.getValue().amount())
                                    .text(each.getValue().discoveryScript())
                                    .text(each.getValue().vendor()));
            out.list(
                    profile.task().entrySet().stream().sorted(Map.Entry.comparingByKey()).toList(),
                    (each, to) -> to.text(each.getKey()).decimal(each.getValue()));
        }

        @Override
        public EnvironmentRun read(RowReader in) {
            return new EnvironmentRun(
                    in.text(),
                    in.text(),
                    in.text(),
                    properties(in),
                    properties(in),
                    properties(in),
                    properties(in),
                    properties(in),
                    in.list(EnvironmentCodec::readProfile));
        }

        private static List<Property> properties(RowReader in) {
            return in.list(from -> new Property(from.text(), from.text()));
        }

        private static ResourceProfile readProfile(RowReader in) {
            int id = in.integer();
            Map<String, ExecutorRequest> executor = new LinkedHashMap<>();
            in.list(from ->
                            Map.entry(
                                    from.text(),
                                    new ExecutorRequest(
                                            from.text(), from.number(), from.text(), from.text())))
                    .forEach(each -> executor.put(each.getKey(), each.getValue()));
            Map<String, Double> task = new LinkedHashMap<>();
            in.list(from -> Map.entry(from.text(), from.decimal()))
                    .forEach(each -> task.put(each.getKey(), each.getValue()));
            return new ResourceProfile(id, executor, task);
        }
    }

    private static final class FailuresCodec implements RowCodec<Map<String, FailureState>> {
        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(Map<String, FailureState> row, RowWriter out) {
            out.list(row.entrySet(), FailuresCodec::writeOne);
        }

        private static void writeOne(Map.Entry<String, FailureState> entry, RowWriter out) {
            FailureState state = entry.getValue();
            Failure first = state.first;
            out.text(entry.getKey()).count(state.count).count(state.lastMillis);
            out.constant(first.source()).instant(first.firstAt());
            out.list(
                    first.chain(), (cause, to) -> to.text(cause.className()).text(cause.message()));
            out.text(first.stackTrace());
            Integer job = first.jobId();
            StageId stage = first.stage();
            Long task = first.taskId();
            Long sql = first.sqlId();
            out.number(job == null ? -1 : job);
            out.number(stage == null ? -1 : stage.id())
                    .number(stage == null ? -1 : stage.attempt());
            out.number(task == null ? -1 : task).number(sql == null ? -1 : sql);
            out.textOrNull(first.executorId());
        }

        @Override
        public Map<String, FailureState> read(RowReader in) {
            Map<String, FailureState> failures = new LinkedHashMap<>();
            in.list(FailuresCodec::readOne)
                    .forEach(each -> failures.put(each.getKey(), each.getValue()));
            return failures;
        }

        private static Map.Entry<String, FailureState> readOne(RowReader in) {
            String key = in.text();
            int count = (int) in.count();
            long last = in.count();
            Failure.Source source = in.constant(Failure.Source.class);
            Instant at = in.instant();
            List<Failure.Cause> chain =
                    in.list(from -> new Failure.Cause(from.text(), from.text()));
            String trace = in.text();
            int job = in.integer();
            StageId stage = new StageId(in.integer(), in.integer());
            long task = in.number();
            long sql = in.number();
            FailureState state =
                    new FailureState(
                            new Failure(
                                    source,
                                    at,
                                    at,
                                    1,
                                    chain,
                                    trace,
                                    job < 0 ? null : Integer.valueOf(job),
                                    stage.id() < 0 ? null : stage,
                                    task < 0 ? null : Long.valueOf(task),
                                    sql < 0 ? null : Long.valueOf(sql),
                                    in.textOrNull()));
            state.count = count;
            state.lastMillis = last;
            return Map.entry(key, state);
        }
    }
}
