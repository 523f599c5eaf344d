package io.spindrift.kv;

/// How much memory and disk the database may take.
///
/// @param blockCacheBytes bound of what is kept of read blocks, and of write buffers beside it
/// @param writeBufferBytes bound of rows not yet written to table files; also bounds the log
/// @param openFiles bound of file handles
/// @param reservedDiskBytes room that must be left: writes are refused before the disk is truly
///   full, so that the database can still tidy up and nothing needs repair afterwards
public record DatabaseSettings(
        long blockCacheBytes, long writeBufferBytes, int openFiles, long reservedDiskBytes) {
    private static final long MIB = 1L << 20;

    public DatabaseSettings {
        if (blockCacheBytes < MIB || writeBufferBytes < MIB) {
            throw new IllegalArgumentException("caches and buffers need 1 MiB or more");
        }
        if (openFiles < 16) {
            throw new IllegalArgumentException("openFiles must be 16 or more");
        }
        if (reservedDiskBytes < 0) {
            throw new IllegalArgumentException("reservedDiskBytes must not be negative");
        }
    }

    public static DatabaseSettings standard() {
        return new DatabaseSettings(48 * MIB, 24 * MIB, 256, 64 * MIB);
    }

    public DatabaseSettings withReservedDiskBytes(long bytes) {
        return new DatabaseSettings(blockCacheBytes, writeBufferBytes, openFiles, bytes);
    }
}
