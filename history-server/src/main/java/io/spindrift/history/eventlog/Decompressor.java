package io.spindrift.history.eventlog;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/// Compressed bytes in pieces of any size → decompressed ones.
abstract sealed class Decompressor implements AutoCloseable {
    /// Bytes taken and given since the start.
    long compressed;

    long decompressed;

    static Decompressor of(Codec codec) {
        return switch (codec) {
            case PLAIN -> new Plain();
            case ZSTD -> new Zstd();
            case LZ4 -> new Lz4();
            case UNKNOWN -> throw new CorruptLogException("its codec is not one that is read here");
        };
    }

    abstract void feed(ByteBuffer bytes, Sink sink);

    @Override
    public void close() {}

    interface Sink {
        void bytes(byte[] bytes, int from, int to);

        /// Decompression could start anew at this compressed offset, which stands for this
        /// decompressed one.
        void restartable(long compressed, long decompressed);
    }

    static final class Plain extends Decompressor {
        @Override
        void feed(ByteBuffer bytes, Sink sink) {
            byte[] array;
            int from = 0;
            int length = bytes.remaining();
            if (bytes.hasArray()) {
                array = bytes.array();
                from = bytes.arrayOffset() + bytes.position();
                bytes.position(bytes.limit());
            } else {
                array = new byte[length];
                bytes.get(array);
            }
            sink.bytes(array, from, from + length);
        }
    }

    /// Spark ends a frame at each flush. Within a frame, bytes come out as they come in.
    static final class Zstd extends Decompressor {
        private final ZstdDecompressCtx context = new ZstdDecompressCtx();
        private final ByteBuffer in = ByteBuffer.allocateDirect(1 << 17);
        private final ByteBuffer out = ByteBuffer.allocateDirect(1 << 19);
        private final byte[] heap = new byte[out.capacity()];

        @Override
        void feed(ByteBuffer bytes, Sink sink) {
            while (bytes.hasRemaining()) {
                in.clear();
                int length = Math.min(in.remaining(), bytes.remaining());
                in.put(bytes.slice(bytes.position(), length)).flip();
                bytes.position(bytes.position() + length);
                feedDirect(sink);
            }
        }

        private void feedDirect(Sink sink) {
            boolean full = false;
            while (in.hasRemaining() || full) {
                out.clear();
                int before = in.position();
                boolean frameEnded;
                try {
                    frameEnded = context.decompressDirectByteBufferStream(out, in);
                } catch (ZstdException e) {
                    throw new CorruptLogException("not zstd: " + e.getMessage(), e);
                }
                compressed += in.position() - before;
                int length = out.position();
                decompressed += length;
                full = length == heap.length && !frameEnded;
                if (frameEnded) {
                    sink.restartable(compressed, decompressed);
                }
                out.flip().get(heap, 0, length);
                sink.bytes(heap, 0, length);
                if (length == 0 && in.position() == before && in.hasRemaining()) {
                    throw new CorruptLogException("zstd makes no progress");
                }
            }
        }

        @Override
        public void close() {
            context.close();
        }
    }

    /// The blocks of lz4-java's own stream format: magic, token, compressed length, length,
    /// checksum.
    static final class Lz4 extends Decompressor {
        private static final byte[] MAGIC = {'L', 'Z', '4', 'B', 'l', 'o', 'c', 'k'};
        private static final int HEADER_BYTES = MAGIC.length + 1 + 4 + 4 + 4;
        private static final int BLOCK_MAX_BYTES = 64 << 20;
        private static final int RAW = 0x10;

        private final LZ4SafeDecompressor lz4 = LZ4Factory.fastestInstance().safeDecompressor();
        private byte[] waiting = new byte[1 << 16];
        private int size;
        private byte[] out = new byte[1 << 16];

        @Override
        void feed(ByteBuffer bytes, Sink sink) {
            int length = bytes.remaining();
            if (size + length > waiting.length) {
                waiting = Arrays.copyOf(waiting, Math.max(size + length, waiting.length * 2));
            }
            bytes.get(waiting, size, length);
            size += length;
            int at = 0;
            while (true) {
                int block = blockLength(at);
                if (block < 0 || size - at < block) {
                    break;
                }
                expand(at, block, sink);
                at += block;
            }
            System.arraycopy(waiting, at, waiting, 0, size - at);
            size -= at;
        }

        /// Header included; -1 while the header is not whole.
        private int blockLength(int at) {
            if (size - at < HEADER_BYTES) {
                return -1;
            }
            if (!Arrays.equals(waiting, at, at + MAGIC.length, MAGIC, 0, MAGIC.length)) {
                throw new CorruptLogException("no lz4 block where one should start");
            }
            int length = header(at, 1);
            if (length < 0
                    || length > BLOCK_MAX_BYTES
                    || header(at, 5) < 0
                    || header(at, 5) > BLOCK_MAX_BYTES) {
                throw new CorruptLogException("an lz4 block of " + length + " bytes");
            }
            return HEADER_BYTES + length;
        }

        private int header(int at, int offset) {
            return ByteBuffer.wrap(waiting)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .getInt(at + MAGIC.length + offset);
        }

        private void expand(int at, int block, Sink sink) {
            int method = waiting[at + MAGIC.length] & 0xF0;
            int length = header(at, 5);
            if (out.length < length) {
                out = new byte[length];
            }
            int data = at + HEADER_BYTES;
            if (method == RAW) {
                System.arraycopy(waiting, data, out, 0, Math.min(length, block - HEADER_BYTES));
            } else {
                decompress(data, block - HEADER_BYTES, length);
            }
            compressed += block;
            decompressed += length;
            sink.restartable(compressed, decompressed);
            sink.bytes(out, 0, length);
        }

        private void decompress(int from, int length, int expected) {
            try {
                if (expected > 0
                        && lz4.decompress(waiting, from, length, out, 0, expected) != expected) {
                    throw new CorruptLogException("an lz4 block shorter than it says");
                }
            } catch (LZ4Exception e) {
                throw new CorruptLogException("not lz4: " + e.getMessage(), e);
            }
        }
    }
}
