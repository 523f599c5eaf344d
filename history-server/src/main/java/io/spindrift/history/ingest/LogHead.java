package io.spindrift.history.ingest;

import io.spindrift.history.eventlog.Codec;
import io.spindrift.history.eventlog.CorruptLogException;
import io.spindrift.history.eventlog.EventParser;
import io.spindrift.history.eventlog.LogDecoder;
import io.spindrift.history.eventlog.LogPosition;
import io.spindrift.history.eventlog.SparkEvent.ApplicationStart;
import io.spindrift.history.ingest.LogListing.LogFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Looks for the start of the application among the first lines of a log, which tells what ids do
/// not: standalone clusters and local mode may give the same id to two applications.
final class LogHead implements LogDecoder.LineSink {
    /// Spark tells it after the environment, which may be large.
    private static final long BYTES_MAX = 4 << 20;

    private static final int LINE_MAX_BYTES = 2 << 20;
    private static final int CHUNK_BYTES = 64 << 10;

    private final EventParser parser = new EventParser();
    private @Nullable ApplicationStart start;

    private LogHead() {}

    /// Empty while it is not there yet. Throws what its store throws.
    static Optional<ApplicationStart> of(EventLog log) throws IOException {
        LogFile file = log.list().at(1).orElse(null);
        if (file == null || file.sizeBytes() == 0) {
            return Optional.empty();
        }
        try (InputStream in = log.read(file, 0, BYTES_MAX)) {
            return of(in, Codec.of(LogNames.last(file.key())));
        } catch (CorruptLogException e) {
            return Optional.empty(); // the reader of the log will say so
        }
    }

    /// Among lines as they are.
    static Optional<ApplicationStart> of(byte[] lines) {
        try (LogDecoder decoder = new LogDecoder(Codec.PLAIN, LogPosition.START, LINE_MAX_BYTES)) {
            LogHead head = new LogHead();
            decoder.feed(ByteBuffer.wrap(lines), head);
            return Optional.ofNullable(head.start);
        }
    }

    private static Optional<ApplicationStart> of(InputStream in, Codec codec) throws IOException {
        try (LogDecoder decoder = new LogDecoder(codec, LogPosition.START, LINE_MAX_BYTES)) {
            LogHead head = new LogHead();
            byte[] chunk = new byte[CHUNK_BYTES];
            int length = in.read(chunk);
            while (length > 0 && head.start == null) {
                decoder.feed(ByteBuffer.wrap(chunk, 0, length), head);
                length = in.read(chunk);
            }
            return Optional.ofNullable(head.start);
        }
    }

    @Override
    public void line(byte[] bytes, int from, int to) {
        if (start == null && parser.parse(bytes, from, to) instanceof ApplicationStart found) {
            start = found;
        }
    }

    @Override
    public void overlong(long lengthBytes) {
        // It is not the one that is looked for.
    }

    @Override
    public int end(byte[] bytes, int from, int to) {
        return parser.end(bytes, from, to);
    }
}
