package io.spindrift.history.eventlog;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/// Compressed bytes of one log file, in pieces of any size → its whole lines, each handed out once.
/// What follows the last whole line waits for more bytes, or is never handed out.
///
/// Pure: does no I/O. Not for several threads; holds native memory until closed.
public final class LogDecoder implements AutoCloseable {
    /// Longer lines are left out; Spark writes such for pathological plans only.
    public static final int LINE_MAX_BYTES = 256 << 20;

    private final Decompressor decompressor;
    private final LineBuffer lines;
    private final LogPosition start;
    private final boolean plain;

    /// Where decompression can start anew, not yet passed by lines.
    private final Deque<Anchor> ahead = new ArrayDeque<>();

    private Anchor passed = new Anchor(0, 0);

    /// Decompressed bytes behind [#start] that were read once before.
    private long toSkip;

    /// Decompressed bytes behind [#start]'s offset that lines handed out end at.
    private long consumed;

    private long events;

    /// @param from what to go on from: bytes are to be fed from its `offset` on
    public LogDecoder(Codec codec, LogPosition from) {
        this(codec, from, LINE_MAX_BYTES);
    }

    /// @param lineMaxBytes of a line that is handed out; no more than that is held of a longer one
    public LogDecoder(Codec codec, LogPosition from, int lineMaxBytes) {
        this.decompressor = Decompressor.of(codec);
        this.lines = new LineBuffer(lineMaxBytes);
        this.plain = codec == Codec.PLAIN;
        this.start = from;
        this.toSkip = from.skip();
        this.consumed = from.skip();
        this.events = from.events();
    }

    /// Takes all of these bytes. [#position] is up to date whenever a line is handed out.
    ///
    /// @throws CorruptLogException when they cannot be what Spark wrote; what was handed out stands
    public void feed(ByteBuffer bytes, LineSink sink) {
        decompressor.feed(
                bytes,
                new Decompressor.Sink() {
                    @Override
                    public void bytes(byte[] decompressed, int from, int to) {
                        take(decompressed, from, to, sink);
                    }

                    @Override
                    public void restartable(long compressed, long decompressed) {
                        ahead.add(new Anchor(compressed, decompressed));
                    }
                });
        pass();
    }

    private void take(byte[] bytes, int from, int to, LineSink sink) {
        int skipped = (int) Math.min(toSkip, to - from);
        toSkip -= skipped;
        lines.add(bytes, from + skipped, to, counting(sink));
    }

    private LineBuffer.Sink counting(LineSink sink) {
        return new LineBuffer.Sink() {
            @Override
            public void line(byte[] line, int first, int end, long length) {
                consumed += length;
                events++;
                sink.line(line, first, end);
            }

            @Override
            public void overlong(long length) {
                consumed += length;
                events++;
                sink.overlong(length - 1);
            }

            @Override
            public int end(byte[] bytes, int from, int to) {
                return sink.end(bytes, from, to);
            }
        };
    }

    /// Behind the last line handed out.
    public LogPosition position() {
        if (plain) {
            return new LogPosition(start.fileIndex(), start.offset() + consumed, 0, events);
        }
        pass();
        return new LogPosition(
                start.fileIndex(),
                start.offset() + passed.compressed,
                consumed - passed.decompressed,
                events);
    }

    private void pass() {
        while (!ahead.isEmpty() && ahead.getFirst().decompressed <= consumed) {
            passed = ahead.removeFirst();
        }
    }

    @Override
    public void close() {
        decompressor.close();
    }

    /// Both count from where this decoder started.
    private record Anchor(long compressed, long decompressed) {}

    /// Takes a line without its end; valid during the call only.
    @FunctionalInterface
    public interface LineSink {
        void line(byte[] bytes, int from, int to);

        /// Told in place of a line that is longer than the bound. It counts as an event.
        default void overlong(long lengthBytes) {}

        /// Where the line that starts here ends, for a sink that sees so while it reads; -1 for any
        /// other. What it answers is the line that it is handed next.
        default int end(byte[] bytes, int from, int to) {
            return -1;
        }
    }
}
