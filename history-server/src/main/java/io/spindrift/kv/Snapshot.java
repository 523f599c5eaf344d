package io.spindrift.kv;

import java.util.Optional;

/// The database as it was at one moment. Holds old rows on the disk while it is open: keep it
/// short.
public final class Snapshot implements Reading, AutoCloseable {
    private final Database database;
    private final Engine engine;
    private final org.rocksdb.Snapshot moment;

    Snapshot(Database database, Engine engine, org.rocksdb.Snapshot moment) {
        this.database = database;
        this.engine = engine;
        this.moment = moment;
    }

    @Override
    public <K, V> Optional<V> get(Table<K, V> table, K key) {
        return database.get(table, key, engine, moment);
    }

    @Override
    public <K, V> Cursor<K, V> scan(Table<K, V> table, Range range) {
        return database.scan(table, range, engine, moment);
    }

    @Override
    public void close() {
        database.release(engine, moment);
    }
}
