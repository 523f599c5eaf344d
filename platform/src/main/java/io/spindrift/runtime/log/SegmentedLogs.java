package io.spindrift.runtime.log;

import io.spindrift.runtime.ContainerId;
import io.spindrift.runtime.LaunchId;
import io.spindrift.runtime.LogChunk;
import io.spindrift.runtime.LogFile;
import io.spindrift.runtime.LogStream;
import io.spindrift.runtime.Logs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Logs in files: `<root>/<appId>/<attempt>/<container>/<stream>.<N>`, every segment but the newest
/// of the same size, so that a segment's number tells its offset. Whoever writes them removes those
/// in the middle.
///
/// Spark's user may own these files; links are not followed, lest they lead to files of ours.
public final class SegmentedLogs implements Logs {
    private static final int MOST_AT_ONCE = 1 << 20;
    private static final int TAIL_BYTES = 4096;
    private static final Pattern SEGMENT = Pattern.compile("(stdout|stderr)\\.(\\d{1,9})");

    private final Path root;
    private final long segmentBytes;
    private final BiPredicate<LaunchId, ContainerId> live;

    /// @param live whether more of a container may come
    public SegmentedLogs(Path root, long segmentBytes, BiPredicate<LaunchId, ContainerId> live) {
        this.root = root;
        this.segmentBytes = segmentBytes;
        this.live = live;
    }

    @Override
    public List<LogFile> list(LaunchId id) {
        List<LogFile> logs = new ArrayList<>();
        for (ContainerId container : containers(folder(id))) {
            boolean isLive = live.test(id, container);
            for (LogStream stream : LogStream.values()) {
                NavigableMap<Long, Long> segments =
                        segments(folder(id).resolve(container.name()), stream.text());
                if (!segments.isEmpty()) {
                    logs.add(
                            new LogFile(
                                    id,
                                    container,
                                    stream,
                                    end(segments),
                                    segments.values().stream().mapToLong(Long::longValue).sum(),
                                    isLive));
                }
            }
        }
        return logs;
    }

    @Override
    public Optional<LogChunk> read(
            LaunchId id, ContainerId container, LogStream stream, long offset, int maxBytes) {
        if (offset < 0 || maxBytes < 1) {
            throw new IllegalArgumentException("a log is read from an offset, at least one byte");
        }
        // Asked first: what is written after a last look at a live log is seen by the next one.
        boolean isLive = live.test(id, container);
        Path folder = folder(id).resolve(container.name());
        NavigableMap<Long, Long> segments = segments(folder, stream.text());
        if (segments.isEmpty()) {
            return isLive ? Optional.of(new LogChunk(0, new byte[0], true)) : Optional.empty();
        }
        long number = offset / segmentBytes;
        long from = offset;
        if (!segments.containsKey(number)) {
            Long next = segments.higherKey(number);
            if (next == null) {
                return Optional.of(
                        new LogChunk(Math.min(offset, end(segments)), new byte[0], isLive));
            }
            number = next;
            from = number * segmentBytes;
        }
        Path file = folder.resolve(stream.text() + "." + number);
        long begin = number * segmentBytes;
        from = Math.min(from, begin + segments.getOrDefault(number, 0L));
        long within = from - begin;
        byte[] bytes = bytes(file, within, Math.min(maxBytes, MOST_AT_ONCE));
        return Optional.of(new LogChunk(from, bytes, isLive));
    }

    @Override
    public void remove(LaunchId id) {
        Trees.remove(folder(id));
    }

    /// The end of a stream as text.
    ///
    /// @param folder of the container
    public static String tail(Path folder, String stream) {
        NavigableMap<Long, Long> segments = segments(folder, stream);
        if (segments.isEmpty()) {
            return "";
        }
        long length = segments.lastEntry().getValue();
        byte[] bytes =
                bytes(
                        folder.resolve(stream + "." + segments.lastKey()),
                        Math.max(0, length - TAIL_BYTES),
                        TAIL_BYTES);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /// Where the logs of an attempt are.
    public Path folder(LaunchId id) {
        return root.resolve(id.appId()).resolve(Integer.toString(id.attempt()));
    }

    private long end(NavigableMap<Long, Long> segments) {
        return segments.lastKey() * segmentBytes + segments.lastEntry().getValue();
    }

    private static List<ContainerId> containers(Path folder) {
        List<ContainerId> containers = new ArrayList<>();
        try (DirectoryStream<Path> folders =
                Files.newDirectoryStream(folder, "{driver*,executor-*}")) {
            for (Path found : folders) {
                if (Files.isDirectory(found, LinkOption.NOFOLLOW_LINKS)) {
                    ContainerId.find(found.getFileName().toString()).ifPresent(containers::add);
                }
            }
        } catch (NoSuchFileException e) {
            return containers;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder, e);
        }
        containers.sort(ContainerId.ORDER);
        return containers;
    }

    /// The sizes of the segments that are there, by number.
    private static NavigableMap<Long, Long> segments(Path folder, String stream) {
        NavigableMap<Long, Long> segments = new TreeMap<>();
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return segments;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, stream + ".*")) {
            for (Path file : files) {
                Matcher matcher = SEGMENT.matcher(file.getFileName().toString());
                if (matcher.matches() && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    segments.put(Long.valueOf(matcher.group(2)), Files.size(file));
                }
            }
        } catch (NoSuchFileException e) {
            return segments; // rotated away while we looked: the next look sees it as it is
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder, e);
        }
        return segments;
    }

    private static byte[] bytes(Path file, long offset, int maxBytes) {
        try (SeekableByteChannel channel =
                Files.newByteChannel(
                        file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            long there = Math.max(0, channel.size() - offset);
            ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(maxBytes, there));
            channel.position(offset);
            while (buffer.hasRemaining() && channel.read(buffer) >= 0) {}
            byte[] bytes = new byte[buffer.position()];
            buffer.flip().get(bytes);
            return bytes;
        } catch (NoSuchFileException e) {
            return new byte[0]; // rotated away: the reader goes on with the next that is kept
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
