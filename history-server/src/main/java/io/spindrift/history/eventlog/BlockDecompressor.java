package io.spindrift.history.eventlog;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// A stream of blocks, each with its length in front: waits until one is whole, and decompression
/// can start anew behind each.
abstract sealed class BlockDecompressor extends Decompressor
        permits Lz4Blocks, SnappyBlocks, LzfBlocks {
    /// Longer blocks are nothing that Spark writes: it is told to make them of 32 KiB to some MiB.
    static final int BLOCK_MAX_BYTES = 64 << 20;

    private byte[] waiting = new byte[1 << 16];
    private int size;
    private byte[] out = new byte[1 << 16];

    /// The length of the block that begins here, with its header; -1 while that cannot be told.
    ///
    /// @throws CorruptLogException when no block begins here
    abstract int blockLength(byte[] bytes, int at, int size);

    /// How much a whole block becomes; 0 for one that is only a header.
    abstract int expandedLength(byte[] bytes, int at, int length);

    /// Decompresses a whole block into `to`, which has room for all of it.
    ///
    /// @throws CorruptLogException when the block is not what its header says
    abstract void expand(byte[] bytes, int at, int length, byte[] to, int expanded);

    @Override
    final void feed(ByteBuffer bytes, Sink sink) {
        int length = bytes.remaining();
        if (size + length > waiting.length) {
            waiting = Arrays.copyOf(waiting, Math.max(size + length, waiting.length * 2));
        }
        bytes.get(waiting, size, length);
        size += length;
        int at = 0;
        while (true) {
            int block = blockLength(waiting, at, size);
            if (block < 0 || size - at < block) {
                break;
            }
            take(at, block, sink);
            at += block;
        }
        System.arraycopy(waiting, at, waiting, 0, size - at);
        size -= at;
    }

    private void take(int at, int block, Sink sink) {
        int expanded = bounded(expandedLength(waiting, at, block));
        if (out.length < expanded) {
            out = new byte[expanded];
        }
        if (expanded > 0) {
            expand(waiting, at, block, out, expanded);
        }
        compressed += block;
        decompressed += expanded;
        sink.restartable(compressed, decompressed);
        sink.bytes(out, 0, expanded);
    }

    /// @throws CorruptLogException for a length that no block has
    static int bounded(int length) {
        if (length < 0 || length > BLOCK_MAX_BYTES) {
            throw new CorruptLogException("a block of " + length + " bytes");
        }
        return length;
    }
}
