package io.spindrift.history.eventlog;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/// lz4-java's own stream format, which is not that of the lz4 tool. A block is
///
/// ```
/// "LZ4Block"  1 byte method and level  4 length  4 expanded length  4 checksum  data
/// ```
///
/// with numbers little-endian.
final class Lz4Blocks extends BlockDecompressor {
    private static final byte[] MAGIC = {'L', 'Z', '4', 'B', 'l', 'o', 'c', 'k'};
    private static final int HEADER_BYTES = MAGIC.length + 1 + 4 + 4 + 4;
    private static final int RAW = 0x10;

    private final LZ4SafeDecompressor lz4 = LZ4Factory.fastestInstance().safeDecompressor();

    @Override
    int blockLength(byte[] bytes, int at, int size) {
        if (size - at < HEADER_BYTES) {
            return -1;
        }
        if (!Arrays.equals(bytes, at, at + MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new CorruptLogException("no lz4 block where one should start");
        }
        return HEADER_BYTES + bounded(number(bytes, at + MAGIC.length + 1));
    }

    @Override
    int expandedLength(byte[] bytes, int at, int length) {
        return number(bytes, at + MAGIC.length + 5);
    }

    @Override
    void expand(byte[] bytes, int at, int length, byte[] to, int expanded) {
        int data = at + HEADER_BYTES;
        int dataLength = length - HEADER_BYTES;
        if ((bytes[at + MAGIC.length] & 0xF0) == RAW) {
            if (dataLength != expanded) {
                throw new CorruptLogException("a raw lz4 block of two lengths");
            }
            System.arraycopy(bytes, data, to, 0, expanded);
            return;
        }
        try {
            if (lz4.decompress(bytes, data, dataLength, to, 0, expanded) != expanded) {
                throw new CorruptLogException("an lz4 block shorter than it says");
            }
        } catch (LZ4Exception e) {
            throw new CorruptLogException("not lz4: " + e.getMessage(), e);
        }
    }

    private static int number(byte[] bytes, int at) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(at);
    }
}
