package io.spindrift.history.ingest;

import io.spindrift.cloud.MissingException;
import io.spindrift.history.RunId;
import io.spindrift.history.eventlog.Codec;
import io.spindrift.history.eventlog.CorruptLogException;
import io.spindrift.history.eventlog.EventParser;
import io.spindrift.history.eventlog.LogDecoder;
import io.spindrift.history.eventlog.LogPosition;
import io.spindrift.history.eventlog.SparkEvent;
import io.spindrift.history.ingest.LogListing.LogFile;
import io.spindrift.history.store.RunWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Follows one log: reads what is new since the last round, from the byte where rows stand.
final class LogFollower implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(LogFollower.class.getName());

    /// A batch: large enough to write each block of tasks about once.
    private static final int BATCH_EVENTS = 20_000;

    private static final int CHUNK_BYTES = 256 << 10;

    /// Asked of a store at once; so much is read for nothing at most.
    private static final long READ_BYTES = 16L << 20;

    /// Rounds without new bytes after the application's end that stand in for Spark's own mark, and
    /// after which what is missing counts as gone.
    private static final int QUIET_ROUNDS = 2;

    private final EventLog log;
    private final RunWriter writer;
    private final int lineMaxBytes;
    private final EventParser parser = new EventParser();
    private byte[] chunk = new byte[0];
    private @Nullable LogFile file;
    private @Nullable LogDecoder decoder;
    private LogPosition position;

    /// Behind the last byte of the file that went to the decoder.
    private long fed;

    /// This file cannot be read on.
    private boolean corrupt;

    private int quietRounds;
    private int missingRounds;
    private long readBytes;
    private long lineBytes;
    private long events;
    private boolean seen;

    /// What was listed could not be read as listed.
    private boolean unsettled;

    LogFollower(EventLog log, RunWriter writer, int lineMaxBytes) {
        this.log = log;
        this.writer = writer;
        this.lineMaxBytes = lineMaxBytes;
        this.position = writer.position();
    }

    RunId run() {
        return writer.run();
    }

    /// Has the run appear before its log does.
    void appear() {
        writer.commit(position);
    }

    boolean seen() {
        return seen || !position.equals(LogPosition.START);
    }

    void driverEnded(long atMillis) {
        if (writer.driverEndedMillis() != atMillis) {
            writer.driverEnded(atMillis);
        }
    }

    void standsStill(long sinceMillis) {
        writer.standsStill(sinceMillis);
    }

    void outcome(String outcome) {
        writer.outcome(outcome);
    }

    void judge() {
        writer.judge();
    }

    /// @param ended nothing more will come; what is left is to seal it
    /// @param more the bound was reached before the end of what is there
    /// @param modifiedAt when the log was written last
    record Round(
            long bytes,
            long events,
            boolean ended,
            boolean more,
            long sizeBytes,
            Instant modifiedAt) {}

    /// Reads lines of up to about so many bytes.
    ///
    /// @throws RewrittenException when what was read is no longer what the log begins with
    Round round(long lineBytesMax) throws IOException {
        readBytes = 0;
        lineBytes = 0;
        events = 0;
        unsettled = false;
        LogListing listing = log.list();
        checkSame(listing);
        boolean more = !readTo(listing, lineBytesMax);
        missingRounds = listing.isEmpty() ? missingRounds + 1 : 0;
        quietRounds = events > 0 || more ? 0 : quietRounds + 1;
        boolean ended = !more && !unsettled && isEnd(listing);
        if (ended) {
            writer.finish(position, writer.driverEndedMillis());
        } else {
            writer.commit(position);
        }
        return new Round(readBytes, events, ended, more, listing.sizeBytes(), listing.modifiedAt());
    }

    private boolean isEnd(LogListing listing) {
        boolean toldItsEnd = writer.applicationEnded() && quietRounds >= QUIET_ROUNDS;
        boolean gone = seen() && missingRounds > QUIET_ROUNDS;
        return listing.complete() || toldItsEnd || gone || writer.driverEndedMillis() > 0;
    }

    /// Spark's history server may compact files that were not read to their end, and someone may
    /// have replaced a log by another of its name.
    private void checkSame(LogListing listing) {
        if (listing.isEmpty() || position.equals(LogPosition.START)) {
            return;
        }
        LogFile first = listing.files().getFirst();
        boolean compactedAhead = first.isCompact() && first.index() > position.fileIndex();
        LogFile now = listing.at(position.fileIndex()).orElse(first);
        boolean same = now.index() == position.fileIndex();
        LogFile before = file;
        boolean replaced =
                before == null
                        ? same && now.isCompact() && position.offset() > 0
                        : same
                                && now.isCompact()
                                && !before.isCompact()
                                && fed < before.sizeBytes();
        boolean shrunk =
                same && !now.isCompact() && now.sizeBytes() < Math.max(fed, position.offset());
        if (compactedAhead || replaced || shrunk) {
            throw new RewrittenException(log.address());
        }
    }

    /// Whether the end of what is there was reached.
    private boolean readTo(LogListing listing, long lineBytesMax) throws IOException {
        while (true) {
            LogFile now = listing.at(position.fileIndex()).orElse(null);
            if (now == null || isGap(listing, now)) {
                return true;
            }
            if (!readFile(now, lineBytesMax)) {
                return false;
            }
            if (!listing.after(position.fileIndex())) {
                return true;
            }
            nextFile();
        }
    }

    /// Files are listed one after the other: one that is missing may just not be listed yet.
    private boolean isGap(LogListing listing, LogFile now) {
        boolean expected = now.index() <= position.fileIndex() || now.isCompact();
        if (expected || listing.complete() || quietRounds >= QUIET_ROUNDS) {
            if (!expected) {
                warn("files of an event log are missing, what follows is read", now.index());
            }
            return false;
        }
        return true;
    }

    /// Whether its end, as it is now, was reached.
    private boolean readFile(LogFile now, long lineBytesMax) throws IOException {
        if (corrupt) {
            return true;
        }
        try {
            open(now);
            return read(now, lineBytesMax);
        } catch (CorruptLogException e) {
            corrupt = true;
            warn("event log cannot be read on, what came before stands: " + e.getMessage(), 0);
            return true;
        } catch (MissingException e) {
            // Renamed or compacted since it was listed: the next round sees it.
            file = null;
            closeFile();
            unsettled = true;
            return true;
        }
    }

    private void open(LogFile now) {
        if (now.index() != position.fileIndex()) {
            position = position.nextFile(now.index());
        }
        if (decoder == null) {
            String name = LogNames.last(now.key());
            decoder = new LogDecoder(Codec.of(name), position, lineMaxBytes);
            fed = position.offset();
            seen = true;
        }
        file = now;
    }

    private boolean read(LogFile now, long lineBytesMax) throws IOException {
        while (fed < now.sizeBytes()) {
            if (lineBytes >= lineBytesMax) {
                return false;
            }
            long length = Math.min(READ_BYTES, now.sizeBytes() - fed);
            long before = fed;
            if (chunk.length < CHUNK_BYTES) {
                chunk = new byte[(int) Math.min(CHUNK_BYTES, length)]; // most logs are small
            }
            try (InputStream in = log.read(now, fed, length)) {
                feed(in, lineBytesMax);
            }
            if (fed == before) {
                unsettled = true; // shorter than listed: the next round sees why
                return true;
            }
        }
        return true;
    }

    private void feed(InputStream in, long lineBytesMax) throws IOException {
        LogDecoder lines = decoder;
        if (lines == null) {
            throw new IllegalStateException("not open");
        }
        while (lineBytes < lineBytesMax) {
            int length = in.read(chunk, 0, chunk.length);
            if (length < 0) {
                return;
            }
            readBytes += length;
            fed += length;
            lines.feed(ByteBuffer.wrap(chunk, 0, length), taking(lines));
        }
    }

    private LogDecoder.LineSink taking(LogDecoder lines) {
        return new LogDecoder.LineSink() {
            @Override
            public void line(byte[] bytes, int from, int to) {
                take(lines, bytes, from, to);
            }

            @Override
            public void overlong(long lengthBytes) {
                warn("event log has a line that is too long, left out: bytes=" + lengthBytes, 0);
                apply(lines, new SparkEvent.Malformed("too long"), lengthBytes);
            }

            @Override
            public int end(byte[] bytes, int from, int to) {
                return parser.end(bytes, from, to);
            }
        };
    }

    private void take(LogDecoder lines, byte[] bytes, int start, int end) {
        apply(lines, parser.parse(bytes, start, end), end - start);
    }

    private void apply(LogDecoder lines, SparkEvent event, long bytes) {
        writer.apply(event);
        events++;
        lineBytes += bytes;
        position = lines.position();
        if (writer.pending() >= BATCH_EVENTS) {
            writer.commit(position);
        }
    }

    private void nextFile() {
        closeFile();
        file = null;
        corrupt = false;
        fed = 0;
        position = position.nextFile(position.fileIndex() + 1);
    }

    private void closeFile() {
        if (decoder != null) {
            decoder.close();
            decoder = null;
        }
    }

    private void warn(String what, int index) {
        LOG.log(
                System.Logger.Level.WARNING,
                what
                        + " app="
                        + run().appId()
                        + " attempt="
                        + run().attempt()
                        + " log="
                        + log.address()
                        + " file="
                        + Math.max(index, position.fileIndex())
                        + " offset="
                        + position.offset());
    }

    @Override
    public void close() {
        closeFile();
    }

    /// The log is not the one that was read before: its rows are to be made anew.
    static final class RewrittenException extends RuntimeException {
        RewrittenException(String address) {
            super("the event log " + address + " was rewritten");
        }
    }
}
