package io.spindrift.history.store;

import static io.spindrift.history.store.FoldLogs.event;
import static io.spindrift.history.store.TestStore.RUN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spindrift.history.StreamingPoint;
import io.spindrift.history.StreamingQueryRun;
import io.spindrift.history.StreamingQueryRun.StreamingProgress;
import io.spindrift.history.StreamingQueryRun.StreamingStatus;
import io.spindrift.history.eventlog.SparkEvent;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StreamFoldTest {
    private static final String LISTENER =
            "'Event':'org.apache.spark.sql.streaming.StreamingQueryListener$";
    private static final String APPLICATION =
            "{'Event':'SparkListenerApplicationStart','App Name':'s','App ID':'app-1','Timestamp':1000000,'User':'amy'}";
    private static final long START = Instant.parse("2026-11-01T00:00:00Z").toEpochMilli();

    @TempDir Path folder;

    private static SparkEvent started(String run) {
        return event(
                "{%sQueryStartedEvent','id':'q','runId':'%s','name':'clicks','timestamp':'2026-11-01T00:00:00.000Z'}"
                        .formatted(LISTENER, run));
    }

    private static SparkEvent terminated(String run, String exception) {
        return event(
                "{%sQueryTerminatedEvent','id':'q','runId':'%s','exception':%s,'errorClassOnException':null}"
                        .formatted(LISTENER, run, exception));
    }

    /// A trigger every 2 s that takes 400 ms + 1 for each, of them 300 for the batch itself.
    private static SparkEvent progress(long number) {
        return event(
                ("{%sQueryProgressEvent','progress':{'id':'q','runId':'r','name':'clicks','timestamp':'%s',"
                                + "'batchId':%d,'durationMs':{'triggerExecution':%d,'addBatch':300,'walCommit':40},"
                                + "'eventTime':{'watermark':'%s'},'stateOperators':[{'operatorName':'stateStoreSave','numRowsTotal':%d,"
                                + "'memoryUsedBytes':%d,'numRowsDroppedByWatermark':1,'customMetrics':{'loads':3}}],"
                                + "'sources':[{'description':'Kafka','startOffset':{'t':{'0':1}},'endOffset':'9','numInputRows':100,"
                                + "'inputRowsPerSecond':50.0,'processedRowsPerSecond':'NaN'}],'sink':{'description':'sink','numOutputRows':7}}}")
                        .formatted(
                                LISTENER,
                                Instant.ofEpochMilli(START + 2000 * number),
                                number,
                                400 + number,
                                number == 0
                                        ? "1970-01-01T00:00:00.000Z"
                                        : Instant.ofEpochMilli(START + 2000 * number - 10_000),
                                10 * number,
                                1000 * number));
    }

    private static List<SparkEvent> run(int triggers) {
        List<SparkEvent> events = new ArrayList<>(List.of(event(APPLICATION), started("r")));
        for (int i = 0; i < triggers; i++) {
            events.add(progress(i));
        }
        return events;
    }

    @Test
    void progress_isToldTriggerByTrigger() {
        try (TestStore test = new TestStore(folder)) {
            FoldLogs.grow(test, run(3), 1);

            StreamingQueryRun query = test.store.streamingQuery(RUN, "r").orElseThrow();
            assertThat(query.status()).isEqualTo(StreamingStatus.RUNNING);
            assertThat(query.name()).isEqualTo("clicks");
            assertThat(query.batches()).isEqualTo(3);
            assertThat(query.inputRows()).isEqualTo(300);
            assertThat(query.outputRows()).isEqualTo(21);
            assertThat(query.batchMillis()).isEqualTo(400 + 401 + 402);
            assertThat(query.longestBatchMillis()).isEqualTo(402);
            assertThat(query.stateBytesMax()).isEqualTo(2000);
            StreamingProgress last = Objects.requireNonNull(query.last());
            assertThat(last.sources().getFirst().startOffset()).isEqualTo("{\"t\":{\"0\":1}}");
            assertThat(last.operators().getFirst().custom()).containsEntry("loads", 3L);

            List<StreamingPoint> points = test.store.streamingProgress(RUN, "r");
            assertThat(points).hasSize(3).allMatch(point -> point.batches() == 1);
            StreamingPoint third = points.get(2);
            assertThat(third.at()).isEqualTo(Instant.ofEpochMilli(START + 4000));
            assertThat(third.inputRowsPerSecond()).isCloseTo(50, within(1e-9));
            assertThat(third.processedRowsPerSecond()).isZero();
            assertThat(third.partMillis()).containsEntry("addBatch", 300L).hasSize(2);
            assertThat(third.stateRows()).isEqualTo(20);
            assertThat(third.watermark()).isEqualTo(Instant.ofEpochMilli(START - 6000));
            assertThat(points.getFirst().watermark()).isNull();
        }
    }

    @Test
    void ofALongRun_pointsAreBoundedAndSumsExact() {
        int triggers = 5000;
        try (TestStore test = new TestStore(folder)) {
            FoldLogs.grow(test, run(triggers), 700);

            List<StreamingPoint> points = test.store.streamingProgress(RUN, "r");
            assertThat(points).hasSizeBetween(512, StreamPoints.POINTS_MAX);
            assertThat(points.stream().mapToInt(StreamingPoint::batches).sum()).isEqualTo(triggers);
            assertThat(points.stream().mapToLong(StreamingPoint::inputRows).sum())
                    .isEqualTo(100L * triggers);
            assertThat(points.stream().mapToLong(StreamingPoint::batchMillis).sum())
                    .isEqualTo(test.store.streamingQueries(RUN).getFirst().batchMillis());
            assertThat(points.get(1).batchId()).isEqualTo(8);
            assertThat(points.getLast().stateRows()).isEqualTo(10L * (triggers - 1));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {50, 1023, 1027})
    void anySlicing_endsInTheSameRows(int slice) {
        List<SparkEvent> events = run(1100);
        try (TestStore once = new TestStore(folder.resolve("once"));
                TestStore often = new TestStore(folder.resolve("often"))) {
            FoldLogs.grow(once, events, events.size());
            FoldLogs.grow(often, events, slice);

            assertThat(often.store.dump(RUN)).isEqualTo(once.store.dump(RUN));
        }
    }

    @Test
    void end_isAsTheLogTells() {
        try (TestStore test = new TestStore(folder)) {
            List<SparkEvent> events = run(1);
            events.add(started("failed"));
            events.add(started("left"));
            events.add(terminated("r", "null"));
            events.add(terminated("failed", "'it broke'"));
            FoldLogs.grow(test, events, 2);
            test.store
                    .open(RUN, folder, null)
                    .finish(FoldLogs.at(events.size()), START + 3_600_000);

            assertThat(test.store.streamingQueries(RUN))
                    .extracting(StreamingQueryRun::runId, StreamingQueryRun::status)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple("failed", StreamingStatus.FAILED),
                            org.assertj.core.groups.Tuple.tuple("left", StreamingStatus.UNKNOWN),
                            org.assertj.core.groups.Tuple.tuple("r", StreamingStatus.FINISHED));
            assertThat(test.store.streamingQuery(RUN, "failed").orElseThrow().error())
                    .isEqualTo("it broke");
            assertThat(test.store.streamingQuery(RUN, "left").orElseThrow().endedAt())
                    .isEqualTo(Instant.ofEpochMilli(START + 3_600_000));
        }
    }

    @Test
    void realLog_hasItsQueries() {
        try (TestStore test = new TestStore(folder.resolve("db"))) {
            FoldLogs.read(test, FoldLogs.events("keeps-4.3", folder));

            List<StreamingQueryRun> queries = test.store.streamingQueries(RUN);
            assertThat(queries).hasSize(2);
            StreamingQueryRun counts = queries.getFirst();
            assertThat(counts.name()).isEqualTo("counts");
            assertThat(counts.status()).isEqualTo(StreamingStatus.FINISHED);
            assertThat(counts.inputRows()).isEqualTo(100);
            assertThat(counts.outputRows()).isEqualTo(9);
            assertThat(counts.batchMillis()).isEqualTo(19409);
            assertThat(counts.stateBytesMax()).isEqualTo(2704);
            StreamingPoint point = test.store.streamingProgress(RUN, counts.runId()).getFirst();
            assertThat(point.processedRowsPerSecond()).isCloseTo(5.1235, within(1e-3));
            assertThat(point.partMillis()).containsEntry("addBatch", 12256L);
            StreamingQueryRun failed = queries.get(1);
            assertThat(failed.status()).isEqualTo(StreamingStatus.FAILED);
            assertThat(failed.outputRows()).isNull();
            assertThat(failed.error()).contains("Py4JException");
        }
    }
}
