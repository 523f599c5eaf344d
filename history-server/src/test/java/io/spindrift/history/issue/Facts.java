package io.spindrift.history.issue;

import io.spindrift.history.AppRun;
import io.spindrift.history.CoreTime;
import io.spindrift.history.EnvironmentRun;
import io.spindrift.history.EnvironmentRun.Property;
import io.spindrift.history.ExecutorRun;
import io.spindrift.history.ExecutorRun.StorageMemory;
import io.spindrift.history.Failure;
import io.spindrift.history.Failure.Cause;
import io.spindrift.history.Failure.Source;
import io.spindrift.history.IssueCounts;
import io.spindrift.history.JobRun;
import io.spindrift.history.JobRun.JobStatus;
import io.spindrift.history.JobRun.StageCounts;
import io.spindrift.history.MemorySample;
import io.spindrift.history.PeakMetric;
import io.spindrift.history.PeakMetrics;
import io.spindrift.history.RunFacts;
import io.spindrift.history.RunId;
import io.spindrift.history.RunState;
import io.spindrift.history.RunTotals;
import io.spindrift.history.SqlRun;
import io.spindrift.history.SqlRun.PlanEdge;
import io.spindrift.history.SqlRun.PlanNode;
import io.spindrift.history.SqlRun.SqlStatus;
import io.spindrift.history.StageId;
import io.spindrift.history.StageRun;
import io.spindrift.history.StageRun.Quantiles;
import io.spindrift.history.StageRun.SpeculationCounts;
import io.spindrift.history.StageRun.Spread;
import io.spindrift.history.StageRun.StageStatus;
import io.spindrift.history.TaskCounts;
import io.spindrift.history.TaskMetric;
import io.spindrift.history.TaskMetrics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A healthy run of one job, one stage and two executors, to which tests add trouble. */
final class Facts {
    static final Instant START = Instant.parse("2026-11-20T02:15:00Z");
    static final StageId STAGE = new StageId(3, 0);

    private final List<JobRun> jobs = new ArrayList<>();
    private final List<StageRun> stages = new ArrayList<>();
    private final List<ExecutorRun> executors = new ArrayList<>();
    private final List<SqlRun> sqls = new ArrayList<>();
    private final List<Failure> failures = new ArrayList<>();
    private @Nullable Integer exitCode = 0;
    private long taskMillis = 600_000;
    private long slotMillis = 800_000;
    private long gcMillis = 10_000;
    private long ioMillis;
    private long seconds = 100;
    private int failedStages;
    private TaskCounts tasks = TaskCounts.NONE;
    private String version = "4.3.0";
    private final List<Property> properties = new ArrayList<>();

    static Facts healthy() {
        return new Facts()
                .job(1, null)
                .stage(stage(STAGE, StageStatus.COMPLETE))
                .executor("1", null, null)
                .executor("2", null, null);
    }

    static Facts empty() {
        return new Facts();
    }

    Facts exitCode(@Nullable Integer code) {
        exitCode = code;
        return this;
    }

    Facts time(long task, long slots, long gc) {
        taskMillis = task;
        slotMillis = slots;
        gcMillis = gc;
        return this;
    }

    Facts lasting(long seconds) {
        this.seconds = seconds;
        return this;
    }

    Facts waiting(long ioMillis) {
        this.ioMillis = ioMillis;
        return this;
    }

    Facts failing(int failedStages, int failedTasks, int goodTasks) {
        this.failedStages = failedStages;
        tasks = new TaskCounts(100, 0, goodTasks, failedTasks, 0, goodTasks);
        return this;
    }

    Facts version(String version) {
        this.version = version;
        return this;
    }

    Facts set(String key, String value) {
        properties.add(new Property(key, value));
        return this;
    }

    Facts job(int id, @Nullable String failure) {
        jobs.removeIf(job -> job.id() == id);
        jobs.add(
                new JobRun(
                        id,
                        "count at App.scala:7",
                        null,
                        null,
                        List.of(),
                        failure == null ? JobStatus.SUCCEEDED : JobStatus.FAILED,
                        START,
                        START.plusSeconds(60),
                        List.of(STAGE.id()),
                        null,
                        new TaskCounts(100, 0, 100, 0, 0, 100),
                        0,
                        new StageCounts(0, 1, 0, 0),
                        Map.of(),
                        failure));
        return this;
    }

    Facts stage(StageRun stage) {
        stages.removeIf(other -> other.id().equals(stage.id()));
        stages.add(stage);
        return this;
    }

    Facts executor(String id, @Nullable String removeReason, @Nullable MemorySample peak) {
        executors.removeIf(executor -> executor.id().equals(id));
        executors.add(
                new ExecutorRun(
                        id,
                        "10.0.0." + id + ":7077",
                        removeReason == null,
                        4,
                        4,
                        START,
                        null,
                        removeReason,
                        TaskCounts.NONE,
                        0,
                        TaskMetrics.NONE,
                        CoreTime.NONE,
                        StorageMemory.NONE,
                        PeakMetrics.NONE,
                        peak,
                        0,
                        false,
                        List.of(),
                        Map.of(),
                        Map.of()));
        return this;
    }

    /// An executor that worked; peaks by name.
    Facts worker(
            String id,
            long taskMillis,
            Map<TaskMetric, Long> metrics,
            Map<PeakMetric, Long> peaks) {
        executors.removeIf(executor -> executor.id().equals(id));
        long[] highest = new long[PeakMetric.values().length];
        peaks.forEach((metric, value) -> highest[metric.column()] = value);
        executors.add(
                new ExecutorRun(
                        id,
                        "10.0.0.1:7077",
                        true,
                        4,
                        id.equals(ExecutorRun.DRIVER) ? 0 : 4,
                        START,
                        null,
                        null,
                        new TaskCounts(10, 0, 10, 0, 0, 10),
                        taskMillis,
                        Parts.metrics(metrics),
                        CoreTime.NONE,
                        StorageMemory.NONE,
                        new PeakMetrics(highest),
                        null,
                        0,
                        false,
                        List.of(),
                        Map.of(),
                        Map.of()));
        return this;
    }

    /// The first node is fed by the others.
    Facts plan(PlanNode... nodes) {
        List<PlanEdge> edges = new ArrayList<>();
        for (int i = 1; i < nodes.length; i++) {
            edges.add(new PlanEdge(nodes[i].id(), nodes[0].id()));
        }
        sql(9, null, List.of());
        SqlRun bare = sqls.removeLast();
        sqls.add(
                new SqlRun(
                        bare.id(),
                        bare.rootId(),
                        bare.description(),
                        "",
                        bare.status(),
                        bare.submittedAt(),
                        bare.completedAt(),
                        null,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        null,
                        List.of(),
                        null,
                        Map.of(),
                        "",
                        null,
                        1,
                        List.of(nodes),
                        edges));
        return this;
    }

    Facts sql(long id, @Nullable String error, List<Integer> failedJobs) {
        sqls.add(
                new SqlRun(
                        id,
                        id,
                        "save at etl.py:31",
                        "",
                        error == null ? SqlStatus.COMPLETED : SqlStatus.FAILED,
                        START,
                        START.plusSeconds(1),
                        error,
                        List.of(),
                        List.of(),
                        failedJobs,
                        List.of(),
                        null,
                        List.of(),
                        null,
                        Map.of(),
                        "",
                        null,
                        1,
                        List.of(),
                        List.of()));
        return this;
    }

    Facts failure(
            Source source,
            @Nullable Integer jobId,
            @Nullable StageId stage,
            String trace,
            Cause... chain) {
        failures.add(
                new Failure(
                        source,
                        START,
                        START,
                        3,
                        List.of(chain),
                        trace,
                        jobId,
                        stage,
                        stage == null ? null : 7L,
                        null,
                        null));
        return this;
    }

    RunFacts facts() {
        RunTotals totals =
                new RunTotals(
                        jobs.size(),
                        0,
                        stages.size(),
                        failedStages,
                        0,
                        tasks,
                        sqls.size(),
                        0,
                        executors.size(),
                        0,
                        0,
                        TaskMetrics.NONE,
                        new CoreTime(taskMillis - gcMillis - ioMillis, gcMillis, 0, ioMillis, 0),
                        taskMillis,
                        slotMillis,
                        slotMillis,
                        Math.max(0, slotMillis - taskMillis),
                        0,
                        IssueCounts.NONE);
        AppRun app =
                new AppRun(
                        new RunId("etl-1", 1),
                        "app-20261120021500-0000",
                        null,
                        "etl",
                        "etl",
                        "amy",
                        version,
                        START,
                        START.plusSeconds(seconds),
                        START.plusSeconds(seconds),
                        RunState.ENDED,
                        exitCode,
                        false,
                        false,
                        null,
                        null,
                        false,
                        totals);
        EnvironmentRun environment =
                new EnvironmentRun(
                        "",
                        "",
                        "",
                        properties,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of());
        return new RunFacts(app, jobs, stages, executors, sqls, environment, failures);
    }

    static StageRun stage(StageId id, StageStatus status) {
        return stage(
                id, status, new long[] {900, 1_000, 1_200, 2_000}, 100, Map.of(), CoreTime.NONE);
    }

    /**
     * @param durations min, median, 95th, max
     */
    static StageRun stage(
            StageId id,
            StageStatus status,
            long[] durations,
            int tasks,
            Map<TaskMetric, Long> metrics,
            CoreTime coreTime) {
        long[] values = new long[TaskMetric.values().length];
        metrics.forEach((metric, value) -> values[metric.column()] = value);
        Quantiles read = new Quantiles(1 << 20, 1 << 20, 1 << 20, 40 << 20);
        Quantiles none = new Quantiles(0, 0, 0, 0);
        return new StageRun(
                id,
                status,
                "join at App.scala:7",
                "",
                null,
                null,
                List.of(1),
                null,
                List.of(),
                List.of(),
                new TaskCounts(tasks, 0, tasks, status == StageStatus.FAILED ? 4 : 0, 0, tasks),
                START,
                START,
                START.plusSeconds(60),
                status == StageStatus.FAILED
                        ? "FetchFailed(BlockManagerId(1, host, 7), shuffleId=0)"
                        : null,
                100_000,
                new TaskMetrics(values),
                coreTime,
                PeakMetrics.NONE,
                List.of(),
                Map.of(),
                0,
                false,
                0,
                SpeculationCounts.NONE,
                new Spread(
                        new Quantiles(durations[0], durations[1], durations[2], durations[3]),
                        read,
                        none,
                        none,
                        42),
                List.of());
    }
}
