package io.spindrift.runtime.kube;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.spindrift.runtime.log.SegmentWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/// Follows the log of one container into files until all of it is there, over as many connections
/// as it takes.
///
/// What is written beyond the mark when a connection breaks, or this process, is taken back and
/// asked for again: nothing is missed, and nothing is kept twice.
final class LogFollower implements Runnable {
    private static final String STREAM = "stdout";
    private static final int BUFFER_BYTES = 64 << 10;
    private static final Duration MARK_EVERY = Duration.ofSeconds(1);
    private static final long FIRST_WAIT_MILLIS = 500;
    private static final long LONGEST_WAIT_MILLIS = 8000;

    /// A log that cannot be read for so long after the end of its container, is given up.
    private static final int TRIES_AFTER_END = 8;

    private final Source source;
    private final Path folder;
    private final long segmentBytes;
    private final int segments;
    private final BooleanSupplier ended;
    private final BooleanSupplier hopeless;
    private final InstantSource clock;
    private final Launcher.Pause pause;
    private LogMark mark;

    /// Opens the log from a time on, to be followed to its end.
    interface Source {
        InputStream open(Instant since);
    }

    /// @param folder of the container's logs
    /// @param ended whether the container is known to have ended
    /// @param hopeless whether to stop for now after a failure, to be run again later
    LogFollower(
            Source source,
            Path folder,
            long segmentBytes,
            int segments,
            BooleanSupplier ended,
            BooleanSupplier hopeless,
            InstantSource clock,
            Launcher.Pause pause) {
        this.source = source;
        this.folder = folder;
        this.segmentBytes = segmentBytes;
        this.segments = segments;
        this.ended = ended;
        this.hopeless = hopeless;
        this.clock = clock;
        this.pause = pause;
        this.mark = read(folder);
    }

    /// Whether a log has been followed to its end.
    static boolean done(Path folder) {
        return read(folder).done();
    }

    @Override
    public void run() {
        int failures = 0;
        while (!mark.done() && !Thread.currentThread().isInterrupted()) {
            boolean wasEnded = ended.getAsBoolean();
            boolean told = false;
            try {
                told = follow();
            } catch (KubernetesClientException e) {
                if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND && wasEnded) {
                    told = true; // its pod is gone, and all that it left is here
                }
            } catch (IOException e) {
                failures++; // the connection broke; the next one goes on from the mark
            }
            failures = told ? 0 : failures + 1;
            if (wasEnded && (told || failures > TRIES_AFTER_END)) {
                write(mark.ended());
                return;
            }
            if ((failures > 0 && hopeless.getAsBoolean()) || !await(failures)) {
                return;
            }
        }
    }

    /// @return whether the log was told to its end, for now
    private boolean follow() throws IOException {
        try (InputStream in = source.open(mark.at());
                SegmentWriter out =
                        new SegmentWriter(
                                folder, STREAM, segmentBytes, segments, mark.position())) {
            StampedLines lines = new StampedLines(mark, out);
            byte[] buffer = new byte[BUFFER_BYTES];
            Instant markedAt = clock.instant();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                lines.take(buffer, read);
                if (!clock.instant().isBefore(markedAt.plus(MARK_EVERY))) {
                    markedAt = clock.instant();
                    write(lines.mark());
                }
            }
            // A last line without an end is kept, and read anew where more comes.
            write(lines.mark());
            return true;
        }
    }

    private boolean await(int failures) {
        try {
            pause.millis(Math.min(LONGEST_WAIT_MILLIS, FIRST_WAIT_MILLIS << Math.min(failures, 6)));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void write(LogMark next) {
        if (next.equals(mark)) {
            return;
        }
        mark = next;
        Path file = folder.resolve("mark");
        Path beside = folder.resolve(".mark.new");
        try {
            Files.createDirectories(folder);
            Files.writeString(beside, mark.text());
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static LogMark read(Path folder) {
        Path file = folder.resolve("mark");
        try {
            return Files.exists(file) ? LogMark.parse(Files.readString(file)) : LogMark.BEGIN;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
