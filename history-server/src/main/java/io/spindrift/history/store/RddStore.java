package io.spindrift.history.store;

import io.spindrift.history.RddRun;
import io.spindrift.history.RddRun.StorageLevel;
import io.spindrift.history.RddRun.StoredBlock;
import io.spindrift.history.RunId;
import io.spindrift.history.store.RddState.Copy;
import io.spindrift.history.store.ValuesStore.Numbered;
import io.spindrift.kv.Range;
import io.spindrift.kv.Reading;
import io.spindrift.kv.RowCodec;
import io.spindrift.kv.RowReader;
import io.spindrift.kv.RowWriter;
import io.spindrift.kv.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Datasets that are kept.
///
/// ```
/// history.rdd   run rdd 0 0 → RddState
/// ```
final class RddStore {
    static final Table<Numbered, RddState> RDDS =
            new Table<>("history.rdd", ValuesStore.NUMBERED, new Codec());

    private RddStore() {}

    static List<RddRun> rdds(Reading rows, RunId run) {
        List<RddRun> found = new ArrayList<>();
        Range all = Range.prefix(ValuesStore.part(run));
        AnswerStore.each(rows, RDDS, all, state -> found.add(state.toRun()));
        return found;
    }

    static Optional<RddRun> rdd(Reading rows, RunId run, int id) {
        return rows.get(RDDS, new Numbered(run, id, 0, 0)).map(RddState::toRun);
    }

    static List<StoredBlock> blocks(Reading rows, RunId run, int id) {
        return rows.get(RDDS, new Numbered(run, id, 0, 0))
                .map(RddState::toBlocks)
                .orElse(List.of());
    }

    private static final class Codec implements RowCodec<RddState> {
        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(RddState rdd, RowWriter out) {
            out.number(rdd.id).text(rdd.name);
            writeLevel(rdd.level, out);
            out.count(rdd.partitions).flag(rdd.unpersisted);
            out.number(rdd.memoryBytes).number(rdd.diskBytes);
            out.number(rdd.peakMemoryBytes).number(rdd.peakDiskBytes).count(rdd.copies);
            out.list(rdd.blocks.entrySet(), Codec::writeBlock);
        }

        private static void writeBlock(Map.Entry<Integer, Map<String, Copy>> block, RowWriter out) {
            out.number(block.getKey());
            out.list(block.getValue().entrySet(), Codec::writeCopy);
        }

        private static void writeCopy(Map.Entry<String, Copy> copy, RowWriter out) {
            out.text(copy.getKey());
            writeLevel(copy.getValue().level(), out);
            out.number(copy.getValue().memoryBytes()).number(copy.getValue().diskBytes());
        }

        private static void writeLevel(StorageLevel level, RowWriter out) {
            out.flag(level.disk()).flag(level.memory()).flag(level.offHeap());
            out.flag(level.deserialized()).number(level.replication());
        }

        @Override
        public RddState read(RowReader in) {
            RddState rdd = new RddState(in.integer());
            rdd.dirty = false;
            rdd.name = in.text();
            rdd.level = readLevel(in);
            rdd.partitions = (int) in.count();
            rdd.unpersisted = in.flag();
            rdd.memoryBytes = in.number();
            rdd.diskBytes = in.number();
            rdd.peakMemoryBytes = in.number();
            rdd.peakDiskBytes = in.number();
            rdd.copies = (int) in.count();
            in.list(Codec::readBlock)
                    .forEach(block -> rdd.blocks.put(block.getKey(), block.getValue()));
            return rdd;
        }

        private static Map.Entry<Integer, Map<String, Copy>> readBlock(RowReader in) {
            int partition = in.integer();
            Map<String, Copy> copies = new LinkedHashMap<>();
            in.list(Codec::readCopy).forEach(copy -> copies.put(copy.getKey(), copy.getValue()));
            return Map.entry(partition, copies);
        }

        private static Map.Entry<String, Copy> readCopy(RowReader in) {
            return Map.entry(in.text(), new Copy(readLevel(in), in.number(), in.number()));
        }

        private static StorageLevel readLevel(RowReader in) {
            return new StorageLevel(in.flag(), in.flag(), in.flag(), in.flag(), in.integer());
        }
    }
}
