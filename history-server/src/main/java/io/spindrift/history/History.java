package io.spindrift.history;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Questions about what applications did. A live run answers, too, with what its log has said so
/// far; nothing is ever trimmed. Each answer is consistent in itself, two answers may lie a batch
/// apart. Lists come in the order of ids unless said. An unknown run has empty answers. Safe for
/// use from several threads.
public interface History {
    Page<AppRun> runs(RunQuery query);

    /// All runs, the one that ended last first, those that run behind all that have ended, as they
    /// stand while they are walked: who takes a few pays for a few.
    Stream<AppRun> lastEnded();

    Optional<AppRun> run(RunId run);

    /// All attempts of an application, the newest first, by our id or, failing that, by Spark's.
    List<AppRun> attempts(String appIdOrSparkAppId);

    List<JobRun> jobs(RunId run);

    Optional<JobRun> job(RunId run, int jobId);

    /// All attempts of all stages. Skipped stages are among them.
    List<StageRun> stages(RunId run);

    /// The stage attempts that lasted longest of those that ran between two times, in the order in
    /// which they began; the total counts all that did. One that still runs lasts until `to`.
    Page<StageRun> longestStages(RunId run, Instant from, Instant to, int limit);

    /// All attempts of one stage.
    List<StageRun> stages(RunId run, int stageId);

    Optional<StageRun> stage(RunId run, StageId stage);

    Page<TaskRun> tasks(RunId run, StageId stage, TaskQuery query);

    /// How long each ended task took, in the order in which they were launched: of all tries, also
    /// those that failed.
    int[] taskMillis(RunId run, StageId stage);

    /// Empty where no task succeeded, as in Spark.
    Optional<TaskSummary> taskSummary(RunId run, StageId stage, List<Double> quantiles);

    /// The driver first, then by number.
    List<ExecutorRun> executors(RunId run);

    Page<SqlRun> sqls(RunId run, int offset, int limit);

    Optional<SqlRun> sql(RunId run, long sqlId);

    /// All plans that a query had, without their nodes, edges and texts.
    List<SqlPlanVersion> sqlPlans(RunId run, long sqlId);

    Optional<SqlPlanVersion> sqlPlan(RunId run, long sqlId, int version);

    Optional<EnvironmentRun> environment(RunId run);

    /// In the order in which they began.
    List<StreamingQueryRun> streamingQueries(RunId run);

    Optional<StreamingQueryRun> streamingQuery(RunId run, String queryRunId);

    /// A streaming query's progress, oldest first: at most 1,024 points, however long it ran.
    List<StreamingPoint> streamingProgress(RunId run, String queryRunId);

    /// Datasets that were to be kept. Of those that were let go of, the first thousand.
    List<RddRun> rdds(RunId run);

    Optional<RddRun> rdd(RunId run, int rddId);

    /// What is kept of a dataset, by partition.
    List<RddRun.StoredBlock> storedBlocks(RunId run, int rddId);

    /// In the order in which they began.
    List<ConnectSession> connectSessions(RunId run);

    /// The newest first.
    ///
    /// @param sessionId only those of this session; null for all
    Page<ConnectSession.ConnectOperation> connectOperations(
            RunId run, @Nullable String sessionId, int offset, int limit);

    /// In the order in which they came.
    List<ProcessRun> processes(RunId run);

    LogNotes logNotes(RunId run);

    /// @param pointsMax per container; longer series are thinned
    List<MemorySeries> memory(RunId run, int pointsMax);

    /// @param buckets how many spans of time, 1 to 2,000; fewer come back for a very short run
    CoreUsage coreUsage(RunId run, int buckets);

    /// Sorted by severity, then cost.
    List<Issue> issues(RunId run);

    /// Oldest first.
    List<Failure> failures(RunId run);

    /// Everything but tasks, in one consistent piece.
    Optional<RunFacts> facts(RunId run);

    /// @throws IllegalArgumentException with a plain sentence when the query cannot be read
    SearchResult search(SearchQuery query);

    /// How a query that is being typed may go on, best first.
    List<SearchSuggestion> complete(String text);

    /// The run's event log in order, as far as it is still there.
    List<LogPart> eventLog(RunId run);
}
