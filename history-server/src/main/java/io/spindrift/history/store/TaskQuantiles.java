package io.spindrift.history.store;

import io.spindrift.history.TaskMetric;
import io.spindrift.history.TaskSummary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Exact quantiles over the tasks of a stage that succeeded: of n sorted values, the one at min(⌊q
/// × n⌋, n − 1), as Spark.
final class TaskQuantiles {
    /// How many numbers are held at once: 64 MiB. Of stages with more tasks the blocks are read
    /// several times.
    private static final int VALUES_MAX = 8 << 20;

    private static final List<TaskRows.Value> OTHERS =
            List.of(
                    (block, row) -> block.at(TaskColumns.DURATION, row),
                    TaskRows::delay,
                    TaskRows::getting,
                    TaskRows::shuffleRead,
                    TaskRows::blocksFetched);

    private final StageTasks.Blocks blocks;
    private final List<Double> quantiles;

    TaskQuantiles(StageTasks.Blocks blocks, List<Double> quantiles) {
        this.blocks = blocks;
        this.quantiles = quantiles;
    }

    /// Empty where no task succeeded.
    ///
    /// @param tasks how many tasks the blocks hold, at most
    Optional<TaskSummary> summary(int tasks) {
        List<TaskRows.Value> values = new ArrayList<>(OTHERS);
        for (TaskMetric metric : TaskMetric.values()) {
            values.add((block, row) -> TaskRows.metric(block, row, metric));
        }
        int step = Math.clamp(VALUES_MAX / Math.max(1, tasks), 1, values.size());
        List<List<Double>> answers = new ArrayList<>();
        for (int from = 0; from < values.size(); from += step) {
            answers.addAll(of(values.subList(from, Math.min(values.size(), from + step)), tasks));
            if (answers.isEmpty()) {
                return Optional.empty();
            }
        }
        Map<TaskMetric, List<Double>> metrics = new EnumMap<>(TaskMetric.class);
        int next = OTHERS.size();
        for (TaskMetric metric : TaskMetric.values()) {
            metrics.put(metric, answers.get(next++));
        }
        return Optional.of(
                new TaskSummary(
                        quantiles,
                        answers.get(0),
                        answers.get(1),
                        answers.get(2),
                        answers.get(3),
                        answers.get(4),
                        metrics));
    }

    /// Nothing at all where no task succeeded.
    private List<List<Double>> of(List<TaskRows.Value> values, int tasks) {
        List<Column> columns = values.stream().map(each -> new Column(each, tasks)).toList();
        blocks.each((number, block) -> {
            for (int row = 0; row < block.rows; row++) {
                if (TaskRows.succeeded(block, row)) {
                    for (Column column : columns) {
                        column.add(block, row);
                    }
                }
            }
        });
        return columns.getFirst().size == 0
                ? List.of()
                : columns.stream().map(column -> column.at(quantiles)).toList();
    }

    private static final class Column {
        private final TaskRows.Value value;
        private final int room;
        private long[] values = new long[0];
        private int size;

        Column(TaskRows.Value value, int room) {
            this.value = value;
            this.room = room;
        }

        /// Zeros in front take no room: most columns have nothing else.
        void add(TaskColumns block, int row) {
            long number = value.of(block, row);
            if (number != 0 && size >= values.length) {
                values = Arrays.copyOf(values, Math.max(room, Math.max(size + 1, size * 3 / 2)));
            }
            if (size < values.length) {
                values[size] = number;
            }
            size++;
        }

        List<Double> at(List<Double> quantiles) {
            long[] sorted =
                    values.length == 0 || values.length == size
                            ? values
                            : Arrays.copyOf(values, size);
            values = new long[0];
            Arrays.sort(sorted);
            return quantiles.stream()
                    .map(q ->
                            sorted.length == 0
                                    ? 0.0
                                    : (double) sorted[Math.clamp((long) (q * size), 0, size - 1)])
                    .toList();
        }
    }
}
