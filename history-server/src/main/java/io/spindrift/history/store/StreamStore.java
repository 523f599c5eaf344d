package io.spindrift.history.store;

import io.spindrift.history.RunId;
import io.spindrift.history.StreamingPoint;
import io.spindrift.history.StreamingQueryRun;
import io.spindrift.history.StreamingQueryRun.StateOperator;
import io.spindrift.history.StreamingQueryRun.StreamingProgress;
import io.spindrift.history.StreamingQueryRun.StreamingSink;
import io.spindrift.history.StreamingQueryRun.StreamingSource;
import io.spindrift.history.StreamingQueryRun.StreamingStatus;
import io.spindrift.history.store.ValuesStore.Named;
import io.spindrift.kv.Batch;
import io.spindrift.kv.Range;
import io.spindrift.kv.Reading;
import io.spindrift.kv.RowCodec;
import io.spindrift.kv.RowReader;
import io.spindrift.kv.RowWriter;
import io.spindrift.kv.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Streaming queries, and their progress over time.
///
/// ```
/// history.stream         run queryRunId 0     → StreamState
/// history.stream.point   run queryRunId chunk → 64 points by column; stride and names of parts
/// ```
final class StreamStore {
    static final Table<Named, StreamState> STREAMS =
            new Table<>("history.stream", ValuesStore.NAMED, new Codec());
    private static final Table<Named, Chunk> CHUNKS =
            new Table<>("history.stream.point", ValuesStore.NAMED, new ChunkCodec());

    private StreamStore() {}

    private record Chunk(long stride, List<String> parts, List<long[]> points) {}

    static List<StreamingQueryRun> queries(Reading rows, RunId run) {
        List<StreamingQueryRun> found = new ArrayList<>();
        Range all = Range.prefix(ValuesStore.part(run));
        AnswerStore.each(rows, STREAMS, all, state -> found.add(state.toRun()));
        found.sort(
                Comparator.comparing(StreamingQueryRun::startedAt)
                        .thenComparing(StreamingQueryRun::runId));
        return found;
    }

    static Optional<StreamingQueryRun> query(Reading rows, RunId run, String id) {
        return rows.get(STREAMS, new Named(run, id, 0)).map(StreamState::toRun);
    }

    static List<StreamingPoint> progress(Reading rows, RunId run, String id) {
        return points(rows, run, id).toPoints();
    }

    static StreamPoints points(Reading rows, RunId run, String id) {
        StreamPoints points = new StreamPoints();
        Range chunks = Range.prefix(ValuesStore.part(run, id));
        AnswerStore.each(
                rows,
                CHUNKS,
                chunks,
                chunk -> {
                    points.stride = chunk.stride;
                    // The last chunk was written last, and knows all names.
                    points.parts.clear();
                    points.parts.addAll(chunk.parts);
                    points.points.addAll(chunk.points);
                });
        points.dirtyFrom = points.points.size();
        return points;
    }

    static void put(StreamState stream, RunId run, Batch batch) {
        batch.put(STREAMS, new Named(run, stream.runId, 0), stream);
        StreamPoints points = stream.points;
        if (points == null) {
            return;
        }
        if (points.shrunk) {
            batch.deleteAll(CHUNKS, Range.prefix(ValuesStore.part(run, stream.runId)));
        }
        int first = points.dirtyFrom / StreamPoints.CHUNK;
        for (int at = first; at * StreamPoints.CHUNK < points.points.size(); at++) {
            int from = at * StreamPoints.CHUNK;
            int to = Math.min(points.points.size(), from + StreamPoints.CHUNK);
            Chunk chunk = new Chunk(points.stride, points.parts, points.points.subList(from, to));
            batch.put(CHUNKS, new Named(run, stream.runId, at), chunk);
        }
    }

    static void settled(StreamState stream) {
        stream.dirty = false;
        StreamPoints points = stream.points;
        if (points != null) {
            points.dirtyFrom = points.points.size();
            points.shrunk = false;
        }
    }

    static void forget(RunId run, Batch batch) {
        batch.deleteAll(STREAMS, Range.prefix(ValuesStore.part(run)));
        batch.deleteAll(CHUNKS, Range.prefix(ValuesStore.part(run)));
    }

    private static final class Codec implements RowCodec<StreamState> {
        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(StreamState stream, RowWriter out) {
            out.text(stream.runId).text(stream.id).textOrNull(stream.name);
            out.constant(stream.status).count(stream.startedMillis).count(stream.endedMillis);
            out.textOrNull(stream.error).textOrNull(stream.errorClass);
            out.count(stream.batches).number(stream.inputRows).number(stream.outputRows);
            out.number(stream.batchMillis).number(stream.longestBatchMillis);
            out.number(stream.droppedRows).number(stream.stateBytesMax);
            out.count(stream.lastActiveMillis);
            StreamingProgress last = stream.last;
            out.flag(last != null);
            if (last != null) {
                writeProgress(last, out);
            }
        }

        private static void writeProgress(StreamingProgress last, RowWriter out) {
            out.count(last.at().toEpochMilli()).number(last.batchId()).number(last.inputRows());
            out.decimal(last.inputRowsPerSecond()).decimal(last.processedRowsPerSecond());
            writeNumbers(last.durationMillis(), out);
            writeTexts(last.eventTime(), out);
            out.list(last.operators(), Codec::writeOperator);
            out.list(last.sources(), Codec::writeSource);
            out.text(last.sink().description());
            writeLong(last.sink().outputRows(), out);
            writeTexts(last.sink().metrics(), out);
            writeTexts(last.observed(), out);
        }

        private static void writeOperator(StateOperator each, RowWriter out) {
            out.text(each.name()).number(each.rows()).number(each.updatedRows());
            out.number(each.removedRows()).number(each.memoryBytes()).number(each.commitMillis());
            out.number(each.droppedRows()).number(each.shufflePartitions());
            writeNumbers(each.custom(), out);
        }

        private static void writeSource(StreamingSource each, RowWriter out) {
            out.text(each.description()).textOrNull(each.startOffset());
            out.textOrNull(each.endOffset()).textOrNull(each.latestOffset());
            out.number(each.inputRows()).decimal(each.inputRowsPerSecond());
            out.decimal(each.processedRowsPerSecond());
            writeTexts(each.metrics(), out);
        }

        @Override
        public StreamState read(RowReader in) {
            StreamState stream = new StreamState(in.text());
            stream.dirty = false;
            stream.id = in.text();
            stream.name = in.textOrNull();
            stream.status = in.constant(StreamingStatus.class);
            stream.startedMillis = in.count();
            stream.endedMillis = in.count();
            stream.error = in.textOrNull();
            stream.errorClass = in.textOrNull();
            stream.batches = in.count();
            stream.inputRows = in.number();
            stream.outputRows = in.number();
            stream.batchMillis = in.number();
            stream.longestBatchMillis = in.number();
            stream.droppedRows = in.number();
            stream.stateBytesMax = in.number();
            stream.lastActiveMillis = in.count();
            stream.last = in.flag() ? readProgress(in) : null;
            return stream;
        }

        private static StreamingProgress readProgress(RowReader in) {
            return new StreamingProgress(
                    Instant.ofEpochMilli(in.count()),
                    in.number(),
                    in.number(),
                    in.decimal(),
                    in.decimal(),
                    readNumbers(in),
                    in.texts(),
                    in.list(Codec::readOperator),
                    in.list(Codec::readSource),
                    new StreamingSink(in.text(), readLong(in), in.texts()),
                    in.texts());
        }

        private static StateOperator readOperator(RowReader in) {
            return new StateOperator(
                    in.text(),
                    in.number(),
                    in.number(),
                    in.number(),
                    in.number(),
                    in.number(),
                    in.number(),
                    in.number(),
                    readNumbers(in));
        }

        private static StreamingSource readSource(RowReader in) {
            return new StreamingSource(
                    in.text(),
                    in.textOrNull(),
                    in.textOrNull(),
                    in.textOrNull(),
                    in.number(),
                    in.decimal(),
                    in.decimal(),
                    in.texts());
        }
    }

    private static void writeTexts(Map<String, String> texts, RowWriter out) {
        ValuesStore.writeSorted(texts, out, (value, to) -> to.text(value));
    }

    private static void writeNumbers(Map<String, Long> numbers, RowWriter out) {
        ValuesStore.writeSorted(numbers, out, (value, to) -> to.number(value));
    }

    private static Map<String, Long> readNumbers(RowReader in) {
        return ValuesStore.readMap(in, RowReader::number);
    }

    private static void writeLong(@Nullable Long value, RowWriter out) {
        out.flag(value != null).number(value == null ? 0 : value);
    }

    private static @Nullable Long readLong(RowReader in) {
        boolean told = in.flag();
        long value = in.number();
        return told ? value : null;
    }

    private static final class ChunkCodec implements RowCodec<Chunk> {
        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(Chunk chunk, RowWriter out) {
            out.count(chunk.stride);
            ValuesStore.writeTexts(chunk.parts, out);
            int columns = StreamPoints.FIRST_PART + chunk.parts.size();
            for (int column = 0; column < columns; column++) {
                int at = column;
                out.column(chunk.points.stream().mapToLong(point -> point[at]).toArray());
            }
        }

        @Override
        public Chunk read(RowReader in) {
            long stride = in.count();
            List<String> parts = ValuesStore.readTexts(in);
            List<long[]> points = new ArrayList<>();
            int columns = StreamPoints.FIRST_PART + parts.size();
            for (int column = 0; column < columns; column++) {
                long[] values = in.column();
                while (points.size() < values.length) {
                    points.add(new long[StreamPoints.COLUMNS]);
                }
                for (int i = 0; i < values.length; i++) {
                    points.get(i)[column] = values[i];
                }
            }
            return new Chunk(stride, parts, points);
        }
    }
}
