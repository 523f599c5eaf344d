package io.spindrift.history.store;

import static io.spindrift.history.store.TestStore.RUN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spindrift.history.AppRun;
import io.spindrift.history.CoreTime;
import io.spindrift.history.CoreUsage;
import io.spindrift.history.ExecutorRun;
import io.spindrift.history.StageId;
import io.spindrift.history.TaskQuery;
import io.spindrift.history.eventlog.EventParser;
import io.spindrift.history.eventlog.LogFixtures;
import io.spindrift.history.eventlog.LogPosition;
import io.spindrift.history.eventlog.SparkEvent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Numbers worked out by hand on logs small enough to do so.
final class FoldTest {
    @TempDir Path folder;

    private final EventParser parser = new EventParser();

    /// Two executors of 2 cores. Executor 1 lives from 0 to the end at 10 s, executor 2 from 2 s to
    /// 6 s: 2 × 10 + 2 × 4 = 28 core-seconds. Tasks last 4 + 3 + 2 = 9 s.
    private static List<String> smallLog(int taskCpus) {
        return List.of(
                "{'Event':'SparkListenerLogStart','Spark Version':'4.3.0'}",
                "{'Event':'SparkListenerBlockManagerAdded','Block Manager ID':{'Executor ID':'driver','Host':'d','Port':1},'Maximum Memory':5,'Timestamp':1000000}",
                "{'Event':'SparkListenerEnvironmentUpdate','Spark Properties':{'spark.task.cpus':'"
                        + taskCpus
                        + "'}}",
                "{'Event':'SparkListenerApplicationStart','App Name':'small','App ID':'app-1','Timestamp':1000000,'User':'amy'}",
                executorAdded(1, 1_000_000),
                executorAdded(2, 1_002_000),
                "{'Event':'SparkListenerJobStart','Job ID':0,'Submission Time':1000500,'Stage Infos':[{'Stage ID':0,'Stage Attempt ID':0,'Stage Name':'s','Number of Tasks':3}],'Stage IDs':[0],'Properties':{}}",
                "{'Event':'SparkListenerStageSubmitted','Stage Info':{'Stage ID':0,'Stage Attempt ID':0,'Stage Name':'s','Number of Tasks':3,'Submission Time':1000500}}",
                taskStart(0, 1, 1_001_000),
                taskStart(1, 2, 1_002_000),
                // 4 s: run 3.5, of it 2 s CPU, 0.3 GC, 0.2 fetch wait, 0.1 shuffle write; 0.9 other
                taskEnd(0, 1, 1_001_000, 1_005_000, 3500, 2_000_000_000L, 300, 200, 100_000_000L),
                // 3 s: run 3.0, all of it CPU
                taskEnd(1, 2, 1_002_000, 1_005_000, 3000, 3_000_000_000L, 0, 0, 0),
                taskStart(2, 1, 1_006_000),
                "{'Event':'SparkListenerExecutorRemoved','Timestamp':1006000,'Executor ID':'2','Removed Reason':'The executor with id 2 exited with exit code 137(SIGKILL, possible container OOM).'}",
                taskEnd(2, 1, 1_006_000, 1_008_000, 2000, 1_000_000_000L, 0, 0, 0),
                "{'Event':'SparkListenerStageCompleted','Stage Info':{'Stage ID':0,'Stage Attempt ID':0,'Stage Name':'s','Number of Tasks':3,'Submission Time':1000500,'Completion Time':1008000}}",
                "{'Event':'SparkListenerJobEnd','Job ID':0,'Completion Time':1008000,'Job Result':{'Result':'JobSucceeded'}}",
                "{'Event':'SparkListenerApplicationEnd','Timestamp':1010000}");
    }

    private static String executorAdded(int id, long at) {
        return "{'Event':'SparkListenerExecutorAdded','Timestamp':"
                + at
                + ",'Executor ID':'"
                + id
                + "','Executor Info':{'Host':'h','Total Cores':2}}";
    }

    private static String info(int id, int executor, long launch, long finish) {
        return "'Task Info':{'Task ID':"
                + id
                + ",'Index':"
                + id
                + ",'Attempt':0,'Launch Time':"
                + launch
                + ",'Executor ID':'"
                + executor
                + "','Host':'h','Locality':'ANY','Speculative':false,"
                + "'Getting Result Time':0,'Finish Time':"
                + finish
                + ",'Accumulables':[]}";
    }

    private static String taskStart(int id, int executor, long launch) {
        return "{'Event':'SparkListenerTaskStart','Stage ID':0,'Stage Attempt ID':0,"
                + info(id, executor, launch, 0)
                + "}";
    }

    private static String taskEnd(
            int id,
            int executor,
            long launch,
            long finish,
            long run,
            long cpuNanos,
            long gc,
            long wait,
            long writeNanos) {
        return "{'Event':'SparkListenerTaskEnd','Stage ID':0,'Stage Attempt ID':0,'Task Type':'ResultTask','Task End Reason':{'Reason':'Success'},"
                + info(id, executor, launch, finish)
                + ",'Task Metrics':{'Executor Run Time':"
                + run
                + ",'Executor CPU Time':"
                + cpuNanos
                + ",'JVM GC Time':"
                + gc
                + ",'Shuffle Read Metrics':{'Fetch Wait Time':"
                + wait
                + "},'Shuffle Write Metrics':{'Shuffle Write Time':"
                + writeNanos
                + "}}}";
    }

    private SparkEvent event(String line) {
        byte[] bytes = line.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return parser.parse(bytes, 0, bytes.length);
    }

    /// More of a log that goes on.
    private void grow(TestStore test, List<String> lines) {
        RunWriter writer = test.store.open(RUN, folder, null);
        lines.forEach(line -> writer.apply(event(line)));
        LogPosition before = writer.position();
        writer.commit(new LogPosition(1, before.offset() + 1, 0, before.events() + lines.size()));
    }

    private void read(TestStore test, List<String> lines) {
        RunWriter writer = test.store.open(RUN, folder, null);
        lines.forEach(line -> writer.apply(event(line)));
        writer.finish(new LogPosition(1, 1, 0, lines.size()), 0);
    }

    @Test
    void efficiency_isTaskTimeOverSlotTime() {
        try (TestStore test = new TestStore(folder.resolve("db"))) {
            read(test, smallLog(1));
            AppRun run = test.store.run(RUN).orElseThrow();

            assertThat(run.totals().taskMillis()).isEqualTo(9_000);
            assertThat(run.totals().slotMillis()).isEqualTo(28_000);
            assertThat(run.totals().coreMillis()).isEqualTo(28_000);
            assertThat(run.totals().idleMillis()).isEqualTo(19_000);
            assertThat(run.efficiency().orElseThrow()).isCloseTo(9.0 / 28, within(1e-9));
            assertThat(run.cpuEfficiency().orElseThrow()).isCloseTo(6.0 / 28, within(1e-9));
            assertThat(run.totals().executors()).isEqualTo(2);
            assertThat(run.totals().lostExecutors()).isEqualTo(1);
            assertThat(test.store.failures(RUN))
                    .singleElement()
                    .satisfies(each -> assertThat(each.root().message()).contains("exit code 137"));
        }
    }

    @Test
    void streaming_isWhileAQueryRuns() {
        String started =
                "{'Event':'org.apache.spark.sql.streaming.StreamingQueryListener$QueryStartedEvent','id':'q','runId':'%s','name':null,'timestamp':'2026-11-21T10:00:00.000Z'}";
        String ended =
                "{'Event':'org.apache.spark.sql.streaming.StreamingQueryListener$QueryTerminatedEvent','id':'q','runId':'%s','exception':null}";
        List<String> begun = List.copyOf(smallLog(1).subList(0, 4));
        try (TestStore test = new TestStore(folder.resolve("db"))) {
            grow(test, begun);
            assertThat(test.store.run(RUN).orElseThrow().streaming()).isFalse();

            grow(test, List.of(started.formatted("r1"), started.formatted("r2")));
            grow(test, List.of(ended.formatted("r1")));
            assertThat(test.store.run(RUN).orElseThrow().streaming()).isTrue();

            grow(test, List.of(ended.formatted("r2")));
            assertThat(test.store.run(RUN).orElseThrow().streaming()).isFalse();
        }
    }

    @Test
    void streaming_withBatchesOfDStreams_lastsUntilTheEnd() {
        try (TestStore test = new TestStore(folder.resolve("db"))) {
            grow(test, List.copyOf(smallLog(1).subList(0, 4)));
            grow(
                    test,
                    List.of(
                            "{'Event':'SparkListenerJobStart','Job ID':7,'Submission Time':1000500,'Stage Infos':[],'Stage IDs':[],'Properties':{'spark.streaming.internal.batchTime':'1000500'}}"));
            assertThat(test.store.run(RUN).orElseThrow().streaming()).isTrue();

            grow(test, List.of("{'Event':'SparkListenerApplicationEnd','Timestamp':1010000}"));
            assertThat(test.store.run(RUN).orElseThrow().streaming()).isFalse();
        }
    }

    @Test
    void slots_respectTaskCpus() {
        try (TestStore test = new TestStore(folder.resolve("db"))) {
            read(test, smallLog(2));

            assertThat(test.store.run(RUN).orElseThrow().totals().slotMillis()).isEqualTo(14_000);
            assertThat(test.store.run(RUN).orElseThrow().totals().coreMillis()).isEqualTo(28_000);
        }
    }

    @Test
    void coreTime_isBrokenDownByTheFormulas() {
        try (TestStore test = new TestStore(folder.resolve("db"))) {
            read(test, smallLog(1));

            // task 0: cpu 2000, gc 300, shuffle 200 + 100, io 3500 - 2600 = 900, delay 500
            assertThat(
                            test.store
                                    .tasks(RUN, new StageId(0, 0), TaskQuery.all())
                                    .items()
                                    .getFirst()
                                    .coreTime())
                    .isEqualTo(new CoreTime(2000, 300, 300, 900, 500));
            // task 1: cpu 3000; task 2: cpu 1000, io 1000
            assertThat(test.store.run(RUN).orElseThrow().totals().coreTime())
                    .isEqualTo(new CoreTime(6000, 300, 300, 1900, 500));
        }
    }

    /// The log breaks off while task 3 runs, and the driver is known to have ended at 9 s.
    @Test
    void taskThatRanAtTheEnd_countsAlikeInEverySum() {
        List<String> torn = new ArrayList<>(smallLog(1).subList(0, 15));
        torn.add(taskStart(3, 1, 1_007_000));
        try (TestStore test = new TestStore(folder.resolve("db"))) {
            RunWriter writer = test.store.open(RUN, folder, null);
            torn.forEach(line -> writer.apply(event(line)));
            writer.finish(new LogPosition(1, 1, 0, torn.size()), 1_009_000);

            AppRun run = test.store.run(RUN).orElseThrow();
            assertThat(run.totals().taskMillis()).isEqualTo(9_000 + 2_000);
            assertThat(run.totals().coreTime()).isEqualTo(new CoreTime(6000, 300, 300, 1900, 2500));
            assertThat(test.store.executors(RUN).stream().mapToLong(ExecutorRun::taskMillis).sum())
                    .isEqualTo(11_000);
            assertThat(test.store.stage(RUN, new StageId(0, 0)).orElseThrow().taskMillis())
                    .isEqualTo(11_000);
            double drawn =
                    test.store.coreUsage(RUN, 9).buckets().stream()
                            .mapToDouble(CoreUsage.Bucket::internals)
                            .sum();
            assertThat(drawn).isCloseTo(2.5, within(0.01));
        }
    }

    @Test
    void coreUsage_addsUpToWhatWasGranted() {
        try (TestStore test = new TestStore(folder.resolve("db"))) {
            read(test, smallLog(1));
            CoreUsage usage = test.store.coreUsage(RUN, 10);

            assertThat(usage.step().toMillis()).isEqualTo(1000);
            // second 0: executor 1 alone, no task; second 3: both executors, tasks 0 and 1
            CoreUsage.Bucket idle = usage.buckets().get(0);
            assertThat(idle.granted()).isCloseTo(2, within(1e-6));
            assertThat(idle.allIdle()).isCloseTo(2, within(1e-6));
            CoreUsage.Bucket busy = usage.buckets().get(3);
            assertThat(busy.granted()).isCloseTo(4, within(1e-6));
            assertThat(busy.cpu()).isCloseTo(2000.0 / 4000 + 1, within(1e-3));
            assertThat(busy.io()).isCloseTo(900.0 / 4000, within(1e-3));
            assertThat(busy.gc()).isCloseTo(300.0 / 4000, within(1e-3));
            assertThat(busy.shuffle()).isCloseTo(300.0 / 4000, within(1e-3));
            assertThat(busy.internals()).isCloseTo(500.0 / 4000, within(1e-3));
            assertThat(busy.someIdle()).isCloseTo(2, within(1e-3));
            assertThat(busy.allIdle()).isZero();
            for (CoreUsage.Bucket each : usage.buckets()) {
                assertThat(
                                each.cpu()
                                        + each.io()
                                        + each.shuffle()
                                        + each.gc()
                                        + each.internals()
                                        + each.someIdle()
                                        + each.allIdle())
                        .isCloseTo(each.granted(), within(1e-6));
            }
        }
    }

    /// Every boundary between two events is one at which a process may die: here the fold is
    /// dropped and taken up again from rows behind each.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "etl-4.3",
                "sql-4.3",
                "fail-4.3",
                "stream-4.3",
                "rolled-4.3",
                "keeps-4.3",
                "client-4.3",
                "thrift-4.3"
            })
    void foldTakenUpAnewBehindEveryEvent_endsInTheSameRows(String log) {
        List<SparkEvent> events = new ArrayList<>();
        for (byte[] line : LogFixtures.lines(LogFixtures.unpack(log, folder.resolve(log)))) {
            events.add(parser.parse(line, 0, line.length));
        }
        try (TestStore once = new TestStore(folder.resolve("once"));
                TestStore often = new TestStore(folder.resolve("often"))) {
            RunWriter whole = once.store.open(RUN, folder, "daily");
            events.forEach(whole::apply);
            whole.finish(at(events.size()), 0);
            for (int i = 0; i < events.size(); i++) {
                RunWriter one = often.store.open(RUN, folder, "daily");
                assertThat(one.position()).isEqualTo(i == 0 ? LogPosition.START : at(i));
                one.apply(events.get(i));
                one.commit(at(i + 1));
                RunWriter lost = often.store.open(RUN, folder, "daily");
                if (i + 1 < events.size()) {
                    lost.apply(events.get(i + 1)); // never committed: it dies with its process
                }
            }
            often.store.open(RUN, folder, "daily").finish(at(events.size()), 0);

            assertThat(often.store.dump(RUN)).isEqualTo(once.store.dump(RUN));
        }
    }

    private static LogPosition at(int events) {
        return new LogPosition(1, events, 0, events);
    }

    @Test
    void blocks_holdManyTasks() {
        try (TestStore test = new TestStore(folder.resolve("db"))) {
            RunWriter writer = test.store.open(RUN, folder, null);
            int tasks = 2 * TaskColumns.ROWS_MAX + 100;
            for (int i = 0; i < tasks; i++) {
                writer.apply(event(taskStart(i, 1, 1_000_000)));
                writer.apply(event(taskEnd(i, 1, 1_000_000, 1_000_001 + i, 1, 1000L * i, 0, 0, 0)));
                if (i % 1500 == 0) {
                    writer.commit(at(i));
                    writer = test.store.open(RUN, folder, null);
                }
            }
            writer.finish(at(tasks), 0);

            var all = test.store.tasks(RUN, new StageId(0, 0), TaskQuery.all()).items();
            assertThat(all).hasSize(tasks);
            for (int i = 0; i < tasks; i++) {
                assertThat(all.get(i).id()).isEqualTo(i);
                assertThat(all.get(i).durationMillis()).isEqualTo(i + 1);
            }
            assertThat(
                            test.store
                                    .taskSummary(RUN, new StageId(0, 0), List.of(0.0, 0.5, 1.0))
                                    .orElseThrow()
                                    .durationMillis())
                    .containsExactly(1.0, Math.floor(tasks * 0.5) + 1.0, (double) tasks);
            assertThat(test.store.stage(RUN, new StageId(0, 0)).orElseThrow().spread())
                    .satisfies(spread ->
                            assertThat((double) spread.durationMillis().p50())
                                    .isCloseTo(tasks / 2.0, within(tasks * 0.04)));
        }
    }

    @Test
    void summary_ofALongStageThatEnded_isFoundOnce_untilATaskComesLate() {
        try (TestStore test = new TestStore(folder.resolve("db"))) {
            RunWriter writer = test.store.open(RUN, folder, null);
            int tasks = 2 * TaskColumns.ROWS_MAX;
            for (int i = 0; i < tasks; i++) {
                writer.apply(event(taskStart(i, 1, 1_000_000)));
                writer.apply(event(taskEnd(i, 1, 1_000_000, 1_000_001 + i, 1, 1000L * i, 0, 0, 0)));
            }
            writer.apply(
                    event(
                            "{'Event':'SparkListenerStageCompleted','Stage Info':{'Stage ID':0,'Stage Attempt ID':0,'Stage Name':'s','Number of Tasks':9,'Submission Time':1000000,'Completion Time':1900000}}"));
            writer.commit(at(tasks));
            StageId stage = new StageId(0, 0);
            List<Double> quantiles = List.of(0.5, 1.0);
            var first = test.store.taskSummary(RUN, stage, quantiles).orElseThrow();
            assertThat(test.store.taskSummary(RUN, stage, quantiles).orElseThrow()).isSameAs(first);
            assertThat(test.store.taskSummary(RUN, stage, List.of(0.0)).orElseThrow())
                    .isNotEqualTo(first);

            writer.apply(event(taskStart(tasks, 1, 1_000_000)));
            writer.apply(event(taskEnd(tasks, 1, 1_000_000, 2_000_000, 1, 1, 0, 0, 0)));
            writer.commit(at(tasks + 1));
            assertThat(
                            test.store
                                    .taskSummary(RUN, stage, quantiles)
                                    .orElseThrow()
                                    .durationMillis()
                                    .getLast())
                    .isEqualTo(1_000_000);
        }
    }
}
