package io.spindrift.history.search;

/// What the index may take. The settings have the same names wherever it is used.
///
/// @param bufferBytes memory for changes that are not written yet; what is read is the operating
///   system's to keep
/// @param segmentBytesMax the largest file that compaction makes of smaller ones: less is less work
///   and room on the disk at once, and more files to look into
/// @param lineLengthMax characters of a line that are found and shown; the rest is cut
public record SearchBounds(long bufferBytes, long segmentBytesMax, int lineLengthMax) {
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;

    public static final SearchBounds STANDARD = new SearchBounds(16 * MIB, 5 * GIB, 2_000);

    /// @throws IllegalArgumentException with a sentence that names the setting
    public SearchBounds {
        check("search-memory", bufferBytes >= MIB && bufferBytes <= GIB, "1m to 1g");
        check(
                "search-file-bytes",
                segmentBytesMax >= 16 * MIB && segmentBytesMax <= 1_024 * GIB,
                "16m to 1t");
        check("search-line-length", lineLengthMax >= 80 && lineLengthMax <= 32_000, "80 to 32000");
    }

    public SearchBounds withBufferBytes(long bytes) {
        return new SearchBounds(bytes, segmentBytesMax, lineLengthMax);
    }

    public SearchBounds withSegmentBytesMax(long bytes) {
        return new SearchBounds(bufferBytes, bytes, lineLengthMax);
    }

    public SearchBounds withLineLengthMax(int characters) {
        return new SearchBounds(bufferBytes, segmentBytesMax, characters);
    }

    private static void check(String setting, boolean holds, String range) {
        if (!holds) {
            throw new IllegalArgumentException(setting + " must be from " + range);
        }
    }
}
