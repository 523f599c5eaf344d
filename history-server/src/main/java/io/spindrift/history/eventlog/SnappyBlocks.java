package io.spindrift.history.eventlog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.xerial.snappy.Snappy;
import org.xerial.snappy.SnappyError;

/// snappy-java's own stream format: a header of 16 bytes, once or (where streams were joined) again
/// between blocks, and blocks of
///
/// ```
/// 4 length, big-endian  data
/// ```
final class SnappyBlocks extends BlockDecompressor {
    /// A length that begins like this would be negative, so header and block cannot be confused.
    private static final byte[] MAGIC = {-126, 'S', 'N', 'A', 'P', 'P', 'Y', 0};

    private static final int HEADER_BYTES = MAGIC.length + 4 + 4;
    private static final int LENGTH_BYTES = 4;

    @Override
    int blockLength(byte[] bytes, int at, int size) {
        if (size - at < LENGTH_BYTES) {
            return -1;
        }
        if (header(bytes, at)) {
            return magic(bytes, at, size);
        }
        return LENGTH_BYTES + bounded(number(bytes, at));
    }

    private static int magic(byte[] bytes, int at, int size) {
        int known = Math.min(size - at, MAGIC.length);
        if (!Arrays.equals(bytes, at, at + known, MAGIC, 0, known)) {
            throw new CorruptLogException("no snappy header where one should start");
        }
        return HEADER_BYTES;
    }

    @Override
    int expandedLength(byte[] bytes, int at, int length) {
        if (header(bytes, at)) {
            return 0;
        }
        try {
            return Snappy.uncompressedLength(bytes, at + LENGTH_BYTES, length - LENGTH_BYTES);
        } catch (IOException | SnappyError e) {
            throw new CorruptLogException("not snappy: " + e.getMessage(), e);
        }
    }

    @Override
    void expand(byte[] bytes, int at, int length, byte[] to, int expanded) {
        int data = at + LENGTH_BYTES;
        int dataLength = length - LENGTH_BYTES;
        try {
            if (!Snappy.isValidCompressedBuffer(bytes, data, dataLength)
                    || Snappy.uncompress(bytes, data, dataLength, to, 0) != expanded) {
                throw new CorruptLogException("a snappy block that is not what it says");
            }
        } catch (IOException | SnappyError e) {
            throw new CorruptLogException("not snappy: " + e.getMessage(), e);
        }
    }

    private static boolean header(byte[] bytes, int at) {
        return bytes[at] == MAGIC[0];
    }

    private static int number(byte[] bytes, int at) {
        return ByteBuffer.wrap(bytes).getInt(at);
    }
}
