package io.spindrift.history.ingest;

import static io.spindrift.history.store.TestStore.RUN;
import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.history.AppRun;
import io.spindrift.history.CoreUsage;
import io.spindrift.history.Intake.LogState;
import io.spindrift.history.JobRun.JobStatus;
import io.spindrift.history.MemorySample;
import io.spindrift.history.RunId;
import io.spindrift.history.RunState;
import io.spindrift.history.SqlRun;
import io.spindrift.history.StageRun;
import io.spindrift.history.StageRun.StageStatus;
import io.spindrift.history.TaskMetric;
import io.spindrift.history.TaskQuery;
import io.spindrift.history.TaskRun.TaskStatus;
import io.spindrift.history.eventlog.LogFixtures;
import io.spindrift.history.store.TestStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LogIntakeTest {
    @TempDir Path folder;

    static List<String> logs() {
        return LogFixtures.names();
    }

    @ParameterizedTest
    @MethodSource("logs")
    void finishedLog_isReadToItsEnd(String log) {
        try (TestStore test = new TestStore(folder.resolve("db"));
                LogIntake intake = new LogIntake(test.store)) {
            intake.follow(RUN, LogFixtures.unpack(log, folder.resolve("log")), "daily");

            assertThat(intake.logState(RUN)).isEqualTo(LogState.ABSENT);
            assertThat(intake.poll().ended()).containsExactly(RUN);
            assertThat(intake.logState(RUN)).isEqualTo(LogState.READ_TO_END);
            assertThat(test.index.runs).containsExactly(RUN);

            AppRun run = test.store.run(RUN).orElseThrow();
            assertThat(run.state()).isEqualTo(RunState.ENDED);
            assertThat(run.name()).isEqualTo(log);
            assertThat(run.jobId()).isEqualTo("daily");
            assertThat(run.sparkVersion()).startsWith(log.contains("4.3") ? "4.3" : "3.5");
            assertThat(run.totals().tasks().total()).isPositive();
            assertThat(run.totals().tasks().active()).isZero();
            assertThat(run.totals().metrics().of(TaskMetric.EXECUTOR_CPU_NANOS)).isPositive();
            assertThat(run.efficiency().orElseThrow()).isBetween(0.01, 1.0);
            assertThat(run.cpuEfficiency().orElseThrow())
                    .isBetween(0.001, run.efficiency().orElseThrow());

            assertThat(test.store.eventLog(RUN)).isNotEmpty();
            assertThat(test.store.attempts(run.sparkAppId())).containsExactly(run);
            assertThat(test.store.environment(RUN).orElseThrow().sparkProperties()).isNotEmpty();
            tasksAddUp(test, run);
        }
    }

    @Test
    void outcome_isKeptWhetherTheLogIsBeingReadOrNot() {
        Path log = LogFixtures.unpack(LogFixtures.names().getFirst(), folder.resolve("log"));
        try (TestStore test = new TestStore(folder.resolve("db"));
                LogIntake intake = new LogIntake(test.store)) {
            intake.follow(RUN, log, "daily");
            intake.outcome(RUN, "FAILED");
            intake.poll();
            assertThat(test.store.run(RUN).orElseThrow().outcome()).isEqualTo("FAILED");

            test.index.runs.clear();
            intake.outcome(RUN, "KILLED");
        }
        try (TestStore test = new TestStore(folder.resolve("db"))) {
            assertThat(test.store.run(RUN).orElseThrow().outcome()).isEqualTo("KILLED");
        }
    }

    private static void tasksAddUp(TestStore test, AppRun run) {
        int ended = 0;
        long taskMillis = 0;
        for (StageRun stage : test.store.stages(RUN)) {
            assertThat(stage.status()).isNotIn(StageStatus.ACTIVE, StageStatus.PENDING);
            var tasks = test.store.tasks(RUN, stage.id(), TaskQuery.all());
            ended += tasks.items().size();
            taskMillis += tasks.items().stream().mapToLong(task -> task.durationMillis()).sum();
            long succeeded =
                    tasks.items().stream().filter(t -> t.status() == TaskStatus.SUCCESS).count();
            assertThat(stage.tasks().completed()).isEqualTo((int) succeeded);
            assertThat(stage.metrics().of(TaskMetric.EXECUTOR_RUN_MILLIS))
                    .isEqualTo(
                            tasks.items().stream()
                                    .mapToLong(task ->
                                            task.metrics().of(TaskMetric.EXECUTOR_RUN_MILLIS))
                                    .sum());
            assertThat(test.store.taskSummary(RUN, stage.id(), List.of(0.0, 0.5, 1.0)).isPresent())
                    .isEqualTo(succeeded > 0);
        }
        assertThat(ended).isEqualTo(run.totals().tasks().total());
        assertThat(taskMillis).isEqualTo(run.totals().taskMillis());
    }

    @Test
    void etl_isToldWhole() {
        try (TestStore test = new TestStore(folder.resolve("db"));
                LogIntake intake = new LogIntake(test.store)) {
            intake.follow(RUN, LogFixtures.unpack("etl-4.3", folder.resolve("log")), null);
            intake.poll();

            assertThat(test.store.executors(RUN))
                    .extracting("id")
                    .containsExactly("driver", "0", "1");
            assertThat(test.store.executors(RUN).getFirst().slots()).isZero();
            assertThat(test.store.jobs(RUN))
                    .allMatch(job ->
                            job.status() == JobStatus.SUCCEEDED && job.tasks().active() == 0);
            SqlRun sql = test.store.sql(RUN, 0).orElseThrow();
            assertThat(sql.status()).isEqualTo(SqlRun.SqlStatus.COMPLETED);
            assertThat(sql.succeededJobs()).isNotEmpty();
            assertThat(sql.planVersions()).isGreaterThan(1);
            assertThat(sql.planText()).contains("== Final Plan ==");
            assertThat(sql.firstPlanText()).doesNotContain("== Final Plan ==");
            assertThat(sql.nodes()).hasSizeGreaterThan(10);
            assertThat(sql.edges()).hasSizeGreaterThan(8);
            assertThat(
                            sql.nodes().stream()
                                    .flatMap(node -> node.metrics().stream())
                                    .filter(metric -> metric.value() != null)
                                    .map(metric -> metric.name() + ": " + metric.value().text()))
                    .anyMatch(text -> text.equals("number of output rows: 200,000"))
                    .anyMatch(text ->
                            text.matches(
                                    "(?s)data size: total \\(min, med, max \\(stageId: taskId\\)\\)\n.* \\(.*, .*, .* \\(stage \\d+\\.0: task \\d+\\)\\)"));
            CoreUsage usage = test.store.coreUsage(RUN, 50);
            assertThat(usage.buckets()).hasSizeBetween(49, 50);
            assertThat(usage.step().multipliedBy(usage.buckets().size()))
                    .isGreaterThanOrEqualTo(test.store.run(RUN).orElseThrow().duration());
        }
    }

    @Test
    void failingApplication_namesTheRootCause() {
        try (TestStore test = new TestStore(folder.resolve("db"));
                LogIntake intake = new LogIntake(test.store)) {
            intake.follow(RUN, LogFixtures.unpack("fail-4.3", folder.resolve("log")), null);
            intake.poll();

            assertThat(test.store.failures(RUN))
                    .anySatisfy(failure -> {
                        assertThat(failure.root().className()).isEqualTo("ValueError");
                        assertThat(failure.root().message()).isEqualTo("cannot digest seven");
                        assertThat(failure.taskId()).isNotNull();
                    });
            assertThat(test.store.jobs(RUN))
                    .singleElement()
                    .satisfies(job -> assertThat(job.status()).isEqualTo(JobStatus.FAILED));
            assertThat(test.store.run(RUN).orElseThrow().totals().issues().warnings()).isEqualTo(1);
            assertThat(test.store.issues(RUN)).hasSize(1);
        }
    }

    /// The log grows while it is followed; now and then everything is closed and opened again.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "etl-4.3",
                "sql-4.3",
                "rolled-4.3",
                "sql-3.5-lz4",
                "etl-3.5",
                "stream-4.3",
                "fail-4.3"
            })
    void liveInSlices_endsAsReadAtOnce(String log) throws IOException {
        Path whole = LogFixtures.unpack(log, folder.resolve("whole"));
        String expected;
        try (TestStore test = new TestStore(folder.resolve("db0"));
                LogIntake intake = new LogIntake(test.store)) {
            intake.follow(RUN, whole, "daily");
            intake.poll();
            assertThat(intake.logState(RUN)).isEqualTo(LogState.READ_TO_END);
            expected = test.store.dump(RUN);
        }
        for (int seed = 1; seed <= 3; seed++) {
            Path growing = folder.resolve("growing" + seed);
            assertThat(grow(whole, growing, new Random(seed), folder.resolve("db" + seed)))
                    .isEqualTo(expected);
        }
        assertThat(expected).contains("\ntask ");
    }

    private static String grow(Path whole, Path growing, Random random, Path database)
            throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(whole)) {
            files = new ArrayList<>(walk.filter(Files::isRegularFile).sorted().toList());
        }
        // Spark's mark of the end comes last
        files.sort(
                Comparator.comparing(
                        file -> file.getFileName().toString().startsWith("appstatus")));
        boolean single = files.size() == 1;
        Files.createDirectories(growing);
        TestStore test = new TestStore(database);
        LogIntake intake = new LogIntake(test.store);
        try {
            intake.follow(RUN, growing, "daily");
            for (Path file : files) {
                Path done = growing.resolve(whole.relativize(file).toString());
                Path open = single ? done.resolveSibling(done.getFileName() + ".inprogress") : done;
                Files.createDirectories(open.getParent());
                byte[] bytes = Files.readAllBytes(file);
                Files.createFile(open);
                for (int at = 0; at < bytes.length; ) {
                    int length =
                            Math.min(bytes.length - at, 1 + random.nextInt(bytes.length / 6 + 1));
                    Files.write(
                            open,
                            Arrays.copyOfRange(bytes, at, at + length),
                            StandardOpenOption.APPEND);
                    at += length;
                    intake.poll();
                    if (random.nextInt(4) == 0) {
                        intake.close();
                        test.close();
                        test = new TestStore(database);
                        intake = new LogIntake(test.store);
                        intake.start();
                    }
                }
                if (single) {
                    Files.move(open, done);
                }
            }
            for (int i = 0; i < 5 && intake.logState(RUN) != LogState.READ_TO_END; i++) {
                intake.poll();
            }
            assertThat(intake.logState(RUN)).isEqualTo(LogState.READ_TO_END);
            return test.store.dump(RUN);
        } finally {
            intake.close();
            test.close();
        }
    }

    @Test
    void killedDriver_isClosedAsTold() throws IOException {
        Path whole = LogFixtures.unpack("etl-4.3", folder.resolve("whole"));
        Path cut = folder.resolve("cut/eventlog_v2_app-1");
        Files.createDirectories(cut);
        byte[] bytes = LogFixtures.pieces(whole).getFirst().bytes();
        Files.write(cut.resolve("events_1_app-1.zstd"), Arrays.copyOf(bytes, bytes.length * 5 / 8));
        Files.createFile(cut.resolve("appstatus_app-1.inprogress"));
        try (TestStore test = new TestStore(folder.resolve("db"));
                LogIntake intake = new LogIntake(test.store)) {
            intake.follow(RUN, folder.resolve("cut"), null);
            for (int i = 0; i < 5; i++) {
                assertThat(intake.poll().ended()).isEmpty();
            }
            AppRun live = test.store.run(RUN).orElseThrow();
            assertThat(live.state()).isEqualTo(RunState.RUNNING);
            assertThat(intake.logState(RUN)).isEqualTo(LogState.OPEN);
            assertThat(test.store.coreUsage(RUN, 20).buckets()).hasSizeBetween(19, 20);

            Instant killed = live.updatedAt().plusSeconds(30);
            intake.close(RUN, killed);
            assertThat(intake.poll().ended()).containsExactly(RUN);

            AppRun closed = test.store.run(RUN).orElseThrow();
            assertThat(closed.state()).isEqualTo(RunState.CUT_OFF);
            assertThat(closed.endedAt()).isEqualTo(killed);
            assertThat(closed.totals().tasks().active()).isZero();
            assertThat(test.store.stages(RUN))
                    .noneMatch(stage -> stage.status() == StageStatus.ACTIVE);
            assertThat(test.store.jobs(RUN)).noneMatch(job -> job.status() == JobStatus.RUNNING);
            assertThat(test.store.executors(RUN)).noneMatch(executor -> executor.active());
        }
    }

    @Test
    void driverThatWroteNoLog_isClosedToo() {
        try (TestStore test = new TestStore(folder.resolve("db"));
                LogIntake intake = new LogIntake(test.store)) {
            intake.follow(RUN, folder.resolve("nowhere"), null);
            intake.poll();
            assertThat(intake.logState(RUN)).isEqualTo(LogState.ABSENT);

            intake.close(RUN, Instant.ofEpochMilli(5000));
            intake.poll();
            assertThat(intake.logState(RUN)).isEqualTo(LogState.READ_TO_END);
            assertThat(test.store.run(RUN).orElseThrow().endedAt())
                    .isEqualTo(Instant.ofEpochMilli(5000));
        }
    }

    @Test
    void corruptLog_standsUpToThere() throws IOException {
        Path whole = LogFixtures.unpack("pi-3.5-zstd", folder.resolve("whole"));
        byte[] bytes = LogFixtures.pieces(whole).getFirst().bytes();
        Arrays.fill(bytes, bytes.length / 2, bytes.length, (byte) 7);
        Path log = folder.resolve("local-1.zstd");
        Files.write(log, bytes);
        try (TestStore test = new TestStore(folder.resolve("db"));
                LogIntake intake = new LogIntake(test.store)) {
            intake.follow(RUN, log, null);
            intake.poll();
            assertThat(intake.logState(RUN)).isEqualTo(LogState.READ_TO_END);
            assertThat(test.store.run(RUN).orElseThrow().sparkVersion()).isEqualTo("3.5.9");
        }
    }

    @Test
    void forgottenRun_leavesNothing() {
        RunId other = new RunId("etl-1", 2);
        try (TestStore test = new TestStore(folder.resolve("db"));
                LogIntake intake = new LogIntake(test.store)) {
            Path log = LogFixtures.unpack("pi-4.3", folder.resolve("log"));
            intake.follow(RUN, log, null);
            intake.follow(other, log, null);
            intake.poll();
            intake.sampled(RUN, List.of(sample(1000, 5)));
            String kept = test.store.dump(other);

            intake.forget(RUN);

            assertThat(test.store.run(RUN)).isEmpty();
            assertThat(test.store.stages(RUN)).isEmpty();
            assertThat(test.store.memory(RUN, 10)).isEmpty();
            assertThat(test.store.dump(other)).isEqualTo(kept).contains("stage 0.0");
            assertThat(test.index.runs).containsExactly(other);
        }
    }

    @Test
    void memorySample_toldAgain_isKeptOnce() {
        MemorySample precise =
                new MemorySample(
                        "driver", Instant.parse("2026-11-21T11:29:19.919456Z"), 5, 0, 0, 0);
        try (TestStore test = new TestStore(folder.resolve("db"));
                LogIntake intake = new LogIntake(test.store)) {
            intake.follow(RUN, LogFixtures.unpack("pi-4.3", folder.resolve("log")), null);
            intake.poll();
            intake.sampled(RUN, List.of(precise));
            intake.sampled(RUN, List.of(precise));

            assertThat(test.store.memory(RUN, 10).getFirst().samples()).hasSize(1);
        }
    }

    @Test
    void memorySamples_keepOrderAndPeak() {
        try (TestStore test = new TestStore(folder.resolve("db"));
                LogIntake intake = new LogIntake(test.store)) {
            intake.follow(RUN, LogFixtures.unpack("etl-3.5", folder.resolve("log")), null);
            intake.poll();
            List<MemorySample> samples = new ArrayList<>();
            for (int i = 1; i <= 1000; i++) {
                samples.add(sample(i * 5000L, i == 700 ? 9999 : i));
            }
            intake.sampled(RUN, samples);
            intake.sampled(RUN, samples.subList(500, 1000));

            assertThat(test.store.memory(RUN, 5000).getFirst().samples()).isEqualTo(samples);
            assertThat(test.store.memory(RUN, 10).getFirst().samples())
                    .hasSize(10)
                    .anyMatch(each -> each.totalBytes() == 9999);
            assertThat(test.store.run(RUN).orElseThrow().totals().peakMemoryBytes())
                    .isEqualTo(9999);
            assertThat(
                            test.store.executors(RUN).stream()
                                    .filter(each -> each.id().equals("0"))
                                    .findFirst()
                                    .orElseThrow()
                                    .peakSample())
                    .isEqualTo(sample(700 * 5000L, 9999));
        }
    }

    private static MemorySample sample(long atMillis, long bytes) {
        return new MemorySample("executor-0", Instant.ofEpochMilli(atMillis), bytes, 0, 0, 0);
    }
}
