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

        /// Whichever is shorter: the numbers themselves, or each less the one before.
        private static void writeColumn(TaskColumns block, int column, RowWriter out) {
            long first = block.at(column, 0);
            boolean constant = true;
            int plain = 0;
            int deltas = 0;
            long before = 0;
            for (int row = 0; row < block.rows; row++) {
                long value = block.at(column, row);
                constant &= value == first;
                plain += length(value);
                deltas += length(value - before);
                before = value;
            }
            if (constant) {
                out.count(first == 0 ? ZEROS : CONSTANT);
                if (first != 0) {
                    out.number(first);
                }
                return;
            }
            out.count(plain <= deltas ? PLAIN : DELTAS);
            before = 0;
            for (int row = 0; row < block.rows; row++) {
                long value = block.at(column, row);
                out.number(plain <= deltas ? value : value - before);
                before = value;
            }
        }

        private static int length(long value) {
            long zigzag = (value << 1) ^ (value >> 63);
            return (70 - Long.numberOfLeadingZeros(zigzag | 1)) / 7;
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
