package io.spindrift.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DatabaseTest {
    private record Step(String app, long number) {}

    private static final Table<Step, String> STEPS =
            new Table<>(
                    "test.step",
                    new KeyCodec<>() {
                        @Override
                        public void write(Step key, KeyWriter out) {
                            out.text(key.app()).number(key.number());
                        }

                        @Override
                        public Step read(KeyReader in) {
                            return new Step(in.text(), in.number());
                        }
                    },
                    texts(1));

    private static final Table<String, String> NOTES =
            new Table<>("test.note", KeyCodec.text(), texts(1));

    @TempDir Path folder;
    private Database database;

    @BeforeEach
    void open() {
        database = Database.open(folder.resolve("rocksdb"), DatabaseSettings.standard());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void get_afterWrite_answersTheRow() {
        put(new Step("a", 1), "one");

        assertThat(database.get(STEPS, new Step("a", 1))).contains("one");
        assertThat(database.get(STEPS, new Step("a", 2))).isEmpty();
    }

    @Test
    void write_ofSeveralTables_isAllOrNothing() {
        assertThatThrownBy(() ->
                        database.write(
                                Durability.MACHINE,
                                batch -> {
                                    batch.put(STEPS, new Step("a", 1), "one");
                                    batch.put(NOTES, "a", "note");
                                    throw new IllegalStateException("midway");
                                }))
                .hasMessage("midway");

        assertThat(database.get(STEPS, new Step("a", 1))).isEmpty();
        assertThat(database.get(NOTES, "a")).isEmpty();
    }

    @Test
    void write_ofAnEmptyBatch_isNothing() {
        database.write(Durability.MACHINE, batch -> {});

        assertThat(database.list(NOTES, Range.all(), 10)).isEmpty();
    }

    @Test
    void delete_ofARow_removesIt() {
        put(new Step("a", 1), "one");

        database.write(Durability.PROCESS, batch -> batch.delete(STEPS, new Step("a", 1)));

        assertThat(database.get(STEPS, new Step("a", 1))).isEmpty();
    }

    @Test
    void scan_ofAll_isInOrderOfKeysWithNegativeNumbersFirst() {
        for (long number : new long[] {5, -1, 300, 0, Long.MIN_VALUE, Long.MAX_VALUE}) {
            put(new Step("a", number), "row");
        }

        assertThat(numbers(Range.all(), 10))
                .containsExactly(Long.MIN_VALUE, -1L, 0L, 5L, 300L, Long.MAX_VALUE);
        assertThat(numbers(Range.all().descending(), 2)).containsExactly(Long.MAX_VALUE, 300L);
    }

    @Test
    void scan_ofAPrefix_leavesOutLongerTexts() {
        put(new Step("app", 1), "mine");
        put(new Step("app-2", 2), "another's");
        put(new Step("app\0x", 3), "a third's");

        assertThat(numbers(Range.prefix(key -> key.text("app")), 10)).containsExactly(1L);
        assertThat(numbers(Range.prefix(key -> key.textPrefix("app")), 10)).hasSize(3);
    }

    @Test
    void scan_withBounds_honoursThemInBothDirections() {
        for (long number = 0; number < 6; number++) {
            put(new Step("a", number), "row");
        }
        put(new Step("b", 1), "row");
        Range ofA = Range.prefix(key -> key.text("a"));

        assertThat(numbers(ofA.from(key -> key.text("a").number(4)), 10)).containsExactly(4L, 5L);
        assertThat(numbers(ofA.after(key -> key.text("a").number(4)), 10)).containsExactly(5L);
        assertThat(numbers(ofA.before(key -> key.text("a").number(2)).descending(), 10))
                .containsExactly(1L, 0L);
        assertThat(numbers(ofA, 2)).containsExactly(0L, 1L);
    }

    @Test
    void deleteAll_ofARange_leavesNeighboursAndOtherTables() {
        put(new Step("a", 1), "row");
        put(new Step("a", 2), "row");
        put(new Step("b", 3), "row");
        database.write(Durability.PROCESS, batch -> batch.put(NOTES, "a", "note"));

        database.write(
                Durability.PROCESS,
                batch -> batch.deleteAll(STEPS, Range.prefix(key -> key.text("a"))));

        assertThat(numbers(Range.all(), 10)).containsExactly(3L);
        assertThat(database.get(NOTES, "a")).contains("note");
    }

    @Test
    void snapshot_whileOthersWrite_staysAsItWas() {
        put(new Step("a", 1), "old");
        try (Snapshot snapshot = database.snapshot()) {
            put(new Step("a", 1), "new");
            put(new Step("a", 2), "new");

            assertThat(snapshot.get(STEPS, new Step("a", 1))).contains("old");
            assertThat(snapshot.list(STEPS, Range.all(), 10)).hasSize(1);
        }
        assertThat(database.get(STEPS, new Step("a", 1))).contains("new");
    }

    @Test
    void open_again_findsWhatWasWritten() {
        put(new Step("a", 1), "one");
        database.close();

        open();

        assertThat(database.get(STEPS, new Step("a", 1))).contains("one");
    }

    @Test
    void open_whileOpen_saysSo() {
        assertThatThrownBy(
                        () -> Database.open(folder.resolve("rocksdb"), DatabaseSettings.standard()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("rocksdb");
    }

    @Test
    void close_withAnOpenCursor_endsTheCursorWithAnError() {
        put(new Step("a", 1), "one");
        put(new Step("a", 2), "two");
        Cursor<Step, String> cursor = database.scan(STEPS, Range.all());
        Snapshot snapshot = database.snapshot();

        database.close();

        assertThatThrownBy(cursor::next).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> snapshot.get(STEPS, new Step("a", 1)))
                .isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> database.get(STEPS, new Step("a", 1)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("closed");
        cursor.close();
        snapshot.close();
    }

    @Test
    void checkpoint_isADatabaseOfItsOwn() {
        put(new Step("a", 1), "one");
        Path copy = folder.resolve("copy");

        database.checkpoint(copy);
        put(new Step("a", 2), "later");

        try (Database other = Database.open(copy, DatabaseSettings.standard())) {
            assertThat(other.list(STEPS, Range.all(), 10)).hasSize(1);
        }
    }

    @Test
    void write_belowTheReservedRoom_isRefusedAndLaterMade() throws Exception {
        database.close();
        long usable = Files.getFileStore(folder).getUsableSpace();
        try (Database tight =
                Database.open(
                        folder.resolve("tight"),
                        DatabaseSettings.standard().withReservedDiskBytes(usable * 2))) {
            assertThat(tight.hasRoom()).isFalse();
            assertThatThrownBy(() ->
                            tight.write(Durability.PROCESS, batch -> batch.put(NOTES, "a", "note")))
                    .isInstanceOf(StoreFullException.class);
            assertThat(tight.get(NOTES, "a")).isEmpty();
        }
        open();
    }

    @Test
    void get_ofARowOfAnotherVersion_namesTheTable() {
        Table<String, String> later = new Table<>("test.note", KeyCodec.text(), texts(2));
        database.write(Durability.PROCESS, batch -> batch.put(later, "a", "note"));

        assertThatThrownBy(() -> database.get(NOTES, "a"))
                .isInstanceOf(RowFormatException.class)
                .hasMessageContaining("version 2")
                .hasMessageContaining("table=test.note");
    }

    private void put(Step step, String row) {
        database.write(Durability.PROCESS, batch -> batch.put(STEPS, step, row));
    }

    private List<Long> numbers(Range range, int limit) {
        return database.list(STEPS, range, limit).stream()
                .map(entry -> entry.key().number())
                .toList();
    }

    private static RowCodec<String> texts(int version) {
        return new RowCodec<>() {
            @Override
            public int version() {
                return version;
            }

            @Override
            public void write(String row, RowWriter out) {
                out.text(row);
            }

            @Override
            public String read(RowReader in) {
                if (in.version() > version) {
                    throw new RowFormatException("version " + in.version());
                }
                return in.text();
            }
        };
    }

    @Test
    void optionalGet_ofAnUnknownTable_isEmpty() {
        Optional<String> row = database.get(NOTES, "nobody");

        assertThat(row).isEmpty();
    }
}
