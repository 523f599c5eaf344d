package io.spindrift.blob;

import io.spindrift.kv.StoreException;
import io.spindrift.kv.StoreFullException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Files by content, on disk. Safe for many threads; one process at a time.
///
/// ```
/// whole/ab/<sha256>     a blob: moved here in one step once its bytes were checked and on the disk
/// begun/<sha256>        an upload that comes in pieces; survives restarts
/// begun/<uuid>.once     an upload in one go; dropped at the next start if it broke
/// ```
///
/// A blob is kept while someone keeps it: [#sweep] is told which ids are in use, and deletes others
/// that were not used for some time. File names are hashes and UUIDs only, so that nothing a client
/// sends can leave the folder. A full disk is [StoreFullException], and nothing half is ever
/// visible.
public final class BlobStore {
    private static final int BUFFER_BYTES = 128 * 1024;

    private final Path whole;
    private final Path begun;
    private final BlobLimits limits;
    private final AtomicLong totalBytes = new AtomicLong();
    private final Set<BlobId> receiving = ConcurrentHashMap.newKeySet();

    public BlobStore(Path folder, BlobLimits limits) {
        this.whole = folder.resolve("whole");
        this.begun = folder.resolve("begun");
        this.limits = limits;
    }

    /// Makes the folders, drops what broke, and counts what is there.
    public void start() {
        try {
            Files.createDirectories(whole);
            Files.createDirectories(begun);
            long bytes = 0;
            for (Path file : files(begun)) {
                if (file.toString().endsWith(".once")) {
                    Files.delete(file);
                } else {
                    bytes += Files.size(file);
                }
            }
            for (Path file : files(whole)) {
                bytes += Files.size(file);
            }
            totalBytes.set(bytes);
        } catch (IOException e) {
            throw failure("open the folder of files", e);
        }
    }

    public long totalBytes() {
        return totalBytes.get();
    }

    public Optional<Blob> find(BlobId id) {
        try {
            BasicFileAttributes file = Files.readAttributes(path(id), BasicFileAttributes.class);
            return Optional.of(new Blob(id, file.size(), file.lastModifiedTime().toInstant()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failure("read file " + id, e);
        }
    }

    /// Likewise, and keeps it from being swept for a while: whoever asks is about to name it.
    public Optional<Blob> touch(BlobId id, Instant now) {
        try {
            Files.setLastModifiedTime(path(id), FileTime.from(now));
            return find(id);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failure("touch file " + id, e);
        }
    }

    /// Where the bytes are, for programs to read (never to write); only of a blob that was found.
    public Path path(BlobId id) {
        return whole.resolve(id.sha256().substring(0, 2)).resolve(id.sha256());
    }

    /// The bytes, streamed; empty when there is no such blob. To be closed.
    public Optional<InputStream> read(BlobId id) {
        try {
            return Optional.of(Files.newInputStream(path(id)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failure("read file " + id, e);
        }
    }

    /// Stores all that the stream has. The same content is stored once.
    ///
    /// @param expected what the bytes must be, or null where the client did not say
    /// @throws UncheckedIOException when the stream breaks; nothing was kept
    public Blob put(InputStream body, @Nullable BlobId expected, Instant now) {
        Path part = begun.resolve(UUID.randomUUID() + ".once");
        try {
            long size = receive(part, 0, limits.fileBytes(), body, true);
            return keep(part, size, expected, now);
        } finally {
            discard(part);
        }
    }

    /// How far the upload of a file is that comes in pieces.
    public Upload state(BlobId id) {
        Optional<Blob> blob = find(id);
        return blob.isPresent()
                ? new Upload(id, blob.get().sizeBytes(), true)
                : new Upload(id, size(begun.resolve(id.sha256())), false);
    }

    /// Stores the next piece, and the file when this was the last. What arrived before a broken
    /// stream is kept, for the client to go on behind it.
    ///
    /// @param offset where the piece begins: what [#state] tells
    /// @param sizeBytes of the whole file
    /// @throws UncheckedIOException when the stream breaks
    public Upload append(BlobId id, long offset, long sizeBytes, InputStream body, Instant now) {
        if (sizeBytes > limits.fileBytes()) {
            throw tooLarge();
        }
        if (!receiving.add(id)) {
            throw new UploadConflictException("this file is being received", offset);
        }
        try {
            return appendAlone(id, offset, sizeBytes, body, now);
        } finally {
            receiving.remove(id);
        }
    }

    /// Deletes blobs that are not in use and were last stored or touched before `unusedSince`, and
    /// begun uploads of that age. Tells how many bytes that freed.
    public long sweep(Set<BlobId> inUse, Instant unusedSince) {
        long freed = 0;
        Set<String> keptNames = inUse.stream().map(BlobId::sha256).collect(Collectors.toSet());
        try {
            for (Path file : Stream.concat(files(whole).stream(), files(begun).stream()).toList()) {
                String name = file.getFileName().toString();
                boolean kept = file.startsWith(whole) && keptNames.contains(name);
                if (!kept && unused(file, unusedSince)) {
                    freed += discard(file);
                }
            }
            return freed;
        } catch (IOException e) {
            throw failure("sweep the files", e);
        }
    }

    /// An upload that has just ended is gone from where it was: no business of a sweep.
    private static boolean unused(Path file, Instant since) throws IOException {
        try {
            return Files.getLastModifiedTime(file).toInstant().isBefore(since);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private Upload appendAlone(
            BlobId id, long offset, long sizeBytes, InputStream body, Instant now) {
        Upload before = state(id);
        if (before.complete()) {
            return before;
        }
        if (offset != before.receivedBytes()) {
            throw new UploadConflictException(
                    "the piece begins at "
                            + offset
                            + ", but "
                            + before.receivedBytes()
                            + " are here",
                    before.receivedBytes());
        }
        Path part = begun.resolve(id.sha256());
        long size = receive(part, offset, sizeBytes, body, false);
        if (size < sizeBytes) {
            return new Upload(id, size, false);
        }
        try {
            keep(part, size, id, now);
            return new Upload(id, size, true);
        } finally {
            discard(part);
        }
    }

    /// Writes behind `offset`; on a full disk or too much, nothing of this piece remains.
    private long receive(
            Path part, long offset, long most, InputStream body, boolean allOrNothing) {
        long size = offset;
        try (FileChannel file =
                FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            file.position(offset);
            byte[] buffer = new byte[BUFFER_BYTES];
            try {
                for (int read = read(body, buffer); read >= 0; read = read(body, buffer)) {
                    if (size + read > most) {
                        throw tooLarge();
                    }
                    reserve(read);
                    size += read;
                    write(file, buffer, read);
                }
                file.force(true);
                return size;
            } catch (UncheckedIOException e) {
                if (allOrNothing) {
                    size = takeBack(file, offset, size);
                }
                throw e;
            } catch (IOException | RuntimeException e) {
                size = takeBack(file, offset, size);
                throw e;
            }
        } catch (UncheckedIOException e) {
            throw e;
        } catch (IOException e) {
            throw failure("store a file", e);
        }
    }

    private long takeBack(FileChannel file, long offset, long size) throws IOException {
        file.truncate(offset);
        totalBytes.addAndGet(offset - size);
        return offset;
    }

    private static int read(InputStream body, byte[] buffer) {
        try {
            return body.read(buffer);
        } catch (IOException e) {
            throw new UncheckedIOException("the upload broke off", e);
        }
    }

    private static void write(FileChannel file, byte[] buffer, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, length);
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    private void reserve(int bytes) throws IOException {
        if (totalBytes.get() + bytes > limits.totalBytes()) {
            throw new StoreFullException(
                    "stored files would be more than " + limits.totalBytes() + " bytes in all");
        }
        if (begun.toFile().getUsableSpace() < limits.reservedDiskBytes() + bytes) {
            throw new StoreFullException("no room on the disk for the file");
        }
        totalBytes.addAndGet(bytes);
    }

    private Blob keep(Path part, long size, @Nullable BlobId expected, Instant now) {
        try {
            BlobId id = digest(part);
            if (expected != null && !expected.equals(id)) {
                throw new BlobMismatchException("the bytes have the SHA-256 " + id);
            }
            Path target = path(id);
            Files.setLastModifiedTime(part, FileTime.from(now));
            Files.createDirectories(target.getParent());
            if (Files.exists(target)) {
                Files.setLastModifiedTime(target, FileTime.from(now));
                return new Blob(id, size, now);
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            try (FileChannel folder = FileChannel.open(target.getParent())) {
                folder.force(true);
            }
            return new Blob(id, size, now);
        } catch (IOException e) {
            throw failure("store a file", e);
        }
    }

    private static BlobId digest(Path file) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return new BlobId(HexFormat.of().formatHex(digest.digest()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// Deletes a file, if it is there still, and tells how long it was.
    private long discard(Path file) {
        try {
            long size = size(file);
            if (Files.deleteIfExists(file)) {
                totalBytes.addAndGet(-size);
                return size;
            }
            return 0;
        } catch (IOException e) {
            throw failure("delete " + file.getFileName(), e);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            throw failure("read " + file.getFileName(), e);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private BlobTooLargeException tooLarge() {
        return new BlobTooLargeException("a file may have " + limits.fileBytes() + " bytes");
    }

    private static RuntimeException failure(String what, IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("No space left on device")
                ? new StoreFullException("no room on the disk to " + what, e)
                : new StoreException("cannot " + what + ": " + message, e);
    }
}
