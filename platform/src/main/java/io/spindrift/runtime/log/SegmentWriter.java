package io.spindrift.runtime.log;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// Writes one stream as [SegmentedLogs] reads it: the first segment and the newest ones are kept.
/// What is written is in the file at once. For one thread.
public final class SegmentWriter extends OutputStream {
    private final Path folder;
    private final String stream;
    private final long segmentBytes;
    private final int segments;
    private long position;
    private @Nullable FileChannel channel;

    /// Goes on at a position, and takes back what was written beyond it.
    public SegmentWriter(Path folder, String stream, long segmentBytes, int segments, long position)
            throws IOException {
        this.folder = folder;
        this.stream = stream;
        this.segmentBytes = segmentBytes;
        this.segments = segments;
        this.position = position;
        Files.createDirectories(folder);
        takeBack();
    }

    /// How many bytes were ever written.
    public long position() {
        return position;
    }

    @Override
    public void write(int single) throws IOException {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int from = offset;
        int left = length;
        while (left > 0) {
            long room = segmentBytes - position % segmentBytes;
            int part = (int) Math.min(room, left);
            ByteBuffer buffer = ByteBuffer.wrap(bytes, from, part);
            FileChannel out = segment();
            while (buffer.hasRemaining()) {
                out.write(buffer);
            }
            position += part;
            from += part;
            left -= part;
            if (position % segmentBytes == 0) {
                next();
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }

    private FileChannel segment() throws IOException {
        FileChannel open = channel;
        if (open == null) {
            open =
                    FileChannel.open(
                            file(position / segmentBytes),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            open.position(position % segmentBytes);
            channel = open;
        }
        return open;
    }

    /// The segment that is full, is closed; the oldest but the first goes.
    private void next() throws IOException {
        close();
        long oldest = position / segmentBytes - segments + 1;
        if (oldest > 0) {
            Files.deleteIfExists(file(oldest));
        }
    }

    private void takeBack() throws IOException {
        long last = position / segmentBytes;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, stream + ".*")) {
            for (Path each : files) {
                String number = each.getFileName().toString().substring(stream.length() + 1);
                if (number.matches("\\d{1,9}") && Long.parseLong(number) > last) {
                    Files.delete(each);
                }
            }
        }
        if (Files.exists(file(last))) {
            try (FileChannel cut = FileChannel.open(file(last), StandardOpenOption.WRITE)) {
                cut.truncate(position % segmentBytes);
            }
        }
    }

    private Path file(long number) {
        return folder.resolve(stream + "." + number);
    }
}
