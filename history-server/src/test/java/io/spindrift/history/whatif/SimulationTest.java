package io.spindrift.history.whatif;

import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.history.CoreTime;
import io.spindrift.history.PeakMetrics;
import io.spindrift.history.StageId;
import io.spindrift.history.StageRun;
import io.spindrift.history.StageRun.SpeculationCounts;
import io.spindrift.history.StageRun.StageStatus;
import io.spindrift.history.TaskCounts;
import io.spindrift.history.TaskMetrics;
import io.spindrift.history.whatif.Recording.Job;
import io.spindrift.history.whatif.Recording.Stage;
import io.spindrift.history.whatif.Simulation.Outcome;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Schedules worked out by hand: executors of one slot, unless said.
final class SimulationTest {
    @Test
    void tasks_ofOneStage_fillTheSlotsInTurn() {
        Recording four = recording(List.of(job(0, 0, 0, 0)), stage(0, 0, 3, 2, 2, 1));

        assertThat(end(four, 1)).isEqualTo(8);
        assertThat(end(four, 2)).isEqualTo(4);
        assertThat(end(four, 4)).isEqualTo(3);
        assertThat(end(four, 100)).isEqualTo(3);
    }

    @Test
    void stage_waitsForItsParents_andForTheDriverBehindThem() {
        Recording joined =
                recording(
                        List.of(job(0, 0, 10, 0, 1, 2)),
                        stage(0, 0, 5),
                        stage(0, 0, 4),
                        new Stage(run(2), 0, List.of(0, 1), 7, new int[] {2}));

        assertThat(end(joined, 1)).isEqualTo(10 + 9 + 7 + 2);
        assertThat(end(joined, 2)).isEqualTo(10 + 5 + 7 + 2);
    }

    @Test
    void olderStage_isServedFirst() {
        Recording two = recording(List.of(job(0, 0, 0, 0, 1)), stage(0, 0, 4, 4), stage(0, 0, 9));

        assertThat(end(two, 2)).isEqualTo(13);
    }

    @Test
    void job_waitsForThoseThatHadEnded_butNotForOneThatRanBeside() {
        // 0 and 1 side by side; 2 after both.
        List<Job> jobs =
                List.of(
                        new Job(0, 0, 0, List.of(0), 0),
                        new Job(0, 1, 0, List.of(1), 0),
                        new Job(2, 2, 5, List.of(2), 1));
        Recording recording = recording(jobs, stage(0, 0, 3), stage(1, 0, 8), stage(2, 0, 2));

        assertThat(end(recording, 2)).isEqualTo(8 + 5 + 2 + 1);
        assertThat(end(recording, 1)).isEqualTo(11 + 5 + 2 + 1);
    }

    @Test
    void jobWithoutStages_takesItsTimeAllTheSame() {
        List<Job> jobs = List.of(new Job(0, 0, 0, List.of(), 6), new Job(1, 1, 0, List.of(0), 0));

        assertThat(end(recording(jobs, stage(1, 0, 3)), 1)).isEqualTo(9);
    }

    @Test
    void executors_workFromTheTimeTheyCome_andMoreComeWithTheLast() {
        Recording late =
                new Recording(
                        0,
                        List.of(job(0, 0, 0, 0)),
                        List.of(stage(0, 0, 4, 4, 4, 4)),
                        List.of(2L, 6L),
                        1,
                        1,
                        10);

        assertThat(end(late, 1)).isEqualTo(2 + 16 + 10);
        assertThat(end(late, 2)).isEqualTo(10 + 4 + 10);
        assertThat(end(late, 4)).isEqualTo(10 + 10);
    }

    @Test
    void withoutBound_onlyTheLongestTasksCount_andTheirStagesAreTold() {
        Recording recording =
                recording(
                        List.of(job(0, 0, 0, 0, 1, 2)),
                        stage(0, 0, 5, 1, 1),
                        stage(0, 0, 4, 9, 9),
                        new Stage(run(2), 0, List.of(0, 1), 0, new int[] {2, 3}));

        Outcome outcome = Simulation.withoutBound(recording);

        assertThat(outcome.endMillis()).isEqualTo(12);
        assertThat(outcome.lastStage()).isEqualTo(2);
        assertThat(outcome.causes()[2]).isEqualTo(1);
        assertThat(outcome.causes()[1]).isEqualTo(Simulation.NONE);
    }

    @Test
    void threeHundredThousandTasks_atTwelveCounts_areBounded() {
        Stage[] stages = new Stage[3_000];
        Integer[] numbers = new Integer[stages.length];
        for (int i = 0; i < stages.length; i++) {
            int[] tasks = new int[100];
            Arrays.setAll(tasks, task -> 500 + task * 7);
            stages[i] = new Stage(run(i), 0, i == 0 ? List.of() : List.of(i - 1), 3, tasks);
            numbers[i] = i;
        }
        Recording recording =
                recording(List.of(new Job(0, 0, 0, Arrays.asList(numbers), 0)), stages);
        for (int executors = 1; executors <= 12; executors++) {
            assertThat(end(recording, executors * 8)).isPositive();
        }
        assertThat(end(recording.ofAtMost(30_000), 1)).isEqualTo(end(recording, 1));
    }

    private static long end(Recording recording, int executors) {
        return Simulation.of(recording, executors).endMillis();
    }

    private static Recording recording(List<Job> jobs, Stage... stages) {
        return new Recording(0, jobs, List.of(stages), List.of(0L), 1, 1, 0);
    }

    private static Job job(int after, int endOrder, long lagMillis, Integer... stages) {
        return new Job(after, endOrder, lagMillis, List.of(stages), 0);
    }

    private static Stage stage(int job, long lagMillis, int... tasks) {
        return new Stage(run(0), job, List.of(), lagMillis, tasks);
    }

    private static StageRun run(int id) {
        return new StageRun(
                new StageId(id, 0),
                StageStatus.COMPLETE,
                "stage " + id,
                "",
                null,
                null,
                List.of(0),
                null,
                List.of(),
                List.of(),
                TaskCounts.NONE,
                null,
                null,
                null,
                null,
                0,
                TaskMetrics.NONE,
                CoreTime.NONE,
                PeakMetrics.NONE,
                List.of(),
                Map.of(),
                0,
                false,
                0,
                SpeculationCounts.NONE,
                null,
                List.of());
    }
}
