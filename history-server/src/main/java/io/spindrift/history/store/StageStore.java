package io.spindrift.history.store;

import io.spindrift.history.Accumulator;
import io.spindrift.history.StageId;
import io.spindrift.history.StageRun.StageStatus;
import io.spindrift.history.store.StageState.ExecutorShare;
import io.spindrift.history.store.StageState.RunningTask;
import io.spindrift.history.store.ValuesStore.Numbered;
import io.spindrift.kv.RowCodec;
import io.spindrift.kv.RowReader;
import io.spindrift.kv.RowWriter;
import io.spindrift.kv.Table;
import java.util.BitSet;
import java.util.Map;

/// Stage attempts, with the tasks that run in them now.
///
/// ```
/// history.stage   run stage attempt 0 → StageState
/// ```
final class StageStore {
    static final Table<Numbered, StageState> STAGES =
            new Table<>("history.stage", ValuesStore.NUMBERED, new Codec());

    /// The same rows, of which only the front is read.
    static final Table<Numbered, StageSpan> SPANS =
            new Table<>(STAGES.name(), ValuesStore.NUMBERED, new SpanCodec());

    private StageStore() {}

    /// What a row says before it comes to metrics, sketches and executors.
    static void readFront(StageState stage, RowReader in) {
        stage.status = in.constant(StageStatus.class);
        stage.name = in.text();
        stage.details = in.text();
        stage.description = in.textOrNull();
        stage.pool = in.textOrNull();
        stage.jobIds = ValuesStore.readIntegers(in);
        stage.sqlId = in.number();
        stage.parentIds = ValuesStore.readIntegers(in);
        stage.rddIds = ValuesStore.readIntegers(in);
        stage.tasks = in.integer();
        stage.active = in.integer();
        stage.completed = in.integer();
        stage.failed = in.integer();
        stage.killed = in.integer();
        stage.completedIndices = BitSet.valueOf(in.bytes());
        stage.submittedMillis = in.count();
        stage.firstTaskMillis = in.count();
        stage.completedMillis = in.count();
    }

    private static final class Codec implements RowCodec<StageState> {
        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(StageState stage, RowWriter out) {
            out.number(stage.id.id()).number(stage.id.attempt()).constant(stage.status);
            out.text(stage.name).text(stage.details);
            out.textOrNull(stage.description).textOrNull(stage.pool);
            ValuesStore.writeIntegers(stage.jobIds, out);
            out.number(stage.sqlId);
            ValuesStore.writeIntegers(stage.parentIds, out);
            ValuesStore.writeIntegers(stage.rddIds, out);
            out.number(stage.tasks).number(stage.active).number(stage.completed);
            out.number(stage.failed).number(stage.killed);
            out.bytes(stage.completedIndices.toByteArray());
            out.count(stage.submittedMillis).count(stage.firstTaskMillis);
            out.count(stage.completedMillis).textOrNull(stage.failureReason);
            out.count(stage.taskMillis);
            ValuesStore.writeSparse(stage.metrics, out);
            ValuesStore.writeSparse(stage.coreMicros, out);
            ValuesStore.writeSparse(stage.peaks, out);
            out.list(stage.accumulators.values(), Codec::writeAccumulator);
            ValuesStore.writeCounts(stage.killedSummary, out);
            out.number(stage.resourceProfileId).flag(stage.shufflePush).count(stage.shuffleMergers);
            for (int each : stage.speculation) {
                out.number(each);
            }
            out.number(stage.slowestTaskId);
            ValuesStore.writeSketch(stage.durations, out);
            ValuesStore.writeSketch(stage.shuffleReads, out);
            ValuesStore.writeSketch(stage.inputs, out);
            ValuesStore.writeSketch(stage.peakMemories, out);
            out.list(stage.executors.entrySet(), Codec::writeShare);
            out.list(stage.running.values(), Codec::writeRunning);
            out.count(stage.endedTasks);
        }

        private static void writeAccumulator(Accumulator each, RowWriter out) {
            out.number(each.id()).text(each.name()).textOrNull(each.update()).text(each.value());
        }

        private static void writeShare(Map.Entry<String, ExecutorShare> entry, RowWriter out) {
            ExecutorShare share = entry.getValue();
            out.text(entry.getKey()).count(share.taskMillis);
            out.count(share.succeeded).count(share.failed).count(share.killed);
            ValuesStore.writeSparse(share.metrics, out);
            ValuesStore.writeSparse(share.peaks, out);
            out.flag(share.excluded);
        }

        private static void writeRunning(RunningTask task, RowWriter out) {
            out.number(task.id()).number(task.index()).number(task.attempt());
            out.number(task.partition()).count(task.launchMillis());
            out.count(task.gettingResultMillis());
            out.text(task.executorId()).text(task.host()).text(task.locality());
            out.flag(task.speculative());
        }

        @Override
        public StageState read(RowReader in) {
            StageState stage = new StageState(new StageId(in.integer(), in.integer()));
            stage.dirty = false;
            readFront(stage, in);
            stage.failureReason = in.textOrNull();
            stage.taskMillis = in.count();
            ValuesStore.readSparse(in, stage.metrics);
            ValuesStore.readSparse(in, stage.coreMicros);
            ValuesStore.readSparse(in, stage.peaks);
            in.list(Codec::readAccumulator)
                    .forEach(each -> stage.accumulators.put(each.id(), each));
            ValuesStore.readCounts(in, stage.killedSummary);
            stage.resourceProfileId = in.integer();
            stage.shufflePush = in.flag();
            stage.shuffleMergers = (int) in.count();
            for (int i = 0; i < stage.speculation.length; i++) {
                stage.speculation[i] = in.integer();
            }
            stage.slowestTaskId = in.number();
            stage.durations = ValuesStore.readSketch(in);
            stage.shuffleReads = ValuesStore.readSketch(in);
            stage.inputs = ValuesStore.readSketch(in);
            stage.peakMemories = ValuesStore.readSketch(in);
            in.list(Codec::readShare)
                    .forEach(each -> stage.executors.put(each.getKey(), each.getValue()));
            in.list(Codec::readRunning).forEach(each -> stage.running.put(each.id(), each));
            stage.endedTasks = (int) in.count();
            return stage;
        }

        private static Accumulator readAccumulator(RowReader in) {
            return new Accumulator(in.number(), in.text(), in.textOrNull(), in.text());
        }

        private static Map.Entry<String, ExecutorShare> readShare(RowReader in) {
            String executor = in.text();
            ExecutorShare share = new ExecutorShare();
            share.taskMillis = in.count();
            share.succeeded = (int) in.count();
            share.failed = (int) in.count();
            share.killed = (int) in.count();
            ValuesStore.readSparse(in, share.metrics);
            ValuesStore.readSparse(in, share.peaks);
            share.excluded = in.flag();
            return Map.entry(executor, share);
        }

        private static RunningTask readRunning(RowReader in) {
            return new RunningTask(
                    in.number(),
                    in.integer(),
                    in.integer(),
                    in.integer(),
                    in.count(),
                    in.count(),
                    in.text(),
                    in.text(),
                    in.text(),
                    in.flag());
        }
    }

    private static final class SpanCodec implements RowCodec<StageSpan> {
        @Override
        public int version() {
            return STAGES.rows().version();
        }

        @Override
        public void write(StageSpan span, RowWriter out) {
            throw new UnsupportedOperationException("a part of a row is never written");
        }

        @Override
        public StageSpan read(RowReader in) {
            StageState front = new StageState(new StageId(in.integer(), in.integer()));
            readFront(front, in);
            return new StageSpan(front.id, front.submittedMillis, front.completedMillis);
        }
    }
}
