package io.spindrift.history.store;

import io.spindrift.history.JobRun.JobStatus;
import io.spindrift.history.SqlRun;
import io.spindrift.history.SqlRun.SqlStatus;
import io.spindrift.history.StageId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// An SQL execution while its log is being folded.
final class SqlState {
    final long id;
    boolean dirty = true;
    long rootId;
    String description = "";
    String details = "";
    SqlStatus status = SqlStatus.RUNNING;
    long submittedMillis;
    long completedMillis;
    @Nullable String error;
    final Map<Integer, JobStatus> jobs = new TreeMap<>();
    final TreeSet<Integer> stageIds = new TreeSet<>();
    @Nullable String group;
    List<String> tags = List.of();

    /// Spark's name for it since 4.1.
    @Nullable String queryId;

    Map<String, String> modifiedConfigs = Map.of();
    int planVersions;

    /// When the plan that holds came.
    long planSinceMillis;

    /// How much there is in the plans that were replaced, by letters.
    long replacedLetters;

    /// Plans replaced since the last batch.
    final List<OldPlan> replaced = new ArrayList<>();

    /// By accumulator.
    final Map<Long, SqlMetric> metrics = new HashMap<>();

    /// In a row of its own, for it is large and seldom changes; null while not fetched.
    @Nullable SqlPlan plan;

    boolean planDirty;

    SqlState(long id) {
        this.id = id;
        this.rootId = id;
    }

    boolean live() {
        return status == SqlStatus.RUNNING;
    }

    /// A plan that held until another came.
    record OldPlan(int version, long sinceMillis, SqlPlan plan) {}

    /// What tasks and the driver reported for one accumulator.
    static final class SqlMetric {
        final Sketch values;
        int maxStage = -1;
        int maxStageAttempt;
        long maxTask;

        /// How many tasks told a value.
        long told;

        /// How many tasks each stage has of which one told a value: the others count as 0.
        final Map<StageId, Integer> stages = new TreeMap<>();

        SqlMetric() {
            this(new Sketch());
        }

        SqlMetric(Sketch values) {
            this.values = values;
        }

        void addOfTask(StageId stage, int tasks, long value) {
            stages.put(stage, tasks);
            told++;
            values.add(value);
        }

        /// How many tasks told nothing, though others of their stage did.
        long silent() {
            long tasks = stages.values().stream().mapToLong(Integer::longValue).sum();
            return Math.max(0, tasks - told);
        }

        /// Counts like the value of a task, each time it is told, as in Spark's own pages.
        void addOfDriver(long value) {
            if (values.count == 0 || value > values.max) {
                maxStage = -1;
                maxStageAttempt = 0;
                maxTask = 0;
            }
            values.add(value);
        }
    }

    SqlRun toRun(SqlPlan shown) {
        List<Integer> running = new ArrayList<>();
        List<Integer> succeeded = new ArrayList<>();
        List<Integer> failed = new ArrayList<>();
        jobs.forEach((job, state) -> {
            switch (state) {
                case RUNNING -> running.add(job);
                case SUCCEEDED -> succeeded.add(job);
                case FAILED, UNKNOWN -> failed.add(job);
            }
        });
        return new SqlRun(
                id,
                rootId,
                description,
                details,
                status,
                Instant.ofEpochMilli(submittedMillis),
                completedMillis == 0 ? null : Instant.ofEpochMilli(completedMillis),
                error,
                running,
                succeeded,
                failed,
                List.copyOf(stageIds),
                group,
                tags,
                queryId,
                modifiedConfigs,
                shown.text(),
                shown.firstText(),
                planVersions,
                shown.nodes().stream().map(node -> node.toRun(metrics)).toList(),
                shown.edges());
    }
}
