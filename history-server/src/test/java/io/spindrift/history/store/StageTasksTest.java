package io.spindrift.history.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.history.Page;
import io.spindrift.history.StageId;
import io.spindrift.history.TaskMetric;
import io.spindrift.history.TaskQuery;
import io.spindrift.history.TaskQuery.Field;
import io.spindrift.history.TaskQuery.Sort;
import io.spindrift.history.TaskQuery.Which;
import io.spindrift.history.TaskRun;
import io.spindrift.history.TaskRun.TaskStatus;
import io.spindrift.history.TaskSummary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class StageTasksTest {
    private static final int TASKS = 5000;
    private static final TaskMetric RUN = TaskMetric.EXECUTOR_RUN_MILLIS;

    private final StageTasks tasks = tasks(TASKS);
    private final List<TaskRun> all = tasks.page(TaskQuery.all()).items();

    @Test
    void page_byId_hasEveryTaskOnce() {
        assertThat(all).extracting(TaskRun::id).doesNotHaveDuplicates().isSorted().hasSize(TASKS);
    }

    @Test
    void page_byMetricWithManyEqual_continuesWhereTheOneBeforeEnded() {
        Comparator<TaskRun> order =
                Comparator.<TaskRun>comparingLong(task -> task.metrics().of(RUN)).reversed();
        List<Long> expected =
                ids(all.stream().sorted(order.thenComparingLong(TaskRun::id)).toList());
        List<Long> paged = new ArrayList<>();
        for (int offset = 0; offset < TASKS; offset += 700) {
            paged.addAll(ids(page(new Sort.ByMetric(RUN), true, offset, 700).items()));
        }
        assertThat(paged).isEqualTo(expected);
    }

    @Test
    void page_byText_isInAlphabeticalOrder() {
        assertThat(page(new Sort.By(Field.HOST), false, 0, TASKS).items())
                .extracting(TaskRun::host)
                .isSorted();
    }

    @Test
    void page_asSpark_putsFailedTasksLastAndEqualOnesByDescendingId() {
        Comparator<TaskRun> order = Comparator.comparingLong(StageTasksTest::sparkKey);
        List<TaskRun> expected =
                all.stream().sorted(order.thenComparingLong(TaskRun::id).reversed()).toList();
        List<TaskRun> page = page(new Sort.AsSpark(RUN), true, 0, TASKS).items();
        assertThat(ids(page)).isEqualTo(ids(expected));
        assertThat(page.getLast().status()).isEqualTo(TaskStatus.FAILED);
    }

    @Test
    void page_ofOneStatus_countsOnlyThese() {
        TaskQuery query =
                new TaskQuery(Set.of(TaskStatus.FAILED), new Sort.By(Field.ID), false, 3, 10);
        Page<TaskRun> page = tasks.page(query);
        assertThat(page.items()).hasSize(10).allMatch(task -> task.status() == TaskStatus.FAILED);
        assertThat(page.total())
                .isEqualTo(all.stream().filter(t -> t.status() == TaskStatus.FAILED).count());
    }

    @Test
    void page_ofSomeExecutorsOrOneTask_hasOnlyThese() {
        Page<TaskRun> page = which(new Which(Set.of(), Set.of("1", "3"), null));
        assertThat(page.items()).allMatch(task -> Set.of("1", "3").contains(task.executorId()));
        assertThat(page.total())
                .isEqualTo(all.stream().filter(t -> "13".contains(t.executorId())).count());
        Page<TaskRun> one = which(new Which(Set.of(), Set.of(), 7L));
        assertThat(ids(one.items())).containsExactly(7L);
        assertThat(which(new Which(Set.of(), Set.of("99"), null)).total()).isZero();
    }

    private Page<TaskRun> which(Which which) {
        return tasks.page(new TaskQuery(which, new Sort.By(Field.ID), false, 0, TASKS));
    }

    @Test
    void page_beyondTheEnd_isEmptyButTellsHowMany() {
        Page<TaskRun> page = page(new Sort.By(Field.ID), false, TASKS + 1, 10);
        assertThat(page.items()).isEmpty();
        assertThat(page.total()).isEqualTo(TASKS);
    }

    @Test
    void summary_isExactAndOfTheTasksThatSucceeded() {
        long[] runs =
                all.stream()
                        .filter(task -> task.status() == TaskStatus.SUCCESS)
                        .mapToLong(task -> task.metrics().of(RUN))
                        .sorted()
                        .toArray();
        TaskSummary summary = tasks.summary(List.of(0.0, 0.5, 1.0)).orElseThrow();
        assertThat(summary.metrics().get(RUN))
                .containsExactly(
                        (double) runs[0],
                        (double) runs[runs.length / 2],
                        (double) runs[runs.length - 1]);
        assertThat(summary.metrics().get(TaskMetric.INPUT_BYTES)).containsExactly(0.0, 0.0, 0.0);
    }

    private Page<TaskRun> page(Sort sort, boolean descending, int offset, int limit) {
        return tasks.page(new TaskQuery(Set.of(), sort, descending, offset, limit));
    }

    private static long sparkKey(TaskRun task) {
        long value = task.metrics().of(RUN);
        return task.status() == TaskStatus.SUCCESS ? value : -value - 1;
    }

    private static List<Long> ids(List<TaskRun> tasks) {
        return tasks.stream().map(TaskRun::id).toList();
    }

    private static StageTasks tasks(int count) {
        Random random = new Random(7);
        List<Integer> ids = new ArrayList<>();
        for (int id = 0; id < count; id++) {
            ids.add(random.nextInt(ids.size() + 1), id);
        }
        List<TaskColumns> blocks = new ArrayList<>();
        for (int id : ids) {
            if (blocks.isEmpty() || blocks.getLast().full()) {
                blocks.add(new TaskColumns());
            }
            add(blocks.getLast(), id, random);
        }
        StageState stage = new StageState(new StageId(1, 0));
        stage.tasks = count;
        return new StageTasks(stage, new InMemory(blocks));
    }

    private static void add(TaskColumns block, int id, Random random) {
        block.set(TaskColumns.ID, id);
        block.set(TaskColumns.INDEX, id);
        block.set(TaskColumns.DURATION, 1 + random.nextInt(50));
        block.set(TaskColumns.EXECUTOR, block.number(String.valueOf(random.nextInt(4))));
        block.set(TaskColumns.HOST, block.number("host-" + random.nextInt(30)));
        block.set(TaskColumns.LOCALITY, block.number("ANY"));
        boolean failed = random.nextInt(10) == 0;
        block.set(TaskColumns.STATUS, failed ? TaskColumns.FAILED : TaskColumns.SUCCESS);
        block.set(TaskColumns.FIRST_METRIC + RUN.column(), random.nextInt(20));
        block.endRow(List.of());
    }

    private record InMemory(List<TaskColumns> blocks) implements StageTasks.Blocks {
        @Override
        public void each(StageTasks.BlockReader reader) {
            for (int i = 0; i < blocks.size(); i++) {
                reader.read(i, blocks.get(i));
            }
        }

        @Override
        public TaskColumns block(int number) {
            return blocks.get(number);
        }
    }
}
