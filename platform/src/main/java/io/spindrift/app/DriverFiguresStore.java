package io.spindrift.app;

import io.spindrift.app.DriverFigures.Counts;
import io.spindrift.kv.Database;
import io.spindrift.kv.Durability;
import io.spindrift.kv.RowCodec;
import io.spindrift.kv.RowReader;
import io.spindrift.kv.RowWriter;
import io.spindrift.kv.Table;
import java.util.Optional;

/// What observed drivers told last of themselves; stays when they are gone. Safe for many threads.
///
/// ```
/// app.driver-figures  clusterId, appId -> figures, and when they were told
/// ```
///
/// Written without forcing the disk: a driver that lives tells them again.
public final class DriverFiguresStore {
    private static final Table<AppKey, DriverFigures> FIGURES =
            new Table<>("app.driver-figures", new AppRowStore.AppKeyFormat(), new RowFormat());

    private final Database database;

    public DriverFiguresStore(Database database) {
        this.database = database;
    }

    public void put(AppKey key, DriverFigures figures) {
        database.write(Durability.PROCESS, batch -> batch.put(FIGURES, key, figures));
    }

    public Optional<DriverFigures> get(AppKey key) {
        return database.get(FIGURES, key);
    }

    /// None there is no failure.
    public void delete(AppKey key) {
        if (get(key).isPresent()) {
            database.write(Durability.PROCESS, batch -> batch.delete(FIGURES, key));
        }
    }

    private static final class RowFormat implements RowCodec<DriverFigures> {
        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(DriverFigures figures, RowWriter out) {
            out.instant(figures.at()).text(figures.sparkVersion()).text(figures.user());
            counts(figures.jobs(), out);
            counts(figures.stages(), out);
            counts(figures.tasks(), out);
            out.number(figures.executors()).number(figures.executorsEver());
            out.number(figures.cores());
            out.count(figures.coreMillis()).count(figures.taskMillis());
            out.count(figures.inputBytes());
            out.count(figures.shuffleReadBytes()).count(figures.shuffleWriteBytes());
            out.optional(
                    Optional.ofNullable(figures.peakMemoryBytes()),
                    (bytes, row) -> row.count(bytes));
        }

        private static void counts(Counts counts, RowWriter out) {
            out.number(counts.total()).number(counts.active());
            out.number(counts.completed()).number(counts.failed());
        }

        @Override
        public DriverFigures read(RowReader in) {
            return new DriverFigures(
                    in.instant(),
                    in.text(),
                    in.text(),
                    counts(in),
                    counts(in),
                    counts(in),
                    in.integer(),
                    in.integer(),
                    in.integer(),
                    in.count(),
                    in.count(),
                    in.count(),
                    in.count(),
                    in.count(),
                    in.optional(RowReader::count).orElse(null));
        }

        private static Counts counts(RowReader in) {
            return new Counts(in.integer(), in.integer(), in.integer(), in.integer());
        }
    }
}
