package io.spindrift.runtime;

import java.util.Objects;

/// A piece of a log.
///
/// @param offset where it begins: later than asked for when what lay there is no longer kept
/// @param bytes empty at the end of what is there
/// @param live whether more may come behind the end; false and no bytes: the log is read to its end
@SuppressWarnings("ArrayRecordComponent") // read once, by the one who asked for it
public record LogChunk(long offset, byte[] bytes, boolean live) {
    public LogChunk {
        Objects.requireNonNull(bytes, "bytes");
    }

    /// Where to read on.
    public long nextOffset() {
        return offset + bytes.length;
    }
}
