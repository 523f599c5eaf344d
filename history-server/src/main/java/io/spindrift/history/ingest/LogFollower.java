package io.spindrift.history.ingest;

import io.spindrift.history.RunId;
import io.spindrift.history.eventlog.Codec;
import io.spindrift.history.eventlog.CorruptLogException;
import io.spindrift.history.eventlog.EventParser;
import io.spindrift.history.eventlog.LogDecoder;
import io.spindrift.history.eventlog.LogPosition;
import io.spindrift.history.ingest.LogFolder.Listing;
import io.spindrift.history.ingest.LogFolder.LogFile;
import io.spindrift.history.store.RunWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Follows one log: reads what is new since the last round, from the byte where rows stand.
final class LogFollower implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(LogFollower.class.getName());

    /// A batch: large enough to write each block of tasks about once.
    private static final int BATCH_EVENTS = 20_000;

    private static final int CHUNK_BYTES = 256 << 10;

    /// Rounds without new bytes after the application's end that stand in for Spark's own mark.
    private static final int QUIET_ROUNDS = 2;

    private final Path log;
    private final RunWriter writer;
    private final EventParser parser = new EventParser();
    private @Nullable FileChannel channel;
    private @Nullable LogDecoder decoder;
    private LogPosition position;

    /// This file cannot be read on.
    private boolean corrupt;

    private int quietRounds;
    private long readBytes;
    private long lineBytes;
    private long events;
    private boolean seen;

    LogFollower(Path log, RunWriter writer) {
        this.log = log;
        this.writer = writer;
        this.position = writer.position();
    }

    RunId run() {
        return writer.run();
    }

    boolean seen() {
        return seen || !position.equals(LogPosition.START);
    }

    void driverEnded(long atMillis) {
        if (writer.driverEndedMillis() != atMillis) {
            writer.driverEnded(atMillis);
        }
    }

    void outcome(String outcome) {
        writer.outcome(outcome);
    }

    void judge() {
        writer.judge();
    }

    /// @param ended nothing more will come, and rows say so
    /// @param more the bound was reached before the end of what is there
    record Round(long bytes, long events, boolean ended, boolean more) {}

    /// Reads lines of up to about so many bytes.
    Round round(long lineBytesMax) throws IOException {
        readBytes = 0;
        lineBytes = 0;
        events = 0;
        boolean driverEnded = writer.driverEndedMillis() > 0;
        boolean more = true;
        boolean complete = false;
        while (more) {
            Listing listing = LogFolder.list(log);
            boolean atEnd = readFile(listing, lineBytesMax);
            complete = listing.complete();
            if (!atEnd) {
                break;
            }
            more = listing.after(position.fileIndex());
            if (more) {
                nextFile();
            }
        }
        writer.commit(position);
        quietRounds = events > 0 || more ? 0 : quietRounds + 1;
        boolean toldItsEnd = writer.applicationEnded() && quietRounds >= QUIET_ROUNDS;
        boolean ended = !more && (complete || driverEnded || toldItsEnd);
        if (ended) {
            writer.finish(position, writer.driverEndedMillis());
        }
        return new Round(readBytes, events, ended, more);
    }

    /// Whether its end, as it is now, was reached.
    private boolean readFile(Listing listing, long lineBytesMax) throws IOException {
        Optional<LogFile> file = listing.at(position.fileIndex());
        if (file.isEmpty() && channel == null) {
            return true;
        }
        if (corrupt) {
            return true;
        }
        try {
            return read(file, lineBytesMax);
        } catch (CorruptLogException e) {
            corrupt = true;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "event log cannot be read on, what came before stands: {0} app={1} attempt={2} file={3} offset={4}",
                    e.getMessage(),
                    run().appId(),
                    run().attempt(),
                    position.fileIndex(),
                    position.offset());
            return true;
        }
    }

    private boolean read(Optional<LogFile> file, long lineBytesMax) throws IOException {
        if (channel == null) {
            open(file.orElseThrow());
        }
        FileChannel from = channel;
        LogDecoder lines = decoder;
        if (from == null || lines == null) {
            throw new IllegalStateException("not open");
        }
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
        while (lineBytes < lineBytesMax) {
            chunk.clear();
            int length = from.read(chunk);
            if (length <= 0) {
                return true;
            }
            readBytes += length;
            lines.feed(chunk.flip(), (bytes, start, end) -> take(lines, bytes, start, end));
        }
        return false;
    }

    private void take(LogDecoder lines, byte[] bytes, int start, int end) {
        writer.apply(parser.parse(bytes, start, end));
        events++;
        lineBytes += end - start;
        position = lines.position();
        if (writer.pending() >= BATCH_EVENTS) {
            writer.commit(position);
        }
    }

    private void open(LogFile file) throws IOException {
        if (file.index() != position.fileIndex()) {
            position = position.nextFile(file.index());
        }
        Path name = file.path().getFileName();
        decoder = new LogDecoder(Codec.of(name == null ? "" : name.toString()), position);
        channel =
                FileChannel.open(file.path(), StandardOpenOption.READ).position(position.offset());
        seen = true;
    }

    private void nextFile() throws IOException {
        closeFile();
        corrupt = false;
        position = position.nextFile(position.fileIndex() + 1);
    }

    private void closeFile() throws IOException {
        if (decoder != null) {
            decoder.close();
            decoder = null;
        }
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }

    @Override
    public void close() throws IOException {
        closeFile();
    }
}
