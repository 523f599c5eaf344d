package io.spindrift.history.store;

import io.spindrift.history.Accumulator;
import io.spindrift.history.CoreTime;
import io.spindrift.history.StageId;
import io.spindrift.history.TaskMetric;
import io.spindrift.history.TaskMetrics;
import io.spindrift.history.TaskRun;
import io.spindrift.history.TaskRun.TaskStatus;
import io.spindrift.history.eventlog.SparkEvent.UserAccumulator;
import io.spindrift.history.store.StageState.RunningTask;
import java.time.Instant;
import java.util.List;

/// What a row of a block of tasks says.
final class TaskRows {
    private static final TaskStatus[] STATUSES = {
        TaskStatus.SUCCESS, TaskStatus.FAILED, TaskStatus.KILLED, TaskStatus.UNKNOWN
    };

    private TaskRows() {}

    interface Value {
        long of(TaskColumns block, int row);
    }

    static TaskStatus status(TaskColumns block, int row) {
        return STATUSES[(int) block.at(TaskColumns.STATUS, row)];
    }

    static boolean succeeded(TaskColumns block, int row) {
        return block.at(TaskColumns.STATUS, row) == TaskColumns.SUCCESS;
    }

    static String error(TaskColumns block, int row) {
        int error = (int) block.at(TaskColumns.ERROR, row);
        return error == 0 ? "" : block.texts.get(error - 1);
    }

    static long blocksFetched(TaskColumns block, int row) {
        return metric(block, row, TaskMetric.SHUFFLE_REMOTE_BLOCKS_FETCHED)
                + metric(block, row, TaskMetric.SHUFFLE_LOCAL_BLOCKS_FETCHED);
    }

    static TaskRun running(StageId stage, RunningTask task) {
        return new TaskRun(
                stage,
                task.id(),
                task.index(),
                task.attempt(),
                task.partition() < 0 ? task.index() : task.partition(),
                Instant.ofEpochMilli(task.launchMillis()),
                task.gettingResultMillis() == 0
                        ? null
                        : Instant.ofEpochMilli(task.gettingResultMillis()),
                null,
                task.executorId(),
                task.host(),
                TaskStatus.RUNNING,
                task.locality(),
                task.speculative(),
                null,
                TaskMetrics.NONE,
                CoreTime.NONE,
                0,
                0,
                List.of());
    }

    static TaskRun ended(StageId stage, TaskColumns block, int row) {
        long launch = block.at(TaskColumns.LAUNCH, row);
        long duration = block.at(TaskColumns.DURATION, row);
        long fetched = block.at(TaskColumns.GETTING_RESULT, row);
        int error = (int) block.at(TaskColumns.ERROR, row);
        long[] metrics = metrics(block, row);
        long[] micros = new long[5];
        TaskTime.categorize(duration, getting(block, row), metrics, micros);
        return new TaskRun(
                stage,
                block.at(TaskColumns.ID, row),
                (int) block.at(TaskColumns.INDEX, row),
                (int) block.at(TaskColumns.ATTEMPT, row),
                (int) block.at(TaskColumns.PARTITION, row),
                Instant.ofEpochMilli(launch),
                fetched == 0 ? null : Instant.ofEpochMilli(fetched),
                Instant.ofEpochMilli(launch + duration),
                block.text(TaskColumns.EXECUTOR, row),
                block.text(TaskColumns.HOST, row),
                status(block, row),
                block.text(TaskColumns.LOCALITY, row),
                block.at(TaskColumns.SPECULATIVE, row) != 0,
                error == 0 ? null : block.texts.get(error - 1),
                new TaskMetrics(metrics),
                TaskTime.toCoreTime(micros),
                delay(block, row),
                getting(block, row),
                accumulators(block, row));
    }

    private static long[] metrics(TaskColumns block, int row) {
        long[] metrics = new long[36];
        for (int i = 0; i < metrics.length; i++) {
            metrics[i] = block.at(TaskColumns.FIRST_METRIC + i, row);
        }
        return metrics;
    }

    private static List<Accumulator> accumulators(TaskColumns block, int row) {
        List<UserAccumulator> user = block.accumulators.getOrDefault(row, List.of());
        return user.stream()
                .map(each -> new Accumulator(each.id(), each.name(), each.update(), each.value()))
                .toList();
    }

    static long delay(TaskColumns block, int row) {
        return TaskTime.schedulerDelayMillis(
                block.at(TaskColumns.DURATION, row), getting(block, row), metrics(block, row));
    }

    static long getting(TaskColumns block, int row) {
        long fetched = block.at(TaskColumns.GETTING_RESULT, row);
        long finish = block.at(TaskColumns.LAUNCH, row) + block.at(TaskColumns.DURATION, row);
        return fetched == 0 ? 0 : Math.max(0, finish - fetched);
    }

    static long shuffleRead(TaskColumns block, int row) {
        return metric(block, row, TaskMetric.SHUFFLE_REMOTE_BYTES_READ)
                + metric(block, row, TaskMetric.SHUFFLE_LOCAL_BYTES_READ);
    }

    static long metric(TaskColumns block, int row, TaskMetric metric) {
        return block.at(TaskColumns.FIRST_METRIC + metric.column(), row);
    }
}
