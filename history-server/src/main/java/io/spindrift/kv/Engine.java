package io.spindrift.kv;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.CompressionType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import org.rocksdb.WriteBufferManager;
import org.rocksdb.WriteOptions;

/// One opening of RocksDB: its native objects, and those opened on it, freed in reverse order.
final class Engine {
    private static final int BLOCK_BYTES = 16 * 1024;

    final RocksDB db;
    final WriteOptions synced;
    final WriteOptions buffered;

    /// Iterators and snapshots that are still open.
    final Set<AutoCloseable> open = ConcurrentHashMap.newKeySet();

    private final Deque<AutoCloseable> owned = new ArrayDeque<>();

    private volatile boolean closed;

    Engine(Path folder, DatabaseSettings settings) {
        RocksDB.loadLibrary();
        try {
            Options options = options(settings);
            synced = own(new WriteOptions().setSync(true));
            buffered = own(new WriteOptions());
            db = own(RocksDB.open(options, folder.toString()));
        } catch (RocksDBException e) {
            free();
            throw failure("open " + folder, e);
        }
    }

    boolean isClosed() {
        return closed;
    }

    /// Nothing may be running on it, nor start afterwards: the caller sees to that.
    void close() {
        closed = true;
        for (AutoCloseable each : open) {
            free(each);
        }
        open.clear();
        db.cancelAllBackgroundWork(true);
        free();
    }

    static RuntimeException failure(String what, RocksDBException e) {
        if (noSpace(e)) {
            return new StoreFullException("no room on the disk to " + what, e);
        }
        return new StoreException("cannot " + what + ": " + e.getMessage(), e);
    }

    static boolean noSpace(RocksDBException e) {
        Status status = e.getStatus();
        boolean told = status != null && status.getSubCode() == Status.SubCode.NoSpace;
        String message = e.getMessage();
        return told || (message != null && message.contains("No space left on device"));
    }

    private Options options(DatabaseSettings settings) {
        Cache cache = own(new LRUCache(settings.blockCacheBytes()));
        BlockBasedTableConfig blocks =
                new BlockBasedTableConfig()
                        .setBlockCache(cache)
                        .setBlockSize(BLOCK_BYTES)
                        .setCacheIndexAndFilterBlocks(true)
                        .setPinL0FilterAndIndexBlocksInCache(true)
                        .setFormatVersion(6)
                        .setFilterPolicy(own(new BloomFilter(10)));
        return own(new Options())
                .setCreateIfMissing(true)
                .setTableFormatConfig(blocks)
                .setWriteBufferManager(
                        own(new WriteBufferManager(settings.writeBufferBytes(), cache)))
                .setWriteBufferSize(settings.writeBufferBytes() / 2)
                .setMaxWriteBufferNumber(3)
                .setMaxTotalWalSize(2 * settings.writeBufferBytes())
                .setMaxOpenFiles(settings.openFiles())
                .setMaxBackgroundJobs(settings.backgroundJobs())
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setBottommostCompressionType(CompressionType.ZSTD_COMPRESSION)
                .setLevelCompactionDynamicLevelBytes(true)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setKeepLogFileNum(2)
                .setMaxLogFileSize(1 << 20)
                .setAvoidFlushDuringRecovery(true)
                .setRecycleLogFileNum(0);
    }

    private <T extends AutoCloseable> T own(T object) {
        owned.push(object);
        return object;
    }

    private void free() {
        while (!owned.isEmpty()) {
            free(owned.pop());
        }
    }

    private static void free(AutoCloseable object) {
        try {
            object.close();
        } catch (Exception e) {
            throw new StoreException("cannot close the database: " + e.getMessage(), e);
        }
    }
}
