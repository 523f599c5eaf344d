package io.spindrift.kv;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;

/// Walks the rows of a range. To be closed; not for several threads. When the database is closed
/// meanwhile, the next step is a [StoreException].
public final class Cursor<K, V> implements Iterator<Entry<K, V>>, AutoCloseable {
    private final Database database;
    private final Engine engine;
    private final Table<K, V> table;
    private final boolean descending;
    private final Native walk;
    private @Nullable Entry<K, V> ready;

    Cursor(Database database, Engine engine, Table<K, V> table, boolean descending, Native walk) {
        this.database = database;
        this.engine = engine;
        this.table = table;
        this.descending = descending;
        this.walk = walk;
        this.ready = current();
    }

    @Override
    public boolean hasNext() {
        return ready != null;
    }

    @Override
    public Entry<K, V> next() {
        Entry<K, V> entry = ready;
        if (entry == null) {
            throw new NoSuchElementException("no more rows in " + table.name());
        }
        ready = database.with(engine, this::step);
        return entry;
    }

    @Override
    public void close() {
        ready = null;
        database.close(engine, walk);
    }

    private @Nullable Entry<K, V> step() {
        if (walk.freed.get()) {
            throw new StoreException("the cursor is closed");
        }
        if (descending) {
            walk.rows.prev();
        } else {
            walk.rows.next();
        }
        return current();
    }

    private @Nullable Entry<K, V> current() {
        if (!walk.rows.isValid()) {
            walk.check(table.name());
            return null;
        }
        return new Entry<>(table.key(walk.rows.key()), table.row(walk.rows.value()));
    }

    /// The native side of a cursor, freed once: by the cursor or by the closing database.
    static final class Native implements AutoCloseable {
        final RocksIterator rows;
        private final ReadOptions options;
        private final Slice lower;
        private final Slice upper;
        private final AtomicBoolean freed = new AtomicBoolean();

        Native(RocksIterator rows, ReadOptions options, Slice lower, Slice upper) {
            this.rows = rows;
            this.options = options;
            this.lower = lower;
            this.upper = upper;
        }

        void check(String table) {
            try {
                rows.status();
            } catch (RocksDBException e) {
                throw Engine.failure("read " + table, e);
            }
        }

        @Override
        public void close() {
            if (freed.compareAndSet(false, true)) {
                rows.close();
                options.close();
                lower.close();
                upper.close();
            }
        }
    }
}
