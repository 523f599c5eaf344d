package io.spindrift.history.store;

import static io.spindrift.history.store.StreamPoints.ARRIVAL_MILLIS;
import static io.spindrift.history.store.StreamPoints.AT;
import static io.spindrift.history.store.StreamPoints.BATCHES;
import static io.spindrift.history.store.StreamPoints.BATCH_ID;
import static io.spindrift.history.store.StreamPoints.BATCH_MILLIS;
import static io.spindrift.history.store.StreamPoints.DROPPED_ROWS;
import static io.spindrift.history.store.StreamPoints.INPUT_ROWS;
import static io.spindrift.history.store.StreamPoints.LONGEST_MILLIS;
import static io.spindrift.history.store.StreamPoints.OUTPUT_ROWS;
import static io.spindrift.history.store.StreamPoints.PROCESS_MILLIS;
import static io.spindrift.history.store.StreamPoints.STATE_BYTES;
import static io.spindrift.history.store.StreamPoints.STATE_ROWS;
import static io.spindrift.history.store.StreamPoints.WATERMARK;

import io.spindrift.history.StreamingQueryRun.StateOperator;
import io.spindrift.history.StreamingQueryRun.StreamingProgress;
import io.spindrift.history.StreamingQueryRun.StreamingSink;
import io.spindrift.history.StreamingQueryRun.StreamingSource;
import io.spindrift.history.StreamingQueryRun.StreamingStatus;
import io.spindrift.history.eventlog.StreamEvent;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What events say of streaming queries.
final class StreamFold {
    private static final String WHOLE = "triggerExecution";

    /// More streams at once than that are not told apart: it is known that some run.
    private static final int RUNNING_MAX = 1_000;

    private final Fold fold;

    StreamFold(Fold fold) {
        this.fold = fold;
    }

    void apply(StreamEvent event) {
        if (event.runId().isEmpty()) {
            return;
        }
        StreamState stream = fold.stream(event.runId());
        stream.dirty = true;
        switch (event) {
            case StreamEvent.Started started -> started(stream, started);
            case StreamEvent.Progressed progress -> progressed(stream, progress);
            case StreamEvent.Idle idle -> {
                stream.id = idle.queryId();
                active(stream, idle.atMillis());
            }
            case StreamEvent.Terminated terminated -> terminated(stream, terminated);
        }
    }

    private void started(StreamState stream, StreamEvent.Started event) {
        stream.id = event.queryId();
        stream.name = event.name();
        stream.startedMillis = event.atMillis();
        active(stream, event.atMillis());
        if (stream.live() && fold.app.streams.size() < RUNNING_MAX) {
            fold.app.streams.add(stream.runId);
        }
    }

    private void active(StreamState stream, long atMillis) {
        stream.startedMillis = stream.startedMillis == 0 ? atMillis : stream.startedMillis;
        stream.lastActiveMillis = Math.max(stream.lastActiveMillis, atMillis);
        fold.app.seen(atMillis);
    }

    private void progressed(StreamState stream, StreamEvent.Progressed event) {
        stream.id = event.queryId();
        stream.name = event.name() == null ? stream.name : event.name();
        long[] point = point(fold.points(stream), event);
        stream.batches++;
        stream.inputRows += point[INPUT_ROWS];
        if (event.sink().outputRows() >= 0) {
            stream.outputRows = Math.max(0, stream.outputRows) + event.sink().outputRows();
        }
        stream.batchMillis += point[BATCH_MILLIS];
        stream.longestBatchMillis = Math.max(stream.longestBatchMillis, point[BATCH_MILLIS]);
        stream.droppedRows += point[DROPPED_ROWS];
        stream.stateBytesMax = Math.max(stream.stateBytesMax, point[STATE_BYTES]);
        stream.last = told(event, point[INPUT_ROWS]);
        active(stream, event.atMillis());
        active(stream, event.atMillis() + point[BATCH_MILLIS]);
        fold.points(stream).add(point);
    }

    private static long[] point(StreamPoints points, StreamEvent.Progressed event) {
        long[] point = new long[StreamPoints.COLUMNS];
        long parts = 0;
        for (Map.Entry<String, Long> each : event.durationMillis().entrySet()) {
            if (!each.getKey().equals(WHOLE)) {
                point[points.part(each.getKey())] += each.getValue();
                parts += each.getValue();
            }
        }
        long told = Math.max(event.batchMillis(), parts);
        point[AT] = event.atMillis();
        point[BATCH_ID] = event.batchId();
        point[BATCHES] = 1;
        point[BATCH_MILLIS] = event.durationMillis().getOrDefault(WHOLE, told);
        point[LONGEST_MILLIS] = point[BATCH_MILLIS];
        double arrived = 0;
        double processed = 0;
        for (StreamEvent.Source each : event.sources()) {
            point[INPUT_ROWS] += each.inputRows();
            arrived += each.inputRowsPerSecond();
            processed += each.processedRowsPerSecond();
        }
        point[ARRIVAL_MILLIS] = millis(point[INPUT_ROWS], arrived);
        point[PROCESS_MILLIS] = millis(point[INPUT_ROWS], processed);
        point[OUTPUT_ROWS] = Math.max(0, event.sink().outputRows());
        for (StreamEvent.Operator each : event.operators()) {
            point[STATE_ROWS] += each.rows();
            point[STATE_BYTES] += each.memoryBytes();
            point[DROPPED_ROWS] += each.droppedRows();
        }
        point[WATERMARK] = watermark(event.eventTime().get("watermark"));
        return point;
    }

    /// The time that a rate is of: rates cannot be merged, rows and times can.
    private static long millis(long rows, double perSecond) {
        return perSecond <= 0 ? 0 : Math.max(1, Math.round(rows * 1000.0 / perSecond));
    }

    /// The epoch stands for none.
    private static long watermark(@Nullable String time) {
        try {
            return time == null ? 0 : Math.max(0, Instant.parse(time).toEpochMilli());
        } catch (DateTimeException e) {
            return 0; // not one of Spark's
        }
    }

    private static StreamingProgress told(StreamEvent.Progressed event, long rows) {
        double arrived = 0;
        double processed = 0;
        for (StreamEvent.Source each : event.sources()) {
            arrived += each.inputRowsPerSecond();
            processed += each.processedRowsPerSecond();
        }
        long output = event.sink().outputRows();
        return new StreamingProgress(
                Instant.ofEpochMilli(event.atMillis()),
                event.batchId(),
                rows,
                arrived,
                processed,
                event.durationMillis(),
                event.eventTime(),
                operators(event.operators()),
                event.sources().stream().map(StreamFold::source).toList(),
                new StreamingSink(
                        event.sink().description(),
                        output < 0 ? null : output,
                        event.sink().metrics()),
                event.observed());
    }

    private static List<StateOperator> operators(List<StreamEvent.Operator> operators) {
        return operators.stream()
                .map(each ->
                        new StateOperator(
                                each.name(),
                                each.rows(),
                                each.updatedRows(),
                                each.removedRows(),
                                each.memoryBytes(),
                                each.commitMillis(),
                                each.droppedRows(),
                                each.shufflePartitions(),
                                each.custom()))
                .toList();
    }

    private static StreamingSource source(StreamEvent.Source source) {
        return new StreamingSource(
                source.description(),
                source.startOffset(),
                source.endOffset(),
                source.latestOffset(),
                source.inputRows(),
                source.inputRowsPerSecond(),
                source.processedRowsPerSecond(),
                source.metrics());
    }

    /// Its time is not told: the newest in the log is closest.
    private void terminated(StreamState stream, StreamEvent.Terminated event) {
        String error = event.error();
        stream.id = event.queryId();
        stream.status = error == null ? StreamingStatus.FINISHED : StreamingStatus.FAILED;
        stream.error = error == null ? null : FailureText.cut(error, FailureText.TRACE_MAX);
        stream.errorClass = event.errorClass();
        stream.endedMillis = Math.max(fold.app.updatedMillis, stream.startedMillis);
        fold.app.streams.remove(stream.runId);
    }

    /// The run ended while it ran.
    void abandon(StreamState stream) {
        stream.dirty = true;
        stream.status = StreamingStatus.UNKNOWN;
        stream.endedMillis = fold.app.endMillis;
        fold.app.streams.remove(stream.runId);
    }
}
