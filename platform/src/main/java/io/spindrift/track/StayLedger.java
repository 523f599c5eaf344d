package io.spindrift.track;

import io.spindrift.app.AppKey;
import io.spindrift.kv.Database;
import io.spindrift.kv.Durability;
import io.spindrift.kv.Entry;
import io.spindrift.kv.KeyCodec;
import io.spindrift.kv.KeyReader;
import io.spindrift.kv.KeyWriter;
import io.spindrift.kv.Range;
import io.spindrift.kv.RowCodec;
import io.spindrift.kv.RowReader;
import io.spindrift.kv.RowWriter;
import io.spindrift.kv.Table;
import java.util.List;
import java.util.Optional;

/// Every container there ever was, once. Safe for many threads.
///
/// ```
/// track.stay  clusterId, appId, attempt, container -> node, cores, memory, start, end, how it ended
/// ```
public final class StayLedger {
    /// More containers than one application has in its attempts.
    private static final int MOST = 1_000_000;

    private static final Table<Key, Stay> STAYS =
            new Table<>("track.stay", new KeyFormat(), new RowFormat());

    private final Database database;

    public StayLedger(Database database) {
        this.database = database;
    }

    /// Stores them all or none; storing one again is no harm. They survive the end of the machine
    /// once the database is synced.
    public void put(List<Stay> stays) {
        database.write(
                Durability.PROCESS,
                batch -> {
                    for (Stay stay : stays) {
                        batch.put(STAYS, Key.of(stay), stay);
                    }
                });
    }

    /// All of an application, by attempt and name.
    public List<Stay> of(AppKey app) {
        return database
                .list(STAYS, Range.prefix(key -> key.text(app.clusterId()).text(app.appId())), MOST)
                .stream()
                .map(Entry::row)
                .toList();
    }

    private record Key(AppKey app, int attempt, String container) {
        static Key of(Stay stay) {
            return new Key(stay.app(), stay.attempt(), stay.container());
        }
    }

    private static final class KeyFormat implements KeyCodec<Key> {
        @Override
        public void write(Key key, KeyWriter out) {
            out.text(key.app().clusterId()).text(key.app().appId());
            out.number(key.attempt()).text(key.container());
        }

        @Override
        public Key read(KeyReader in) {
            return new Key(
                    new AppKey(in.text(), in.text()), Math.toIntExact(in.number()), in.text());
        }
    }

    private static final class RowFormat implements RowCodec<Stay> {
        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(Stay stay, RowWriter out) {
            out.text(stay.app().clusterId()).text(stay.app().appId()).number(stay.attempt());
            out.text(stay.container()).text(stay.node()).number(stay.cores());
            out.number(stay.memoryMib()).instant(stay.startedAt()).instantOrNull(stay.endedAt());
            out.optional(Optional.ofNullable(stay.exitCode()), (code, row) -> row.number(code));
            out.textOrNull(stay.reason());
        }

        @Override
        public Stay read(RowReader in) {
            return new Stay(
                    new AppKey(in.text(), in.text()),
                    in.integer(),
                    in.text(),
                    in.text(),
                    in.integer(),
                    in.integer(),
                    in.instant(),
                    in.instantOrNull(),
                    in.optional(RowReader::integer).orElse(null),
                    in.textOrNull());
        }
    }
}
