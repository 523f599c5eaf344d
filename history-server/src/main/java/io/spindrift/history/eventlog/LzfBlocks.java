package io.spindrift.history.eventlog;

import com.ning.compress.lzf.ChunkDecoder;
import com.ning.compress.lzf.LZFException;
import com.ning.compress.lzf.util.ChunkDecoderFactory;

/// The chunks of LZF:
///
/// ```
/// 'Z' 'V' 0  2 length                      data as it is
/// 'Z' 'V' 1  2 length  2 expanded length   data
/// ```
///
/// with numbers big-endian.
final class LzfBlocks extends BlockDecompressor {
    private static final int RAW_HEADER_BYTES = 5;
    private static final int HEADER_BYTES = 7;

    private final ChunkDecoder decoder = ChunkDecoderFactory.safeInstance();

    @Override
    int blockLength(byte[] bytes, int at, int size) {
        if (size - at < RAW_HEADER_BYTES) {
            return -1;
        }
        if (bytes[at] != 'Z' || bytes[at + 1] != 'V' || bytes[at + 2] < 0 || bytes[at + 2] > 1) {
            throw new CorruptLogException("no lzf chunk where one should start");
        }
        return (raw(bytes, at) ? RAW_HEADER_BYTES : HEADER_BYTES) + number(bytes, at + 3);
    }

    @Override
    int expandedLength(byte[] bytes, int at, int length) {
        return number(bytes, raw(bytes, at) ? at + 3 : at + RAW_HEADER_BYTES);
    }

    @Override
    void expand(byte[] bytes, int at, int length, byte[] to, int expanded) {
        if (raw(bytes, at)) {
            System.arraycopy(bytes, at + RAW_HEADER_BYTES, to, 0, expanded);
            return;
        }
        try {
            decoder.decodeChunk(bytes, at + HEADER_BYTES, at + length, to, 0, expanded);
        } catch (LZFException | IndexOutOfBoundsException e) {
            throw new CorruptLogException("an lzf chunk that is not what it says", e);
        }
    }

    private static boolean raw(byte[] bytes, int at) {
        return bytes[at + 2] == 0;
    }

    private static int number(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
    }
}
