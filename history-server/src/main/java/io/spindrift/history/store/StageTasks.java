package io.spindrift.history.store;

import io.spindrift.history.Accumulator;
import io.spindrift.history.CoreTime;
import io.spindrift.history.Page;
import io.spindrift.history.TaskMetric;
import io.spindrift.history.TaskMetrics;
import io.spindrift.history.TaskQuery;
import io.spindrift.history.TaskRun;
import io.spindrift.history.TaskRun.TaskStatus;
import io.spindrift.history.TaskSummary;
import io.spindrift.history.eventlog.SparkEvent.UserAccumulator;
import io.spindrift.history.store.StageState.RunningTask;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/// All tasks of one stage attempt, and questions about them. Works on columns; makes a value of a
/// task only when it is on the page asked for.
final class StageTasks {
    private static final TaskStatus[] STATUSES = {
        TaskStatus.SUCCESS, TaskStatus.FAILED, TaskStatus.KILLED, TaskStatus.UNKNOWN
    };

    private final StageState stage;
    private final List<TaskColumns> blocks;

    StageTasks(StageState stage, List<TaskColumns> blocks) {
        this.stage = stage;
        this.blocks = blocks;
    }

    /// A task: a row of a block, or a running one where `block` is negative.
    private record At(int block, int row) {}

    Page<TaskRun> page(TaskQuery query) {
        List<At> found = new ArrayList<>();
        for (int block = 0; block < blocks.size(); block++) {
            for (int row = 0; row < blocks.get(block).rows; row++) {
                int status = (int) blocks.get(block).at(TaskColumns.STATUS, row);
                if (query.statuses().isEmpty() || query.statuses().contains(STATUSES[status])) {
                    found.add(new At(block, row));
                }
            }
        }
        List<RunningTask> running = new ArrayList<>(stage.running.values());
        if (query.statuses().isEmpty() || query.statuses().contains(TaskStatus.RUNNING)) {
            for (int i = 0; i < running.size(); i++) {
                found.add(new At(-1, i));
            }
        }
        Comparator<At> order = order(query.sort(), running);
        Comparator<At> byId = Comparator.comparingLong(at -> id(at, running));
        found.sort((query.descending() ? order.reversed() : order).thenComparing(byId));
        List<TaskRun> items =
                found.stream()
                        .skip(query.offset())
                        .limit(query.limit())
                        .map(at -> task(at, running))
                        .toList();
        return new Page<>(items, found.size());
    }

    private Comparator<At> order(TaskQuery.Sort sort, List<RunningTask> running) {
        return switch (sort) {
            case TaskQuery.Sort.ByMetric by ->
                    ended(TaskColumns.FIRST_METRIC + by.metric().column());
            case TaskQuery.Sort.By by ->
                    switch (by.field()) {
                        case ID -> Comparator.comparingLong(at -> id(at, running));
                        case INDEX -> either(TaskColumns.INDEX, running, RunningTask::index);
                        case LAUNCHED_AT ->
                                either(TaskColumns.LAUNCH, running, RunningTask::launchMillis);
                        case DURATION -> ended(TaskColumns.DURATION);
                        case EXECUTOR ->
                                Comparator.comparing(at -> text(at, TaskColumns.EXECUTOR, running));
                        case HOST ->
                                Comparator.comparing(at -> text(at, TaskColumns.HOST, running));
                        case LOCALITY ->
                                Comparator.comparing(at -> text(at, TaskColumns.LOCALITY, running));
                        case STATUS -> ended(TaskColumns.STATUS);
                        case SCHEDULER_DELAY ->
                                Comparator.comparingLong(at ->
                                        at.block < 0 ? 0 : delay(blocks.get(at.block), at.row));
                        case GETTING_RESULT ->
                                Comparator.comparingLong(at ->
                                        at.block < 0 ? 0 : getting(blocks.get(at.block), at.row));
                        case SHUFFLE_READ_BYTES ->
                                Comparator.comparingLong(at ->
                                        at.block < 0
                                                ? 0
                                                : shuffleRead(blocks.get(at.block), at.row));
                        case ERROR ->
                                Comparator.comparing(at -> text(at, TaskColumns.ERROR, running));
                    };
        };
    }

    private Comparator<At> ended(int column) {
        return Comparator.comparingLong(
                at -> at.block < 0 ? -1 : blocks.get(at.block).at(column, at.row));
    }

    private Comparator<At> either(
            int column, List<RunningTask> running, ToLongFunction<RunningTask> of) {
        return Comparator.comparingLong(at ->
                at.block < 0
                        ? of.applyAsLong(running.get(at.row))
                        : blocks.get(at.block).at(column, at.row));
    }

    private long id(At at, List<RunningTask> running) {
        return at.block < 0
                ? running.get(at.row).id()
                : blocks.get(at.block).at(TaskColumns.ID, at.row);
    }

    private String text(At at, int column, List<RunningTask> running) {
        if (at.block >= 0) {
            TaskColumns block = blocks.get(at.block);
            if (column != TaskColumns.ERROR) {
                return block.text(column, at.row);
            }
            int error = (int) block.at(column, at.row);
            return error == 0 ? "" : block.texts.get(error - 1);
        }
        RunningTask task = running.get(at.row);
        return switch (column) {
            case TaskColumns.EXECUTOR -> task.executorId();
            case TaskColumns.HOST -> task.host();
            case TaskColumns.LOCALITY -> task.locality();
            default -> "";
        };
    }

    private TaskRun task(At at, List<RunningTask> running) {
        return at.block < 0 ? running(running.get(at.row)) : ended(blocks.get(at.block), at.row);
    }

    private TaskRun running(RunningTask task) {
        return new TaskRun(
                stage.id,
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

    private TaskRun ended(TaskColumns block, int row) {
        long launch = block.at(TaskColumns.LAUNCH, row);
        long duration = block.at(TaskColumns.DURATION, row);
        long fetched = block.at(TaskColumns.GETTING_RESULT, row);
        int error = (int) block.at(TaskColumns.ERROR, row);
        long[] metrics = metrics(block, row);
        long[] micros = new long[5];
        TaskTime.categorize(duration, getting(block, row), metrics, micros);
        return new TaskRun(
                stage.id,
                block.at(TaskColumns.ID, row),
                (int) block.at(TaskColumns.INDEX, row),
                (int) block.at(TaskColumns.ATTEMPT, row),
                (int) block.at(TaskColumns.PARTITION, row),
                Instant.ofEpochMilli(launch),
                fetched == 0 ? null : Instant.ofEpochMilli(fetched),
                Instant.ofEpochMilli(launch + duration),
                block.text(TaskColumns.EXECUTOR, row),
                block.text(TaskColumns.HOST, row),
                STATUSES[(int) block.at(TaskColumns.STATUS, row)],
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

    private static long delay(TaskColumns block, int row) {
        return TaskTime.schedulerDelayMillis(
                block.at(TaskColumns.DURATION, row), getting(block, row), metrics(block, row));
    }

    private static long getting(TaskColumns block, int row) {
        long fetched = block.at(TaskColumns.GETTING_RESULT, row);
        long finish = block.at(TaskColumns.LAUNCH, row) + block.at(TaskColumns.DURATION, row);
        return fetched == 0 ? 0 : Math.max(0, finish - fetched);
    }

    private static long shuffleRead(TaskColumns block, int row) {
        return metric(block, row, TaskMetric.SHUFFLE_REMOTE_BYTES_READ)
                + metric(block, row, TaskMetric.SHUFFLE_LOCAL_BYTES_READ);
    }

    private static long metric(TaskColumns block, int row, TaskMetric metric) {
        return block.at(TaskColumns.FIRST_METRIC + metric.column(), row);
    }

    private interface OfRow {
        long of(TaskColumns block, int row);
    }

    Optional<TaskSummary> summary(List<Double> quantiles) {
        int count = 0;
        for (TaskColumns block : blocks) {
            for (int row = 0; row < block.rows; row++) {
                count += block.at(TaskColumns.STATUS, row) == TaskColumns.SUCCESS ? 1 : 0;
            }
        }
        if (count == 0) {
            return Optional.empty();
        }
        int tasks = count;
        Map<TaskMetric, List<Double>> metrics = new EnumMap<>(TaskMetric.class);
        for (TaskMetric metric : TaskMetric.values()) {
            metrics.put(
                    metric,
                    quantiles(quantiles, tasks, (block, row) -> metric(block, row, metric)));
        }
        return Optional.of(
                new TaskSummary(
                        quantiles,
                        quantiles(
                                quantiles,
                                tasks,
                                (block, row) -> block.at(TaskColumns.DURATION, row)),
                        quantiles(quantiles, tasks, StageTasks::delay),
                        quantiles(quantiles, tasks, StageTasks::getting),
                        quantiles(quantiles, tasks, StageTasks::shuffleRead),
                        quantiles(
                                quantiles,
                                tasks,
                                (block, row) ->
                                        metric(block, row, TaskMetric.SHUFFLE_REMOTE_BLOCKS_FETCHED)
                                                + metric(
                                                        block,
                                                        row,
                                                        TaskMetric.SHUFFLE_LOCAL_BLOCKS_FETCHED)),
                        metrics));
    }

    private List<Double> quantiles(List<Double> asked, int count, OfRow value) {
        long[] values = new long[count];
        int at = 0;
        boolean zeros = true;
        for (TaskColumns block : blocks) {
            for (int row = 0; row < block.rows; row++) {
                if (block.at(TaskColumns.STATUS, row) == TaskColumns.SUCCESS) {
                    values[at] = value.of(block, row);
                    zeros &= values[at++] == 0;
                }
            }
        }
        if (!zeros) {
            Arrays.sort(values);
        }
        return asked.stream()
                .map(q -> (double) values[Math.clamp((long) (q * count), 0, count - 1)])
                .toList();
    }
}
