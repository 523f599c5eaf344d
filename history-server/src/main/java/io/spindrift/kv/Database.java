package io.spindrift.kv;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Checkpoint;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.Slice;
import org.rocksdb.WriteBatch;

/// All tables of a process, in one RocksDB in one folder. Safe for many threads.
///
/// ```
/// static final Table<String, User> USERS = new Table<>("access.user", KeyCodec.text(), new UserCodec());
/// database.write(Durability.MACHINE, batch -> batch.put(USERS, "amy", amy));
/// Optional<User> amy = database.get(USERS, "amy");
/// ```
///
/// A key is the table's name, a zero byte, and the key's parts; a row is its version byte and its
/// fields. One column family holds all tables, so that memory has one bound, and a batch one log.
///
/// Failures: [StoreFullException] when there is no room (the same call succeeds when there is),
/// [RowFormatException] for a row that cannot be read, [StoreException] for all else.
public final class Database implements Reading, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// An engine that found no room still answers reads, so it is given up only when opening anew
    /// is likely to work.
    private static final long ROOM_TO_OPEN_BYTES = 8 << 20;

    private final Path folder;
    private final DatabaseSettings settings;

    /// Read: one native call is running. Write: the engine is being closed or replaced.
    private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();

    private volatile Engine engine;

    private volatile boolean closed;

    private Database(Path folder, DatabaseSettings settings, Engine engine) {
        this.folder = folder;
        this.settings = settings;
        this.engine = engine;
    }

    /// Opens the database, making the folder when there is none. One process at a time can.
    public static Database open(Path folder, DatabaseSettings settings) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new StoreException("cannot make the folder " + folder, e);
        }
        return new Database(folder, settings, new Engine(folder, settings));
    }

    /// Makes the changes of a batch together, or none of them.
    public void write(Durability durability, Consumer<Batch> changes) {
        try (WriteBatch batch = new WriteBatch()) {
            changes.accept(new Batch(batch));
            if (batch.count() == 0) {
                return;
            }
            refuseWhenFull();
            Engine failed = tryWrite(durability, batch);
            if (failed == null) {
                return;
            }
            if (usableBytes() < ROOM_TO_OPEN_BYTES) {
                throw new StoreFullException("no room on the disk of " + folder);
            }
            reopen(failed);
            if (tryWrite(durability, batch) != null) {
                throw new StoreFullException("no room on the disk of " + folder);
            }
        }
    }

    /// Forces to the disk what was written so far: many small writes of [Durability#PROCESS] and
    /// one of these cost a fraction of as many of [Durability#MACHINE].
    public void sync() {
        Engine current = engine();
        with(
                current,
                () -> {
                    try {
                        current.db.syncWal();
                        return true;
                    } catch (RocksDBException e) {
                        throw Engine.failure("sync", e);
                    }
                });
    }

    @Override
    public <K, V> Optional<V> get(Table<K, V> table, K key) {
        return get(table, key, engine(), null);
    }

    @Override
    public <K, V> Cursor<K, V> scan(Table<K, V> table, Range range) {
        return scan(table, range, engine(), null);
    }

    /// The rows as they are now, unmoved by later writes until it is closed.
    public Snapshot snapshot() {
        Engine current = engine();
        return with(
                current,
                () -> {
                    org.rocksdb.Snapshot moment = current.db.getSnapshot();
                    return new Snapshot(this, current, moment);
                });
    }

    /// Copies everything to a folder that is not there yet, by hard links where the disk allows: a
    /// backup.
    public void checkpoint(Path to) {
        Engine current = engine();
        with(
                current,
                () -> {
                    try (Checkpoint checkpoint = Checkpoint.create(current.db)) {
                        checkpoint.createCheckpoint(to.toString());
                        return to;
                    } catch (RocksDBException e) {
                        throw Engine.failure("copy the database to " + to, e);
                    }
                });
    }

    /// Rewrites everything as small as it gets. Takes long; others may read and write meanwhile.
    public void compact() {
        Engine current = engine();
        with(
                current,
                () -> {
                    try {
                        current.db.compactRange();
                        return current;
                    } catch (RocksDBException e) {
                        throw Engine.failure("compact " + folder, e);
                    }
                });
    }

    /// Whether a write would find room now.
    public boolean hasRoom() {
        return usableBytes() > settings.reservedDiskBytes();
    }

    /// Waits for running calls, ends open cursors and snapshots, and closes. Twice is no harm.
    @Override
    public void close() {
        exclusively(() -> {
            closed = true;
            if (!engine.isClosed()) {
                engine.close();
            }
        });
    }

    <K, V> Optional<V> get(
            Table<K, V> table, K key, Engine on, org.rocksdb.@Nullable Snapshot moment) {
        return with(
                on,
                () -> {
                    try (ReadOptions options = options(moment)) {
                        byte[] row = on.db.get(options, table.keyBytes(key));
                        return row == null ? Optional.empty() : Optional.of(table.row(row));
                    } catch (RocksDBException e) {
                        throw Engine.failure("read " + table.name(), e);
                    }
                });
    }

    <K, V> Cursor<K, V> scan(
            Table<K, V> table, Range range, Engine on, org.rocksdb.@Nullable Snapshot moment) {
        return with(
                on,
                () -> {
                    Slice lower = new Slice(range.lower(table));
                    Slice upper = new Slice(range.upper(table));
                    ReadOptions options =
                            options(moment).setIterateLowerBound(lower).setIterateUpperBound(upper);
                    Cursor.Native walk =
                            new Cursor.Native(on.db.newIterator(options), options, lower, upper);
                    on.open.add(walk);
                    if (range.isDescending()) {
                        walk.rows.seekToLast();
                    } else {
                        walk.rows.seekToFirst();
                    }
                    return new Cursor<>(this, on, table, range.isDescending(), walk);
                });
    }

    private static ReadOptions options(org.rocksdb.@Nullable Snapshot moment) {
        ReadOptions options = new ReadOptions();
        return moment == null ? options : options.setSnapshot(moment);
    }

    void close(Engine on, Cursor.Native walk) {
        shared(() -> {
            on.open.remove(walk);
            walk.close();
        });
    }

    void release(Engine on, org.rocksdb.Snapshot moment) {
        shared(() -> {
            if (!on.isClosed()) {
                on.db.releaseSnapshot(moment);
            }
        });
    }

    <T extends @Nullable Object> T with(Engine on, Supplier<T> call) {
        use.readLock().lock();
        try {
            if (on.isClosed()) {
                throw new StoreException("the database is closed");
            }
            return call.get();
        } finally {
            use.readLock().unlock();
        }
    }

    private void shared(Runnable call) {
        use.readLock().lock();
        try {
            call.run();
        } finally {
            use.readLock().unlock();
        }
    }

    private void exclusively(Runnable call) {
        try {
            if (!use.writeLock().tryLock(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new StoreException("the database is busy for " + PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted while closing the database", e);
        }
        try {
            call.run();
        } finally {
            use.writeLock().unlock();
        }
    }

    private void refuseWhenFull() {
        if (!hasRoom()) {
            throw new StoreFullException(
                    "less than " + settings.reservedDiskBytes() + " bytes are left for " + folder);
        }
    }

    /// One system call, where a `FileStore` would read the list of all mounts: this is asked with
    /// each write. What cannot be seen counts as full.
    private long usableBytes() {
        return folder.toFile().getUsableSpace();
    }

    /// Null when written; else the engine that has stopped for want of room. RocksDB then refuses
    /// every write until it is opened anew, even when there is room again.
    private @Nullable Engine tryWrite(Durability durability, WriteBatch batch) {
        Engine current = engine();
        return with(
                current,
                () -> {
                    try {
                        current.db.write(
                                durability.synced() ? current.synced : current.buffered, batch);
                        return null;
                    } catch (RocksDBException e) {
                        if (Engine.noSpace(e)) {
                            return current;
                        }
                        throw Engine.failure("write", e);
                    }
                });
    }

    /// Opens anew first when an earlier attempt found no room even to open.
    private Engine engine() {
        Engine current = engine;
        if (current.isClosed() && !closed) {
            reopen(current);
        }
        return engine;
    }

    private void reopen(Engine failed) {
        exclusively(() -> {
            if (closed || engine != failed) {
                return;
            }
            if (!failed.isClosed()) {
                failed.close();
            }
            engine = new Engine(folder, settings);
        });
    }
}
