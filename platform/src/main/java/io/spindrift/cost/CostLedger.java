package io.spindrift.cost;

import io.spindrift.app.AppKey;
import io.spindrift.kv.Cursor;
import io.spindrift.kv.Database;
import io.spindrift.kv.Durability;
import io.spindrift.kv.KeyCodec;
import io.spindrift.kv.KeyReader;
import io.spindrift.kv.KeyWriter;
import io.spindrift.kv.Range;
import io.spindrift.kv.RowCodec;
import io.spindrift.kv.RowReader;
import io.spindrift.kv.RowWriter;
import io.spindrift.kv.Table;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/// What ended applications cost, by day. Safe for many threads.
///
/// ```
/// cost.day     day, clusterId, appId -> job, user, version, labels, the day's share
/// cost.finish  day of the end, clusterId, appId -> the same, the whole
/// ```
///
/// Booking an application again writes the same rows again.
public final class CostLedger {
    private static final Table<Key, BookedCost> DAYS =
            new Table<>("cost.day", new KeyFormat(), new RowFormat());
    private static final Table<Key, BookedCost> FINISHES =
            new Table<>("cost.finish", new KeyFormat(), new RowFormat());

    private final Database database;

    public CostLedger(Database database) {
        this.database = database;
    }

    /// Books an application that has ended, together or not at all.
    public void book(List<BookedCost> days, BookedCost whole) {
        database.write(
                Durability.MACHINE,
                batch -> {
                    for (BookedCost day : days) {
                        batch.put(DAYS, Key.of(day), day);
                    }
                    batch.put(FINISHES, Key.of(whole), whole);
                });
    }

    /// What arose from one day to before another.
    public List<BookedCost> byDay(LocalDate from, LocalDate to) {
        return read(DAYS, from, to);
    }

    /// Applications that ended from one day to before another, whole.
    public List<BookedCost> byFinish(LocalDate from, LocalDate to) {
        return read(FINISHES, from, to);
    }

    private List<BookedCost> read(Table<Key, BookedCost> table, LocalDate from, LocalDate to) {
        Range range =
                Range.all()
                        .from(key -> key.number(from.toEpochDay()))
                        .before(key -> key.number(to.toEpochDay()));
        List<BookedCost> found = new ArrayList<>();
        try (Cursor<Key, BookedCost> rows = database.scan(table, range)) {
            while (rows.hasNext()) {
                found.add(rows.next().row());
            }
        }
        return found;
    }

    private record Key(LocalDate day, AppKey app) {
        static Key of(BookedCost cost) {
            return new Key(cost.day(), cost.app());
        }
    }

    private static final class KeyFormat implements KeyCodec<Key> {
        @Override
        public void write(Key key, KeyWriter out) {
            out.number(key.day().toEpochDay());
            out.text(key.app().clusterId()).text(key.app().appId());
        }

        @Override
        public Key read(KeyReader in) {
            return new Key(LocalDate.ofEpochDay(in.number()), new AppKey(in.text(), in.text()));
        }
    }

    private static final class RowFormat implements RowCodec<BookedCost> {
        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(BookedCost cost, RowWriter out) {
            out.text(cost.app().clusterId()).text(cost.app().appId());
            out.textOrNull(cost.jobId()).text(cost.user()).text(cost.sparkVersion());
            out.texts(cost.labels());
            DayShare share = cost.share();
            out.number(share.day().toEpochDay()).number(share.costNanos());
            out.number(share.idleNanos()).number(share.coreMillis()).number(share.appMillis());
        }

        @Override
        public BookedCost read(RowReader in) {
            return new BookedCost(
                    new AppKey(in.text(), in.text()),
                    in.textOrNull(),
                    in.text(),
                    in.text(),
                    in.texts(),
                    new DayShare(
                            LocalDate.ofEpochDay(in.number()),
                            in.number(),
                            in.number(),
                            in.number(),
                            in.number()));
        }
    }
}
