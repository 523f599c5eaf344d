package io.spindrift.history.store;

import io.spindrift.history.Page;
import io.spindrift.history.TaskQuery;
import io.spindrift.history.TaskRun;
import io.spindrift.history.TaskRun.TaskStatus;
import io.spindrift.history.TaskSummary;
import io.spindrift.history.store.StageState.RunningTask;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All tasks of one stage attempt, and questions about them. Reads its blocks one after the other
/// and holds one at a time, so that a stage of a million tasks costs no more than its keys; makes a
/// value of a task only when it is on the page asked for.
final class StageTasks {
    private final StageState stage;
    private final Blocks blocks;

    StageTasks(StageState stage, Blocks blocks) {
        this.stage = stage;
        this.blocks = blocks;
    }

    /// The ended tasks of a stage attempt.
    interface Blocks {
        /// In order, numbered from 0.
        void each(BlockReader reader);

        TaskColumns block(int number);
    }

    interface BlockReader {
        void read(int number, TaskColumns block);
    }

    /// Places of ended tasks count on from 0 over all blocks, those of running ones down from −1.
    Page<TaskRun> page(TaskQuery query) {
        TaskOrder order = new TaskOrder(query);
        blocks.each((number, block) -> {
            for (int row = 0; row < block.rows; row++) {
                int at = row;
                if (query.which()
                        .wants(
                                TaskRows.status(block, row),
                                block.at(TaskColumns.ID, row),
                                () -> block.text(TaskColumns.EXECUTOR, at))) {
                    order.add(block, row, number * TaskColumns.ROWS_MAX + row);
                }
            }
        });
        List<RunningTask> running = new ArrayList<>(stage.running.values());
        for (int i = 0; i < running.size(); i++) {
            RunningTask task = running.get(i);
            if (query.which().wants(TaskStatus.RUNNING, task.id(), task::executorId)) {
                order.add(task, -1 - i);
            }
        }
        return new Page<>(tasks(order.page(), running), order.size());
    }

    private List<TaskRun> tasks(int[] places, List<RunningTask> running) {
        Map<Integer, TaskRun> ended = new HashMap<>();
        int[] sorted = Arrays.stream(places).filter(place -> place >= 0).sorted().toArray();
        TaskColumns block = new TaskColumns();
        int number = -1;
        for (int place : sorted) {
            if (place / TaskColumns.ROWS_MAX != number) {
                number = place / TaskColumns.ROWS_MAX;
                block = blocks.block(number);
            }
            ended.put(place, TaskRows.ended(stage.id, block, place % TaskColumns.ROWS_MAX));
        }
        List<TaskRun> tasks = new ArrayList<>(places.length);
        for (int place : places) {
            tasks.add(
                    place < 0
                            ? TaskRows.running(stage.id, running.get(-1 - place))
                            : ended.get(place));
        }
        return tasks;
    }

    Optional<TaskSummary> summary(List<Double> quantiles) {
        return new TaskQuantiles(blocks, quantiles).summary(stage.tasks);
    }
}
