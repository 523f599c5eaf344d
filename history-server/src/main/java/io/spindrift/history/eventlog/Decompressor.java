package io.spindrift.history.eventlog;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;

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
        /// What closed ones leave to the next: memory outside of the heap is given back with the
        /// garbage only, and a folder of small logs would fill it.
        private static final Queue<Workbench> SPARE = new ArrayBlockingQueue<>(8);

        private final Workbench bench = Optional.ofNullable(SPARE.poll()).orElseGet(Workbench::new);
        private final ZstdDecompressCtx context = bench.context;
        private final ByteBuffer in = bench.in;
        private final ByteBuffer out = bench.out;
        private final byte[] heap = bench.heap;
        private boolean closed;

        /// As long as a block of zstd, which also stays in the processor's cache.
        private static final class Workbench {
            static final int BYTES = 1 << 17;

            final ZstdDecompressCtx context = new ZstdDecompressCtx();
            final ByteBuffer in = ByteBuffer.allocateDirect(BYTES);
            final ByteBuffer out = ByteBuffer.allocateDirect(BYTES);
            final byte[] heap = new byte[BYTES];
        }

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
            if (closed) {
                return;
            }
            closed = true;
            context.reset();
            if (!SPARE.offer(bench)) {
                context.close();
            }
        }
    }
}
