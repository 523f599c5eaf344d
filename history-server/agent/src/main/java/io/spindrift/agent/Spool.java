package io.spindrift.agent;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lines on their way to the server: numbered, put into batches, kept in memory up to a bound, then
/// in files up to another. What comes when both are full is dropped and counted, and a line of its
/// own says so in its place.
///
/// For two threads: Spark's that adds, and the sender's that takes batches in order.
final class Spool {
    private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
    private static final int BATCH_BYTES = 1 << 20;

    /// Larger ones would not fit into what the server takes at once.
    private static final int LINE_MAX_BYTES = 24 << 20;

    private final String folderParent;
    private final long memoryMaxBytes;
    private final long filesMaxBytes;
    private final long batchNanos;
    private final Compression compression;

    private final Deque<Batch> waiting = new ArrayDeque<>();
    private final ByteArrayOutputStream open = new ByteArrayOutputStream(BATCH_BYTES);
    private int openLines;
    private long openedNanos;
    private long next;
    private long memoryBytes;
    private long filesBytes;
    private @Nullable Path folder;
    private String description = "";
    private long dropped;
    private long droppedAll;
    private boolean closed;
    private boolean off;

    Spool(
            String folderParent,
            long memoryMaxBytes,
            long filesMaxBytes,
            long batchMillis,
            Compression compression) {
        this.folderParent = folderParent;
        this.memoryMaxBytes = memoryMaxBytes;
        this.filesMaxBytes = filesMaxBytes;
        this.batchNanos = TimeUnit.MILLISECONDS.toNanos(batchMillis);
        this.compression = compression;
    }

    /// Never waits for the server.
    synchronized void add(String line) {
        if (off || closed) {
            return;
        }
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > LINE_MAX_BYTES) {
            drop(1);
            return;
        }
        if (openLines == 0) {
            openedNanos = System.nanoTime();
        }
        if (open.size() > 0 && open.size() + bytes.length > BATCH_BYTES) {
            seal();
        }
        open.write(bytes, 0, bytes.length);
        open.write('\n');
        openLines++;
        if (open.size() >= BATCH_BYTES) {
            seal();
            notifyAll();
        } else if (openLines == 1) {
            notifyAll();
        }
    }

    private void drop(int lines) {
        if (droppedAll == 0) {
            LOG.warn(
                    "Spindrift: events are dropped, for no more may wait for the server"
                            + " spoolBytes={}",
                    filesBytes);
        }
        dropped += lines;
        droppedAll += lines;
    }

    private void seal() {
        int lines = openLines;
        if (lines == 0) {
            return;
        }
        byte[] raw = open.toByteArray();
        open.reset();
        openLines = 0;
        openedNanos = System.nanoTime();
        if (dropped > 0) {
            raw = withGap(raw);
            lines++;
        }
        try {
            byte[] compressed = compression.compress(raw);
            Batch batch = store(lines, compressed);
            if (batch == null) {
                drop(dropped > 0 ? lines - 1 : lines);
                return;
            }
            waiting.add(batch);
            next = batch.end();
            dropped = 0;
        } catch (IOException e) {
            LOG.debug("Spindrift: a batch could not be kept", e);
            drop(dropped > 0 ? lines - 1 : lines);
        }
    }

    private byte[] withGap(byte[] raw) {
        byte[] gap = Batch.gap(dropped).getBytes(StandardCharsets.UTF_8);
        byte[] both = new byte[gap.length + raw.length];
        System.arraycopy(gap, 0, both, 0, gap.length);
        System.arraycopy(raw, 0, both, gap.length, raw.length);
        return both;
    }

    private @Nullable Batch store(int lines, byte[] compressed) throws IOException {
        if (memoryBytes + compressed.length <= memoryMaxBytes) {
            memoryBytes += compressed.length;
            return Batch.inMemory(next, lines, compressed);
        }
        if (filesBytes + compressed.length > filesMaxBytes) {
            return null;
        }
        Path file = folder().resolve(next + "-" + lines + compression.suffix);
        Files.write(file, compressed);
        filesBytes += compressed.length;
        return Batch.inFile(next, lines, file, compressed.length);
    }

    /// Only its owner may read it: events hold SQL and paths.
    private Path folder() throws IOException {
        Path known = folder;
        if (known == null) {
            known = Files.createTempDirectory(Paths.get(folderParent), "spindrift-spool-");
            folder = known;
            describe(false);
        }
        return known;
    }

    private void describe(boolean ended) throws IOException {
        Path known = folder;
        if (known != null && !description.isEmpty()) {
            String text = description + "ended=" + ended + "\n";
            Files.write(known.resolve(Batch.RUN), text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /// Whose events these are, in the form of properties: should the driver be killed, its files
    /// can still be sent.
    synchronized void describe(String run) {
        if (run.equals(description)) {
            return;
        }
        description = run;
        try {
            describe(false);
        } catch (IOException e) {
            LOG.debug("Spindrift: the spool is not described", e);
        }
    }

    /// Puts all that waits into files, as far as their bound lets, and stays there.
    ///
    /// @return where; null when nothing waits, or nobody knows whose it is
    synchronized @Nullable Path leave() throws IOException {
        closed = true;
        off = true;
        seal();
        if (waiting.isEmpty() || description.isEmpty()) {
            return null;
        }
        Path left = folder();
        for (Batch batch : waiting) {
            if (batch.inMemory() && filesBytes + batch.bytes <= filesMaxBytes) {
                Path file = left.resolve(batch.first + "-" + batch.lines + compression.suffix);
                Files.write(file, batch.read());
                filesBytes += batch.bytes;
            }
        }
        describe(true);
        waiting.clear();
        return left;
    }

    /// The oldest batch, waited for up to so long; what has lain open for its time counts as one,
    /// and all that is left once [#close] was called.
    synchronized @Nullable Batch oldest(long waitMillis) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMillis);
        while (true) {
            long now = System.nanoTime();
            if (waiting.isEmpty() && openLines > 0 && (closed || now - openedNanos >= batchNanos)) {
                seal();
            }
            if (!waiting.isEmpty()) {
                return waiting.peek();
            }
            long left = deadline - now;
            if (closed || left <= 0) {
                return null;
            }
            long due = openLines > 0 ? openedNanos + batchNanos - now : left;
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(1_000_000, Math.min(left, due)));
        }
    }

    /// The server has it.
    synchronized void done(Batch batch) {
        if (waiting.peek() == batch) {
            waiting.remove();
            release(batch);
        }
    }

    private void release(Batch batch) {
        if (batch.inMemory()) {
            memoryBytes -= batch.bytes;
            return;
        }
        filesBytes -= batch.bytes;
        delete(batch);
    }

    private static void delete(Batch batch) {
        try {
            batch.delete();
        } catch (IOException e) {
            LOG.debug("Spindrift: a file of the spool stays behind", e);
        }
    }

    /// Takes no more; what is here can still be taken.
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /// Throws away all that is here and all that will come.
    synchronized void turnOff() {
        off = true;
        closed = true;
        open.reset();
        openLines = 0;
        waiting.forEach(this::release);
        waiting.clear();
        deleteFolder();
        notifyAll();
    }

    /// Nothing is left to send, so that no folder needs to stay.
    synchronized void deleteFolder() {
        if (folder == null || !waiting.isEmpty()) {
            return;
        }
        try {
            Files.deleteIfExists(folder.resolve(Batch.RUN));
            Files.deleteIfExists(folder);
            folder = null;
        } catch (IOException e) {
            LOG.debug("Spindrift: the spool's folder stays behind", e);
        }
    }

    /// The number of the next line that will be put into a batch.
    synchronized long next() {
        return next;
    }

    synchronized long droppedLines() {
        return droppedAll;
    }

    /// Lines that no server has.
    synchronized long waitingLines() {
        long lines = openLines;
        for (Batch batch : waiting) {
            lines += batch.lines;
        }
        return lines;
    }

    synchronized long fileBytes() {
        return filesBytes;
    }
}
