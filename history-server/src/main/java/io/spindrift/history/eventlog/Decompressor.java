package io.spindrift.history.eventlog;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.nio.ByteBuffer;

/// Compressed bytes in pieces of any size → decompressed ones.
abstract sealed class Decompressor implements AutoCloseable
        permits Decompressor.Plain, Decompressor.Zstd, BlockDecompressor {
    /// Bytes taken and given since the start.
    long compressed;

    long decompressed;

    static Decompressor of(Codec codec) {
        return switch (codec) {
            case PLAIN -> new Plain();
            case ZSTD -> new Zstd();
            case LZ4 -> new Lz4Blocks();
            case SNAPPY -> new SnappyBlocks();
            case LZF -> new LzfBlocks();
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
}
