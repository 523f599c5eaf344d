package io.spindrift.history.store;

import io.spindrift.history.store.ValuesStore.Named;
import io.spindrift.kv.RowCodec;
import io.spindrift.kv.RowReader;
import io.spindrift.kv.RowWriter;
import io.spindrift.kv.Table;

/// Executors and the driver.
///
/// ```
/// history.executor   run id 0 → ExecutorState
/// ```
final class ExecutorStore {
    static final Table<Named, ExecutorState> EXECUTORS =
            new Table<>("history.executor", ValuesStore.NAMED, new Codec());

    private ExecutorStore() {}

    private static final class Codec implements RowCodec<ExecutorState> {
        @Override
        public int version() {
            return 2;
        }

        @Override
        public void write(ExecutorState executor, RowWriter out) {
            out.text(executor.id).text(executor.hostPort).number(executor.cores);
            out.count(executor.addedMillis).count(executor.removedMillis);
            out.textOrNull(executor.removeReason).number(executor.resourceProfileId);
            out.texts(executor.logUrls).texts(executor.attributes);
            out.count(executor.onHeapBytes).count(executor.offHeapBytes);
            out.number(executor.activeTasks).number(executor.completedTasks);
            out.number(executor.failedTasks).number(executor.killedTasks);
            out.count(executor.taskMillis);
            ValuesStore.writeSparse(executor.metrics, out);
            ValuesStore.writeSparse(executor.coreMicros, out);
            ValuesStore.writeSparse(executor.peaks, out);
            out.flag(executor.excluded);
            ValuesStore.writeIntegers(executor.excludedInStages, out);
            out.count(executor.usedOnHeapBytes).count(executor.usedOffHeapBytes);
            out.count(executor.usedDiskBytes).number(executor.rddBlocks);
        }

        @Override
        public ExecutorState read(RowReader in) {
            ExecutorState executor = new ExecutorState(in.text());
            executor.dirty = false;
            executor.hostPort = in.text();
            executor.cores = in.integer();
            executor.addedMillis = in.count();
            executor.removedMillis = in.count();
            executor.removeReason = in.textOrNull();
            executor.resourceProfileId = in.integer();
            executor.logUrls = in.texts();
            executor.attributes = in.texts();
            executor.onHeapBytes = in.count();
            executor.offHeapBytes = in.count();
            executor.activeTasks = in.integer();
            executor.completedTasks = in.integer();
            executor.failedTasks = in.integer();
            executor.killedTasks = in.integer();
            executor.taskMillis = in.count();
            ValuesStore.readSparse(in, executor.metrics);
            ValuesStore.readSparse(in, executor.coreMicros);
            ValuesStore.readSparse(in, executor.peaks);
            executor.excluded = in.flag();
            executor.excludedInStages = ValuesStore.readIntegers(in);
            if (in.version() > 1) {
                executor.usedOnHeapBytes = in.count();
                executor.usedOffHeapBytes = in.count();
                executor.usedDiskBytes = in.count();
                executor.rddBlocks = in.integer();
            }
            return executor;
        }
    }
}
