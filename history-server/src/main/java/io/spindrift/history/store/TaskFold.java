package io.spindrift.history.store;

import io.spindrift.history.Accumulator;
import io.spindrift.history.Failure;
import io.spindrift.history.StageId;
import io.spindrift.history.TaskMetric;
import io.spindrift.history.eventlog.SparkEvent;
import io.spindrift.history.eventlog.SparkEvent.TaskEndReason;
import io.spindrift.history.eventlog.SparkEvent.TaskInfo;
import io.spindrift.history.eventlog.SparkEvent.UserAccumulator;
import io.spindrift.history.store.StageState.ExecutorShare;
import io.spindrift.history.store.StageState.RunningTask;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What events say of tasks: by far the most there are, so the work per task is kept small.
final class TaskFold {
    private static final int REMOTE_READ = TaskMetric.SHUFFLE_REMOTE_BYTES_READ.column();
    private static final int LOCAL_READ = TaskMetric.SHUFFLE_LOCAL_BYTES_READ.column();
    private static final int INPUT = TaskMetric.INPUT_BYTES.column();
    private static final int PEAK = TaskMetric.PEAK_EXECUTION_MEMORY_BYTES.column();
    private static final long[] NO_METRICS = new long[36];

    private final Fold fold;
    private final AppState app;
    private final long[] micros = new long[5];

    /// A task by the columns of its block.
    private final long[] row = new long[TaskColumns.COLUMNS];

    /// The stage of the task before, which mostly is that of the next.
    private @Nullable StageState lastStage;

    TaskFold(Fold fold) {
        this.fold = fold;
        this.app = fold.app;
    }

    private StageState stage(int id, int attempt) {
        StageState last = lastStage;
        if (last != null
                && last.id.id() == id
                && last.id.attempt() == attempt
                && fold.stages.get(last.id) == last) {
            return last;
        }
        last = fold.stage(new StageId(id, attempt));
        lastStage = last;
        return last;
    }

    void started(SparkEvent.TaskStart event) {
        if (event.stageId() < 0) {
            return;
        }
        TaskInfo task = event.task();
        StageState stage = stage(event.stageId(), event.stageAttempt());
        stage.dirty = true;
        stage.running.put(task.id(), running(task));
        stage.active++;
        if (stage.firstTaskMillis == 0 || task.launchMillis() < stage.firstTaskMillis) {
            stage.firstTaskMillis = task.launchMillis();
        }
        if (task.speculative()) {
            stage.speculation[0]++;
            stage.speculation[1]++;
        }
        for (JobState job : fold.liveJobs(stage)) {
            job.activeTasks++;
            job.dirty = true;
        }
        ExecutorState executor = fold.executor(task.executorId());
        executor.activeTasks++;
        executor.dirty = true;
        app.tasksTotal++;
        if (app.tasksActive++ == 0) {
            app.busySinceMillis = task.launchMillis();
        }
        app.seen(task.launchMillis());
    }

    private static RunningTask running(TaskInfo task) {
        return new RunningTask(
                task.id(),
                task.index(),
                task.attempt(),
                task.partition(),
                task.launchMillis(),
                task.gettingResultMillis(),
                task.executorId(),
                task.host(),
                task.locality(),
                task.speculative());
    }

    /// Spark says neither stage nor attempt here.
    void gettingResult(SparkEvent.TaskGettingResult event) {
        for (StageState stage : fold.stages.values()) {
            if (stage.running.containsKey(event.task().id())) {
                stage.running.put(event.task().id(), running(event.task()));
                stage.dirty = true;
                return;
            }
        }
    }

    void ended(SparkEvent.TaskEnd event) {
        if (event.stageId() < 0) {
            return;
        }
        TaskInfo task = event.task();
        StageState stage = stage(event.stageId(), event.stageAttempt());
        boolean ran = stage.running.remove(task.id()) != null;
        if (!ran && event.reason().reason().equals("Resubmitted")) {
            return; // its first end was told before
        }
        int status = status(event.reason());
        long[] metrics = event.metrics() == null ? NO_METRICS : event.metrics();
        long duration = Math.max(0, task.finishMillis() - task.launchMillis());
        long getting =
                task.gettingResultMillis() == 0
                        ? 0
                        : Math.max(0, task.finishMillis() - task.gettingResultMillis());
        TaskTime.categorize(duration, getting, metrics, micros);
        boolean firstOfIndex = count(stage, task, ran, status);
        addUp(stage, task, status, duration, metrics, event.peaks());
        countJobs(stage, ran, status, firstOfIndex, event.reason());
        app.seen(task.finishMillis());
        app.series.addTask(task.launchMillis(), task.finishMillis(), micros);
        if (ran && --app.tasksActive == 0) {
            app.series.addBusy(app.busySinceMillis, task.finishMillis());
            app.busySinceMillis = 0;
        }
        append(stage, task, status, duration, FailureText.ofTask(event.reason()), metrics);
        accumulate(stage, task, firstOfIndex);
        if (status == TaskColumns.FAILED) {
            failed(stage, task, event.reason());
        }
    }

    private static int status(TaskEndReason reason) {
        return switch (reason.reason()) {
            case "Success" -> TaskColumns.SUCCESS;
            case "TaskKilled", "TaskCommitDenied" -> TaskColumns.KILLED;
            default -> TaskColumns.FAILED;
        };
    }

    /// Whether this is the first success for its partition.
    private boolean count(StageState stage, TaskInfo task, boolean ran, int status) {
        stage.dirty = true;
        stage.active -= ran ? 1 : 0;
        fold.executor(task.executorId()).activeTasks -= ran ? 1 : 0;
        app.tasksTotal += ran ? 0 : 1;
        switch (status) {
            case TaskColumns.SUCCESS -> {
                stage.completed++;
                app.tasksCompleted++;
            }
            case TaskColumns.KILLED -> {
                stage.killed++;
                app.tasksKilled++;
            }
            case TaskColumns.FAILED -> {
                stage.failed++;
                app.tasksFailed++;
            }
            default -> {}
        }
        if (task.speculative()) {
            stage.speculation[1] -= ran ? 1 : 0;
            stage.speculation[status == TaskColumns.UNKNOWN ? 4 : 2 + status]++;
        }
        int index = Math.max(0, task.index());
        if (status != TaskColumns.SUCCESS || stage.completedIndices.get(index)) {
            return false;
        }
        stage.completedIndices.set(index);
        app.completedIndices++;
        return true;
    }

    private void addUp(
            StageState stage,
            TaskInfo task,
            int status,
            long duration,
            long[] metrics,
            long @Nullable [] peaks) {
        ExecutorState executor = fold.executor(task.executorId());
        ExecutorShare share = stage.executors.get(task.executorId());
        if (share == null) {
            share = new ExecutorShare();
            stage.executors.put(task.executorId(), share);
        }
        stage.taskMillis += duration;
        share.taskMillis += duration;
        executor.taskMillis += duration;
        app.taskMillis += duration;
        Fold.add(stage.coreMicros, micros);
        Fold.add(executor.coreMicros, micros);
        Fold.add(app.coreMicros, micros);
        for (int i = 0; i < metrics.length; i++) {
            long value = metrics[i];
            if (value != 0) {
                stage.metrics[i] += value;
                share.metrics[i] += value;
                executor.metrics[i] += value;
                app.metrics[i] += value;
            }
        }
        if (peaks != null) {
            Fold.max(stage.peaks, peaks);
            Fold.max(share.peaks, peaks);
            Fold.max(executor.peaks, peaks);
        }
        executor.dirty = true;
        share.succeeded += status == TaskColumns.SUCCESS ? 1 : 0;
        share.killed += status == TaskColumns.KILLED ? 1 : 0;
        share.failed += status == TaskColumns.FAILED ? 1 : 0;
        executor.completedTasks += status == TaskColumns.SUCCESS ? 1 : 0;
        executor.killedTasks += status == TaskColumns.KILLED ? 1 : 0;
        executor.failedTasks += status == TaskColumns.FAILED ? 1 : 0;
        if (status == TaskColumns.SUCCESS) {
            if (duration > stage.durations.max) {
                stage.slowestTaskId = task.id();
            }
            stage.durations.add(duration);
            stage.shuffleReads.add(metrics[REMOTE_READ] + metrics[LOCAL_READ]);
            stage.inputs.add(metrics[INPUT]);
            stage.peakMemories.add(metrics[PEAK]);
        }
    }

    private void countJobs(
            StageState stage, boolean ran, int status, boolean firstOfIndex, TaskEndReason reason) {
        if (status == TaskColumns.KILLED) {
            stage.killedSummary.merge(reason.message(), 1, Integer::sum);
        }
        // Also those that have ended: tasks of an aborted job end after it.
        for (int id : stage.jobIds) {
            JobState job = fold.job(id);
            job.dirty = true;
            job.activeTasks -= ran ? 1 : 0;
            job.completedTasks += status == TaskColumns.SUCCESS ? 1 : 0;
            job.failedTasks += status == TaskColumns.FAILED ? 1 : 0;
            job.completedIndices += firstOfIndex ? 1 : 0;
            if (status == TaskColumns.KILLED) {
                job.killedTasks++;
                job.killedSummary.merge(reason.message(), 1, Integer::sum);
            }
        }
    }

    private void append(
            StageState stage,
            TaskInfo task,
            int status,
            long duration,
            @Nullable String error,
            long[] metrics) {
        TaskColumns block = fold.block(stage);
        row[TaskColumns.ID] = task.id();
        row[TaskColumns.INDEX] = task.index();
        row[TaskColumns.ATTEMPT] = task.attempt();
        row[TaskColumns.PARTITION] = task.partition() < 0 ? task.index() : task.partition();
        row[TaskColumns.LAUNCH] = task.launchMillis();
        row[TaskColumns.DURATION] = duration;
        row[TaskColumns.GETTING_RESULT] = task.gettingResultMillis();
        row[TaskColumns.EXECUTOR] = block.number(task.executorId());
        row[TaskColumns.HOST] = block.number(task.host());
        row[TaskColumns.LOCALITY] = block.number(task.locality());
        row[TaskColumns.STATUS] = status;
        row[TaskColumns.SPECULATIVE] = task.speculative() ? 1 : 0;
        row[TaskColumns.ERROR] = error == null ? 0 : block.number(error) + 1;
        System.arraycopy(metrics, 0, row, TaskColumns.FIRST_METRIC, metrics.length);
        block.set(row);
        block.endRow(task.accumulables().user());
        stage.blockDirty = true;
        stage.endedTasks++;
        if (block.full()) {
            int number = stage.endedTasks / TaskColumns.ROWS_MAX - 1;
            fold.fullBlocks.add(new Fold.FullBlock(stage.id, number, block));
            stage.block = null;
            stage.blockDirty = false;
        }
    }

    private void accumulate(StageState stage, TaskInfo task, boolean firstOfIndex) {
        for (UserAccumulator each : task.accumulables().user()) {
            stage.accumulators.put(
                    each.id(),
                    new Accumulator(each.id(), each.name(), each.update(), each.value()));
        }
        long[] ids = task.accumulables().sqlIds();
        if (firstOfIndex && ids.length > 0 && stage.sqlId >= 0) {
            SqlFold.taskUpdates(
                    fold.sql(stage.sqlId),
                    stage.id,
                    stage.tasks,
                    task.id(),
                    ids,
                    task.accumulables().sqlUpdates());
        }
    }

    private void failed(StageState stage, TaskInfo task, TaskEndReason reason) {
        Instant at = Instant.ofEpochMilli(task.finishMillis());
        String lost = reason.lostExecutorId();
        ApplicationFold.failed(
                app,
                new Failure(
                        Failure.Source.TASK,
                        at,
                        at,
                        1,
                        FailureText.chain(
                                reason.className(),
                                reason.message(),
                                reason.stackTrace(),
                                reason.reason()),
                        FailureText.cut(reason.stackTrace(), FailureText.TRACE_MAX),
                        null,
                        stage.id,
                        task.id(),
                        null,
                        lost));
    }

    /// The run ended while tasks ran: they last until then, and nobody knows how they fared.
    void abandon(StageState stage) {
        List<RunningTask> left = new ArrayList<>(stage.running.values());
        for (RunningTask task : left) {
            stage.running.remove(task.id());
            stage.active--;
            app.tasksActive--;
            ExecutorState executor = fold.executor(task.executorId());
            executor.activeTasks--;
            executor.dirty = true;
            for (JobState job : fold.liveJobs(stage)) {
                job.activeTasks--;
                job.dirty = true;
            }
            long end = Math.max(app.endMillis, task.launchMillis());
            TaskInfo info =
                    new TaskInfo(
                            task.id(),
                            task.index(),
                            task.attempt(),
                            task.partition(),
                            task.launchMillis(),
                            task.executorId(),
                            task.host(),
                            task.locality(),
                            task.speculative(),
                            0,
                            end,
                            false,
                            false,
                            NO_ACCUMULABLES);
            long duration = end - task.launchMillis();
            TaskTime.categorize(duration, 0, NO_METRICS, micros);
            addUp(stage, info, TaskColumns.UNKNOWN, duration, NO_METRICS, null);
            app.series.addTask(task.launchMillis(), end, micros);
            append(stage, info, TaskColumns.UNKNOWN, duration, null, NO_METRICS);
        }
    }

    private static final SparkEvent.Accumulables NO_ACCUMULABLES =
            new SparkEvent.Accumulables(new long[0], new long[0], List.of());

    /// No task runs any more.
    void allIdle(long atMillis) {
        if (app.busySinceMillis > 0) {
            app.series.addBusy(app.busySinceMillis, Math.max(atMillis, app.busySinceMillis));
            app.busySinceMillis = 0;
        }
        app.tasksActive = 0;
    }
}
