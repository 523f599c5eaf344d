package io.spindrift.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// That this process alone uses a data folder. The system gives the lock back when the process
/// ends, however it ends.
final class DataLock implements AutoCloseable {
    private static final String FILE = "lock";
    private static final Duration STEP = Duration.ofMillis(100);

    private final FileChannel channel;

    private DataLock(FileChannel channel) {
        this.channel = channel;
    }

    /// Waits for another process to end, for a bounded time.
    ///
    /// @throws IllegalArgumentException with a sentence for the person who starts the platform
    static DataLock acquire(Path data, Duration patience) {
        try {
            Files.createDirectories(data);
            FileChannel channel =
                    FileChannel.open(
                            data.resolve(FILE),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
            for (Duration waited = Duration.ZERO; ; waited = waited.plus(STEP)) {
                @Nullable FileLock lock = tryLock(channel);
                if (lock != null) {
                    write(channel);
                    return new DataLock(channel);
                }
                if (waited.compareTo(patience) >= 0) {
                    throw taken(data, channel);
                }
                Thread.sleep(STEP);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the data folder " + data, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + data, e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock(0, 1, false);
        } catch (OverlappingFileLockException e) {
            // This very process has it, which is no better than another.
            return null;
        }
    }

    /// The process that holds it is told behind the locked byte.
    private static void write(FileChannel channel) throws IOException {
        byte[] pid = (" " + ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(pid), 0);
    }

    private static IllegalArgumentException taken(Path data, FileChannel channel)
            throws IOException {
        ByteBuffer text = ByteBuffer.allocate(32);
        int length = channel.read(text, 0);
        channel.close();
        String pid =
                length < 1
                        ? "unknown"
                        : new String(text.array(), 0, length, StandardCharsets.US_ASCII).trim();
        return new IllegalArgumentException(
                "the data folder "
                        + data
                        + " is in use by process "
                        + pid
                        + "; stop that one first, or choose another with --data");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
