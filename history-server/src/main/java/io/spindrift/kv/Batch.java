package io.spindrift.kv;

import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/// Changes to any tables that are made together or not at all; later ones win. Not for several
/// threads.
public final class Batch {
    private final WriteBatch changes;

    Batch(WriteBatch changes) {
        this.changes = changes;
    }

    public <K, V> Batch put(Table<K, V> table, K key, V row) {
        try {
            changes.put(table.keyBytes(key), table.rowBytes(row));
            return this;
        } catch (RocksDBException e) {
            throw Engine.failure("put into " + table.name(), e);
        }
    }

    public <K> Batch delete(Table<K, ?> table, K key) {
        try {
            changes.delete(table.keyBytes(key));
            return this;
        } catch (RocksDBException e) {
            throw Engine.failure("delete from " + table.name(), e);
        }
    }

    /// Deletes every row of a range, whatever its direction, in constant time.
    public Batch deleteAll(Table<?, ?> table, Range range) {
        try {
            changes.deleteRange(range.lower(table), range.upper(table));
            return this;
        } catch (RocksDBException e) {
            throw Engine.failure("delete from " + table.name(), e);
        }
    }
}
