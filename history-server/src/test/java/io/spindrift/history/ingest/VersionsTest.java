package io.spindrift.history.ingest;

import static io.spindrift.history.store.TestStore.RUN;
import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.history.AppRun;
import io.spindrift.history.ExecutorRun;
import io.spindrift.history.Intake.LogState;
import io.spindrift.history.RunState;
import io.spindrift.history.StageRun;
import io.spindrift.history.StageRun.StageStatus;
import io.spindrift.history.TaskQuery;
import io.spindrift.history.eventlog.LogFixtures;
import io.spindrift.history.store.TestStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The same applications as five versions of Spark tell of them.
final class VersionsTest {
    @TempDir Path folder;

    static List<String> finished() {
        return LogFixtures.versions();
    }

    static List<String> unfinished() {
        return LogFixtures.unfinished();
    }

    private void read(String log, Consumer<TestStore> check) {
        try (TestStore test = new TestStore(folder.resolve("db"));
                LogIntake intake = new LogIntake(test.store)) {
            intake.follow(RUN, LogFixtures.unpack(log, folder.resolve("log")), null);
            intake.poll();
            assertThat(intake.logState(RUN)).isEqualTo(LogState.READ_TO_END);
            check.accept(test);
        }
    }

    @ParameterizedTest
    @MethodSource("finished")
    void finishedLog_isReadWhole(String log) {
        read(
                log,
                test -> {
                    AppRun run = test.store.run(RUN).orElseThrow();
                    assertThat(run.state()).isEqualTo(RunState.ENDED);
                    assertThat(run.sparkVersion()).startsWith(log.split("-")[1] + ".");
                    assertThat(run.user()).isEqualTo("ada");
                    assertThat(run.totals().tasks().active()).isZero();
                    int ended = 0;
                    for (StageRun stage : test.store.stages(RUN)) {
                        assertThat(stage.status()).isNotIn(StageStatus.ACTIVE, StageStatus.PENDING);
                        ended += test.store.tasks(RUN, stage.id(), TaskQuery.all()).items().size();
                    }
                    // compaction leaves out the tasks of jobs that have ended
                    assertThat(ended).isEqualTo(run.totals().tasks().total());
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.5", "4.0", "4.1", "4.2", "4.3"})
    void failures_areTold(String version) {
        read(
                "skew-" + version,
                test -> {
                    assertThat(test.store.failures(RUN))
                            .anyMatch(each -> each.stackTrace().contains("cannot digest seven"));
                    assertThat(test.store.run(RUN).orElseThrow().totals().tasks().failed())
                            .isGreaterThanOrEqualTo(2);
                    assertThat(test.store.stages(RUN))
                            .anyMatch(stage -> stage.status() == StageStatus.FAILED);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.5", "4.0", "4.1", "4.2", "4.3"})
    void lostExecutor_isTold(String version) {
        read(
                "lost-" + version,
                test -> {
                    assertThat(test.store.executors(RUN))
                            .filteredOn(each -> !each.id().equals("driver"))
                            .hasSizeGreaterThanOrEqualTo(2)
                            .anyMatch(each -> each.removeReason() != null);
                    assertThat(test.store.stages(RUN)).anyMatch(stage -> stage.id().attempt() > 0);
                });
    }

    @ParameterizedTest
    @MethodSource("unfinished")
    void unfinishedLog_isOpenUntilTold(String log) {
        try (TestStore test = new TestStore(folder.resolve("db"));
                LogIntake intake = new LogIntake(test.store)) {
            intake.follow(RUN, LogFixtures.unpack(log, folder.resolve("log")), null);
            for (int i = 0; i < 4; i++) {
                assertThat(intake.poll().ended()).isEmpty();
            }
            AppRun run = test.store.run(RUN).orElseThrow();
            assertThat(run.state()).isEqualTo(RunState.RUNNING);
            assertThat(intake.logState(RUN)).isEqualTo(LogState.OPEN);

            Instant gone = run.updatedAt().plusSeconds(5);
            intake.close(RUN, gone);
            intake.poll();
            AppRun closed = test.store.run(RUN).orElseThrow();
            assertThat(closed.state()).isEqualTo(RunState.CUT_OFF);
            assertThat(closed.endedAt()).isEqualTo(gone);
            assertThat(test.store.executors(RUN)).noneMatch(ExecutorRun::active);
        }
    }
}
