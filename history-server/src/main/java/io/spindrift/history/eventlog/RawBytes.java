package io.spindrift.history.eventlog;

import java.nio.ByteBuffer;

/// Compressed bytes of one log file, in pieces of any size → all that they stand for, whole lines
/// or not. Pure: does no I/O. Not for several threads; holds native memory until closed.
public final class RawBytes implements AutoCloseable {
    private final Decompressor decompressor;

    public RawBytes(Codec codec) {
        this.decompressor = Decompressor.of(codec);
    }

    /// Takes all of these bytes.
    ///
    /// @throws CorruptLogException when they cannot be what Spark wrote; what was handed out stands
    public void feed(ByteBuffer bytes, Sink sink) {
        decompressor.feed(
                bytes,
                new Decompressor.Sink() {
                    @Override
                    public void bytes(byte[] decompressed, int from, int to) {
                        sink.bytes(decompressed, from, to);
                    }

                    @Override
                    public void restartable(long compressed, long decompressed) {}
                });
    }

    @Override
    public void close() {
        decompressor.close();
    }

    /// Takes bytes that are valid during the call only.
    @FunctionalInterface
    public interface Sink {
        void bytes(byte[] bytes, int from, int to);
    }
}
