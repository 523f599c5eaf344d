package io.spindrift.history.store;

import io.spindrift.history.RunId;
import io.spindrift.history.StageId;
import io.spindrift.history.eventlog.SparkEvent.UserAccumulator;
import io.spindrift.history.store.ValuesStore.Numbered;
import io.spindrift.kv.Cursor;
import io.spindrift.kv.Range;
import io.spindrift.kv.Reading;
import io.spindrift.kv.RowCodec;
import io.spindrift.kv.RowReader;
import io.spindrift.kv.RowWriter;
import io.spindrift.kv.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Ended tasks, in blocks of columns.
///
/// ```
/// history.task   run stage attempt block → TaskColumns: rows, texts, accumulators,
///                and for each column a mode and its numbers
/// ```
final class TaskStore {
    static final Table<Numbered, TaskColumns> BLOCKS =
            new Table<>("history.task", ValuesStore.NUMBERED, new Codec());

    private TaskStore() {}

    static Numbered key(RunId run, StageId stage, int block) {
        return new Numbered(run, stage.id(), stage.attempt() * (1L << 32) + block, 0);
    }

    /// Valid as long as the rows may be read.
    static StageTasks.Blocks blocks(Reading rows, RunId run, StageId stage) {
        long first = key(run, stage, 0).b();
        Range ofAttempt =
                Range.prefix(ValuesStore.part(run, stage.id()))
                        .from(ValuesStore.part(run, stage.id(), first))
                        .before(ValuesStore.part(run, stage.id(), first + (1L << 32)));
        return new StageTasks.Blocks() {
            @Override
            public void each(StageTasks.BlockReader reader) {
                try (Cursor<Numbered, TaskColumns> cursor = rows.scan(BLOCKS, ofAttempt)) {
                    while (cursor.hasNext()) {
                        var row = cursor.next();
                        reader.read((int) (row.key().b() - first), row.row());
                    }
                }
            }

            @Override
            public TaskColumns block(int number) {
                return rows.get(BLOCKS, key(run, stage, number)).orElseThrow();
            }
        };
    }

    private static final class Codec implements RowCodec<TaskColumns> {
        private static final int ZEROS = 0;
        private static final int CONSTANT = 1;
        private static final int PLAIN = 2;
        private static final int DELTAS = 3;

        /// So many rows all count where a column's shape is chosen, then every eighth.
        private static final int DENSE = 64;

        private static final int SAMPLE = 8;

        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(TaskColumns block, RowWriter out) {
            out.count(block.rows);
            ValuesStore.writeTexts(block.texts, out);
            out.list(block.accumulators.entrySet(), Codec::writeAccumulators);
            out.count(TaskColumns.COLUMNS);
            for (int column = 0; column < TaskColumns.COLUMNS; column++) {
                writeColumn(block, column, out);
            }
        }

        private static void writeAccumulators(
                Map.Entry<Integer, List<UserAccumulator>> row, RowWriter out) {
            out.count(row.getKey());
            out.list(
                    row.getValue(),
                    (each, to) ->
                            to.number(each.id())
                                    .text(each.name())
                                    .textOrNull(each.update())
                                    .text(each.value()));
        }

        private static void writeColumn(TaskColumns block, int column, RowWriter out) {
            long[] values = block.columns[column];
            if (values == null || block.rows == 0) {
                out.count(ZEROS);
                return;
            }
            int rows = Math.min(block.rows, values.length);
            long first = values[0];
            boolean constant = rows == block.rows || first == 0;
            for (int row = 1; constant && row < rows; row++) {
                constant = values[row] == first;
            }
            if (constant) {
                out.count(first == 0 ? ZEROS : CONSTANT);
                if (first != 0) {
                    out.number(first);
                }
                return;
            }
            boolean plain = isPlainShorter(values, rows);
            out.count(plain ? PLAIN : DELTAS);
            long before = 0;
            for (int row = 0; row < block.rows; row++) {
                long value = row < rows ? values[row] : 0;
                out.number(plain ? value : value - before);
                before = value;
            }
        }

        /// Whether the numbers themselves are shorter than each less the one before; some tell.
        private static boolean isPlainShorter(long[] values, int rows) {
            int plain = 0;
            int deltas = 0;
            for (int row = 1; row < rows; row += row < DENSE ? 1 : SAMPLE) {
                plain += length(values[row]);
                deltas += length(values[row] - values[row - 1]);
            }
            return plain <= deltas;
        }

        /// Compared, not computed: the quick compiler has no instruction that counts zeros.
        private static int length(long value) {
            long rest = (value << 1) ^ (value >> 63);
            int bytes = 1;
            while ((rest & ~0x7FL) != 0) {
                rest >>>= 7;
                bytes++;
            }
            return bytes;
        }

        @Override
        public TaskColumns read(RowReader in) {
            TaskColumns block = new TaskColumns();
            int rows = (int) in.count();
            block.restoreTexts(ValuesStore.readTexts(in));
            in.list(Codec::readAccumulators)
                    .forEach(row -> block.accumulators.put(row.getKey(), row.getValue()));
            int columns = (int) in.count();
            for (int column = 0; column < columns; column++) {
                long[] values = readColumn(in, rows);
                if (column < TaskColumns.COLUMNS && values.length > 0) {
                    block.columns[column] = values;
                }
            }
            block.rows = rows;
            return block;
        }

        private static Map.Entry<Integer, List<UserAccumulator>> readAccumulators(RowReader in) {
            int row = (int) in.count();
            return Map.entry(
                    row,
                    new ArrayList<>(
                            in.list(from ->
                                    new UserAccumulator(
                                            from.number(),
                                            from.text(),
                                            from.textOrNull(),
                                            from.text()))));
        }

        private static long[] readColumn(RowReader in, int rows) {
            int mode = (int) in.count();
            if (mode == ZEROS) {
                return new long[0];
            }
            long[] values = new long[rows];
            long constant = mode == CONSTANT ? in.number() : 0;
            long before = 0;
            for (int row = 0; row < rows; row++) {
                values[row] =
                        switch (mode) {
                            case CONSTANT -> constant;
                            case PLAIN -> in.number();
                            default -> before + in.number();
                        };
                before = values[row];
            }
            return values;
        }
    }
}
