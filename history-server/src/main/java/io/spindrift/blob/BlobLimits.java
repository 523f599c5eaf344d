package io.spindrift.blob;

/// @param fileBytes bound of one file
/// @param totalBytes bound of all files and begun uploads together
/// @param reservedDiskBytes room on the disk that must be left
public record BlobLimits(long fileBytes, long totalBytes, long reservedDiskBytes) {
    private static final long MIB = 1L << 20;

    public BlobLimits {
        if (fileBytes < 1 || totalBytes < fileBytes || reservedDiskBytes < 0) {
            throw new IllegalArgumentException(
                    "limits must be positive, and the total no less than one file's");
        }
    }

    /// The standard limits, but for files of another size: ten of the largest have room.
    public static BlobLimits ofFiles(long fileBytes) {
        BlobLimits usual = standard();
        long total = Math.max(usual.totalBytes, Math.multiplyExact(fileBytes, 10));
        return new BlobLimits(fileBytes, total, usual.reservedDiskBytes);
    }

    public static BlobLimits standard() {
        return new BlobLimits(2048 * MIB, 20 * 1024 * MIB, 64 * MIB);
    }
}
