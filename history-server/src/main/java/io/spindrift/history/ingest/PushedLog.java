package io.spindrift.history.ingest;

import io.spindrift.history.PushIntake.Taken;
import io.spindrift.history.PushRefusedException;
import io.spindrift.history.RunId;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Properties;

/// The lines that one run has pushed, as a rolling event log that `LogFollower` reads like any
/// other:
///
/// ```
/// eventlog_v2_<appId>_<attempt>/
///     .pushed                       whose it is, and where its last file begins
///     appstatus_<appId>.inprogress  loses its ending with the last line
///     events_<n>_<appId>            lines as they came; a file ends at about 64 MiB
/// ```
///
/// A line's number is its place in these files and nothing else is stored, so neither a crash nor
/// the size of batches can make them differ: after one, what follows the last whole line is cut off
/// and comes again. Not for several threads.
final class PushedLog {
    static final String PREFIX = "eventlog_v2_";
    private static final String STATE = ".pushed";
    private static final String EVENTS = "events_";
    private static final String STATUS = "appstatus_";
    private static final String IN_PROGRESS = ".inprogress";
    private static final long FILE_BYTES = 64L << 20;
    private static final int CHUNK_BYTES = 1 << 16;

    private final Path folder;
    private final RunId run;
    private final String stream;
    private final long fileBytes;
    private int file;

    /// The number of the first line in the last file.
    private long fileFirst;

    private long next;
    private long size;
    private boolean ended;

    private PushedLog(Path folder, RunId run, String stream, long fileBytes) {
        this.folder = folder;
        this.run = run;
        this.stream = stream;
        this.fileBytes = fileBytes;
    }

    static Path folder(Path root, RunId run) {
        // The beginning also keeps an id such as ".." from meaning a folder of the system.
        return root.resolve(PREFIX + run.appId() + "_" + run.attempt());
    }

    /// Takes up a run's files where the last whole line ends, or makes them.
    static PushedLog open(Path root, RunId run, String stream) throws IOException {
        return open(root, run, stream, FILE_BYTES);
    }

    static PushedLog open(Path root, RunId run, String stream, long fileBytes) throws IOException {
        Path folder = folder(root, run);
        if (!Files.exists(folder.resolve(STATE))) {
            PushedLog log = new PushedLog(folder, run, stream, fileBytes);
            log.make();
            return log;
        }
        Properties state = state(folder);
        PushedLog log = new PushedLog(folder, run, text(state, "stream"), fileBytes);
        log.file = Math.toIntExact(number(state, "file"));
        log.fileFirst = number(state, "first");
        log.recover();
        return log;
    }

    /// The run whose lines a folder holds.
    static RunId run(Path folder) throws IOException {
        Properties state = state(folder);
        return new RunId(text(state, "app"), Math.toIntExact(number(state, "attempt")));
    }

    Path folder() {
        return folder;
    }

    Taken taken(String asking) {
        if (!asking.equals(stream)) {
            throw new PushRefusedException(
                    "attempt "
                            + run.attempt()
                            + " of "
                            + run.appId()
                            + " is pushed by another driver");
        }
        return new Taken(next, ended);
    }

    /// Appends the lines from the one wanted next on.
    Taken take(String asking, long first, byte[] lines, boolean last) throws IOException {
        Taken before = taken(asking);
        int from = start(first, lines);
        if (from < lines.length) {
            if (ended) {
                throw new PushRefusedException(
                        "attempt " + run.attempt() + " of " + run.appId() + " has ended");
            }
            append(lines, from);
        }
        if (first > before.next()) {
            return before;
        }
        if (last && !ended) {
            end();
        }
        return new Taken(next, ended);
    }

    /// Where the line wanted next begins in a batch; its length when it is not in there.
    private int start(long first, byte[] lines) {
        if (lines.length > 0 && lines[lines.length - 1] != '\n') {
            throw new IllegalArgumentException("the last line has no end");
        }
        if (first > next) {
            return lines.length;
        }
        int at = 0;
        for (long skip = next - first; skip > 0 && at < lines.length; skip--) {
            while (lines[at] != '\n') {
                at++;
            }
            at++;
        }
        return at;
    }

    private void append(byte[] lines, int from) throws IOException {
        if (size >= fileBytes) {
            roll();
        }
        Path path = events(file);
        try (FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            // Whatever a failed try left behind is written over.
            ByteBuffer bytes = ByteBuffer.wrap(lines, from, lines.length - from);
            long at = size;
            while (bytes.hasRemaining()) {
                at += channel.write(bytes, at);
            }
            channel.truncate(at);
            channel.force(true);
            size = at;
        }
        for (int i = from; i < lines.length; i++) {
            next += lines[i] == '\n' ? 1 : 0;
        }
    }

    private void roll() throws IOException {
        writeState(file + 1, next);
        file++;
        fileFirst = next;
        size = 0;
    }

    private void end() throws IOException {
        Files.move(status(true), status(false), StandardCopyOption.REPLACE_EXISTING);
        ended = true;
    }

    private void make() throws IOException {
        Files.createDirectories(folder);
        if (!Files.exists(status(true))) {
            Files.createFile(status(true));
        }
        file = 1;
        writeState(file, 0);
    }

    /// Counts whole lines of the last file; earlier ones are as `first` says.
    private void recover() throws IOException {
        ended = Files.exists(status(false));
        next = fileFirst;
        size = 0;
        Path path = events(file);
        if (!Files.exists(path)) {
            return;
        }
        long read = 0;
        byte[] chunk = new byte[CHUNK_BYTES];
        try (InputStream in = Files.newInputStream(path)) {
            for (int length = in.read(chunk); length > 0; length = in.read(chunk)) {
                for (int i = 0; i < length; i++) {
                    if (chunk[i] == '\n') {
                        next++;
                        size = read + i + 1;
                    }
                }
                read += length;
            }
        }
        if (read > size) {
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
                channel.truncate(size);
            }
        }
    }

    private Path events(int index) {
        return folder.resolve(EVENTS + index + "_" + run.appId());
    }

    private Path status(boolean inProgress) {
        return folder.resolve(STATUS + run.appId() + (inProgress ? IN_PROGRESS : ""));
    }

    private void writeState(int lastFile, long first) throws IOException {
        Properties state = new Properties();
        state.setProperty("app", run.appId());
        state.setProperty("attempt", Integer.toString(run.attempt()));
        state.setProperty("stream", stream);
        state.setProperty("file", Integer.toString(lastFile));
        state.setProperty("first", Long.toString(first));
        Path fresh = folder.resolve(STATE + ".new");
        try (BufferedWriter out = Files.newBufferedWriter(fresh)) {
            state.store(out, null);
        }
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        try {
            Files.move(fresh, folder.resolve(STATE), StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("the data folder must be on a file system of its own", e);
        }
    }

    private static Properties state(Path folder) throws IOException {
        Properties state = new Properties();
        try (Reader in = Files.newBufferedReader(folder.resolve(STATE))) {
            state.load(in);
        }
        return state;
    }

    private static String text(Properties state, String key) throws IOException {
        String value = state.getProperty(key);
        if (value == null) {
            throw new IOException("no " + key + " in the state of a pushed log");
        }
        return value;
    }

    private static long number(Properties state, String key) throws IOException {
        try {
            return Long.parseLong(text(state, key));
        } catch (NumberFormatException e) {
            throw new IOException("no number is " + key + " of a pushed log", e);
        }
    }
}
