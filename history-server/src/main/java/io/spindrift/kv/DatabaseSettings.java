package io.spindrift.kv;

/// How much memory, processor and disk the database may take.
///
/// @param blockCacheBytes bound of what is kept of read blocks and of write buffers, which count in
///   it
/// @param writeBufferBytes bound of rows not yet written to table files; also bounds the log
/// @param backgroundJobs how many flushes and compactions run at once
/// @param openFiles bound of file handles
/// @param reservedDiskBytes room that must be left: writes are refused before the disk is truly
///   full, so that the database can still tidy up and nothing needs repair afterwards
public record DatabaseSettings(
        long blockCacheBytes,
        long writeBufferBytes,
        int backgroundJobs,
        int openFiles,
        long reservedDiskBytes) {
    private static final long MIB = 1L << 20;

    public DatabaseSettings {
        if (blockCacheBytes < MIB || writeBufferBytes < MIB) {
            throw new IllegalArgumentException("caches and buffers need 1 MiB or more");
        }
        if (writeBufferBytes > blockCacheBytes) {
            throw new IllegalArgumentException(
                    "write buffers count in the cache, which is smaller");
        }
        if (backgroundJobs < 1) {
            throw new IllegalArgumentException("backgroundJobs must be 1 or more");
        }
        if (openFiles < 16) {
            throw new IllegalArgumentException("openFiles must be 16 or more");
        }
        if (reservedDiskBytes < 0) {
            throw new IllegalArgumentException("reservedDiskBytes must not be negative");
        }
    }

    public static DatabaseSettings standard() {
        return new DatabaseSettings(48 * MIB, 24 * MIB, 2, 256, 64 * MIB);
    }

    public DatabaseSettings withReservedDiskBytes(long bytes) {
        return new DatabaseSettings(
                blockCacheBytes, writeBufferBytes, backgroundJobs, openFiles, bytes);
    }

    public DatabaseSettings withMemory(long cacheBytes, long bufferBytes) {
        return new DatabaseSettings(
                cacheBytes, bufferBytes, backgroundJobs, openFiles, reservedDiskBytes);
    }

    public DatabaseSettings withBackgroundJobs(int jobs) {
        return new DatabaseSettings(
                blockCacheBytes, writeBufferBytes, jobs, openFiles, reservedDiskBytes);
    }
}
