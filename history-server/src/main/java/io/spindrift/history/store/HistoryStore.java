package io.spindrift.history.store;

import io.spindrift.history.AppRun;
import io.spindrift.history.ConnectSession;
import io.spindrift.history.ConnectSession.ConnectOperation;
import io.spindrift.history.CoreUsage;
import io.spindrift.history.EnvironmentRun;
import io.spindrift.history.ExecutorRun;
import io.spindrift.history.Failure;
import io.spindrift.history.History;
import io.spindrift.history.Issue;
import io.spindrift.history.IssueFinder;
import io.spindrift.history.JobRun;
import io.spindrift.history.LogFiles;
import io.spindrift.history.LogNotes;
import io.spindrift.history.LogPart;
import io.spindrift.history.MemorySample;
import io.spindrift.history.MemorySeries;
import io.spindrift.history.Page;
import io.spindrift.history.ProcessRun;
import io.spindrift.history.RddRun;
import io.spindrift.history.RunFacts;
import io.spindrift.history.RunId;
import io.spindrift.history.RunQuery;
import io.spindrift.history.SearchIndex;
import io.spindrift.history.SearchQuery;
import io.spindrift.history.SearchResult;
import io.spindrift.history.SearchSuggestion;
import io.spindrift.history.SqlPlanVersion;
import io.spindrift.history.SqlRun;
import io.spindrift.history.StageId;
import io.spindrift.history.StageRun;
import io.spindrift.history.StreamingPoint;
import io.spindrift.history.StreamingQueryRun;
import io.spindrift.history.TaskQuery;
import io.spindrift.history.TaskRun;
import io.spindrift.history.TaskSummary;
import io.spindrift.history.store.RunStore.RunRow;
import io.spindrift.kv.Cursor;
import io.spindrift.kv.Database;
import io.spindrift.kv.Range;
import io.spindrift.kv.Reading;
import io.spindrift.kv.Snapshot;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// All runs in rows: written by one [RunWriter] a run, read by anyone at any time.
///
/// ```
/// history.run history.series history.environment history.failures   see RunStore
/// history.job history.stage history.executor                        see JobStore, StageStore …
/// history.sql history.plan history.plan.old                         see SqlStore, PlanStore
/// history.stream history.stream.point history.rdd                   see StreamStore, RddStore
/// history.session history.operation history.unknown history.process see ConnectStore, NoteStore
/// history.task history.memory history.peak history.issues           see TaskStore, MemoryStore …
/// ```
///
/// A batch holds all that a stretch of the log changed, and the position behind that stretch.
/// States in rows are whole: a fold is taken up again from them alone.
public final class HistoryStore implements History {
    private final Database database;
    private final SearchIndex index;
    private final RunList runs = new RunList();
    private final WriteStore writing;
    private final LogFiles logFiles;
    private final TaskSummaries summaries = new TaskSummaries();
    private final StageList stageList = new StageList();

    public HistoryStore(
            Database database, IssueFinder issues, SearchIndex index, LogFiles logFiles) {
        this.database = database;
        this.index = index;
        this.writing = new WriteStore(database, issues, index, runs);
        this.logFiles = logFiles;
    }

    /// Reads the list of runs into memory. To be called once, before anything else.
    public void start() {
        writing.start();
    }

    /// A run, and the path or address of its log.
    public record Known(RunId run, String log, boolean readToEnd) {}

    public List<Known> logs() {
        List<Known> found = new ArrayList<>();
        try (Cursor<RunId, RunRow> cursor = database.scan(RunStore.RUNS, Range.all())) {
            cursor.forEachRemaining(entry -> {
                RunRow row = entry.row();
                found.add(new Known(entry.key(), row.log(), row.readToEnd()));
            });
        }
        return found;
    }

    public Optional<Known> known(RunId run) {
        return database.get(RunStore.RUNS, run)
                .map(row -> new Known(run, row.log(), row.readToEnd()));
    }

    /// Runs that do not run any more; some of their logs may still have to be read to the end.
    public List<RunId> endedRuns() {
        return runs.ended();
    }

    public boolean readToEnd(RunId run) {
        return database.get(RunStore.RUNS, run).map(RunRow::readToEnd).orElse(false);
    }

    /// Takes up a run where its rows stand, or a new one, which has rows from the first commit on.
    /// One writer a run at a time.
    public RunWriter open(RunId run, Path log, @Nullable String jobId) {
        return open(run, log.toString(), jobId);
    }

    public RunWriter open(RunId run, String log, @Nullable String jobId) {
        return writing.open(run, log, jobId);
    }

    /// Remembers what became of a run that is not being read, and brings the index in step.
    ///
    /// @return whether there is such a run
    public boolean outcome(RunId run, String outcome) {
        return writing.outcome(run, outcome);
    }

    /// Remembers that nothing more will come of these logs, once the index is durable, too: a crash
    /// before lets them be finished again.
    public void seal(Collection<RunId> finished) {
        index.commit();
        writing.seal(finished);
    }

    /// Makes the index's changes durable and visible.
    public void commitIndex() {
        index.commit();
    }

    public void sampled(RunId run, List<MemorySample> samples) {
        writing.sampled(run, samples);
    }

    /// Removes all rows and index entries that came from a run's log. Samples of memory stay.
    public void unfold(RunId run) {
        writing.unfold(run);
        stageList.forget();
    }

    public void forget(RunId run) {
        writing.forget(run);
        stageList.forget();
    }

    @Override
    public Page<AppRun> runs(RunQuery query) {
        return runs.find(query);
    }

    @Override
    public Stream<AppRun> lastEnded() {
        return runs.lastEnded();
    }

    @Override
    public Optional<AppRun> run(RunId run) {
        return runs.get(run);
    }

    @Override
    public List<AppRun> attempts(String appIdOrSparkAppId) {
        return runs.attempts(appIdOrSparkAppId);
    }

    /// All runs that are called so by us or by Spark.
    public List<AppRun> namesakes(String appIdOrSparkAppId) {
        return runs.namesakes(appIdOrSparkAppId);
    }

    @Override
    public List<JobRun> jobs(RunId run) {
        return now(run).jobs();
    }

    @Override
    public Optional<JobRun> job(RunId run, int jobId) {
        return now(run).job(jobId);
    }

    @Override
    public List<StageRun> stages(RunId run) {
        return atOnce(run, rows -> stageList.of(rows, run));
    }

    @Override
    public Page<StageRun> longestStages(RunId run, Instant from, Instant to, int limit) {
        return now(run).longestStages(from, to, limit);
    }

    @Override
    public List<StageRun> stages(RunId run, int stageId) {
        return now(run).stages(stageId);
    }

    @Override
    public Optional<StageRun> stage(RunId run, StageId stage) {
        return now(run).stage(stage);
    }

    @Override
    public Page<TaskRun> tasks(RunId run, StageId stage, TaskQuery query) {
        return atOnce(run, rows -> rows.tasks(stage).map(tasks -> tasks.page(query)))
                .orElseGet(() -> new Page<>(List.of(), 0));
    }

    @Override
    public int[] taskMillis(RunId run, StageId stage) {
        return atOnce(run, rows -> rows.taskMillis(stage));
    }

    @Override
    public Optional<TaskSummary> taskSummary(RunId run, StageId stage, List<Double> quantiles) {
        return atOnce(run, rows -> summaries.of(rows, run, stage, quantiles));
    }

    @Override
    public List<ExecutorRun> executors(RunId run) {
        return atOnce(run, AnswerStore::executors);
    }

    @Override
    public Page<SqlRun> sqls(RunId run, int offset, int limit) {
        return atOnce(run, rows -> rows.sqls(offset, limit));
    }

    @Override
    public Optional<SqlRun> sql(RunId run, long sqlId) {
        return atOnce(run, rows -> rows.sql(sqlId));
    }

    @Override
    public Optional<EnvironmentRun> environment(RunId run) {
        return database.get(RunStore.ENVIRONMENTS, run);
    }

    @Override
    public List<SqlPlanVersion> sqlPlans(RunId run, long sqlId) {
        return consistent(rows -> PlanStore.versions(rows, run, sqlId));
    }

    @Override
    public Optional<SqlPlanVersion> sqlPlan(RunId run, long sqlId, int version) {
        return consistent(rows -> PlanStore.version(rows, run, sqlId, version));
    }

    @Override
    public List<StreamingQueryRun> streamingQueries(RunId run) {
        return StreamStore.queries(database, run);
    }

    @Override
    public Optional<StreamingQueryRun> streamingQuery(RunId run, String queryRunId) {
        return StreamStore.query(database, run, queryRunId);
    }

    @Override
    public List<StreamingPoint> streamingProgress(RunId run, String queryRunId) {
        return consistent(rows -> StreamStore.progress(rows, run, queryRunId));
    }

    @Override
    public List<RddRun> rdds(RunId run) {
        return RddStore.rdds(database, run);
    }

    @Override
    public Optional<RddRun> rdd(RunId run, int rddId) {
        return RddStore.rdd(database, run, rddId);
    }

    @Override
    public List<RddRun.StoredBlock> storedBlocks(RunId run, int rddId) {
        return RddStore.blocks(database, run, rddId);
    }

    @Override
    public List<ConnectSession> connectSessions(RunId run) {
        return ConnectStore.sessions(database, run);
    }

    @Override
    public Page<ConnectOperation> connectOperations(
            RunId run, @Nullable String sessionId, int offset, int limit) {
        return consistent(rows -> ConnectStore.operations(rows, run, sessionId, offset, limit));
    }

    @Override
    public List<ProcessRun> processes(RunId run) {
        return NoteStore.processes(database, run);
    }

    @Override
    public LogNotes logNotes(RunId run) {
        return consistent(rows -> NoteStore.notes(rows, run));
    }

    @Override
    public List<MemorySeries> memory(RunId run, int pointsMax) {
        return MemoryStore.series(database, run, pointsMax);
    }

    @Override
    public CoreUsage coreUsage(RunId run, int buckets) {
        return atOnce(run, rows -> rows.coreUsage(buckets));
    }

    @Override
    public List<Issue> issues(RunId run) {
        return database.get(IssueStore.ISSUES, run).orElse(List.of());
    }

    @Override
    public List<Failure> failures(RunId run) {
        return now(run).failures();
    }

    @Override
    public Optional<RunFacts> facts(RunId run) {
        return atOnce(run, AnswerStore::facts);
    }

    @Override
    public SearchResult search(SearchQuery query) {
        return index.search(query);
    }

    @Override
    public List<SearchSuggestion> complete(String text) {
        return index.complete(text);
    }

    @Override
    public List<LogPart> eventLog(RunId run) {
        return database.get(RunStore.RUNS, run)
                .map(row -> logFiles.of(run, row.log()))
                .orElse(List.of());
    }

    /// All rows of a run as lines of text: equal where the rows are.
    public String dump(RunId run) {
        return atOnce(run, AnswerStore::dump);
    }

    /// One scan or one row.
    private AnswerStore now(RunId run) {
        return new AnswerStore(database, run);
    }

    private <T> T atOnce(RunId run, Function<AnswerStore, T> question) {
        return consistent(rows -> question.apply(new AnswerStore(rows, run)));
    }

    private <T> T consistent(Function<Reading, T> question) {
        try (Snapshot rows = database.snapshot()) {
            return question.apply(rows);
        }
    }
}
