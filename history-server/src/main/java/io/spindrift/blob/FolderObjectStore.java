package io.spindrift.blob;

import io.spindrift.cloud.CloudException;
import io.spindrift.cloud.MissingException;
import io.spindrift.cloud.ObjectBody;
import io.spindrift.cloud.ObjectKey;
import io.spindrift.cloud.ObjectPage;
import io.spindrift.cloud.ObjectStore;
import io.spindrift.cloud.RefusedException;
import io.spindrift.cloud.StoredObject;
import io.spindrift.cloud.UnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.UUID;

/// A folder, local or mounted, as an object store. The folder itself must exist: where it does not,
/// a disk is likely not mounted, and every call is [UnavailableException].
///
/// Links in it are neither listed nor followed, so that who may write here cannot show us other
/// files. A page goes on with what its listing's first page saw.
public final class FolderObjectStore implements ObjectStore {
    /// Of files that are being put: never listed.
    static final String BEGUN = ".spindrift-begun";

    private static final int TRIES = 5;
    private static final int BUFFER_BYTES = 128 << 10;

    private final Path root;
    private final FolderListings listings;

    public FolderObjectStore(Path root) {
        this.root = root.toAbsolutePath().normalize();
        this.listings = new FolderListings(this.root);
    }

    @Override
    public ObjectPage list(String prefix, String after, int limit) {
        return page(prefix, false, after, limit);
    }

    @Override
    public ObjectPage children(String folder, String after, int limit) {
        return page(ObjectKey.checkedFolder(folder), true, after, limit);
    }

    private ObjectPage page(String prefix, boolean oneLevel, String after, int limit) {
        if (limit < 1 || limit > PAGE_MAX) {
            throw new IllegalArgumentException("a page has 1 to " + PAGE_MAX + " names");
        }
        try {
            return listings.page(prefix, oneLevel, after, limit);
        } catch (IOException e) {
            throw failure("list", prefix, e);
        }
    }

    @Override
    public Optional<StoredObject> stat(String key) {
        Path path = path(key);
        try {
            BasicFileAttributes file = attributes(path);
            return file.isRegularFile()
                    ? Optional.of(
                            new StoredObject(key, file.size(), file.lastModifiedTime().toInstant()))
                    : Optional.empty();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return absent();
        } catch (IOException e) {
            throw isNoFolder(e) ? absentFailure(key) : failure("read", key, e);
        }
    }

    @Override
    public InputStream read(String key, long offset, long lengthMax) {
        if (offset < 0 || lengthMax < 0) {
            throw new IllegalArgumentException("offset and length are not negative");
        }
        Path path = path(key);
        if (stat(key).isEmpty()) {
            throw new MissingException("there is no file " + path);
        }
        try {
            FileChannel file =
                    FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
            try {
                return new BoundedInput(Channels.newInputStream(file.position(offset)), lengthMax);
            } catch (IOException e) {
                file.close();
                throw e;
            }
        } catch (NoSuchFileException e) {
            throw new MissingException("there is no file " + path, e);
        } catch (IOException e) {
            throw failure("read", key, e);
        }
    }

    @Override
    public void put(String key, ObjectBody body) {
        store(key, body, true);
    }

    @Override
    public boolean putIfAbsent(String key, ObjectBody body) {
        return store(key, body, false);
    }

    private boolean store(String key, ObjectBody body, boolean replace) {
        Path target = path(key);
        checkRoot();
        Path part = root.resolve(UUID.randomUUID() + BEGUN);
        try {
            write(part, body);
            return place(part, target, replace);
        } catch (FileAlreadyExistsException | NotDirectoryException e) {
            throw new RefusedException("there is a file where a folder should be: " + target, e);
        } catch (UnsupportedOperationException e) {
            throw new RefusedException("the file system of " + root + " knows no links", e);
        } catch (IOException e) {
            throw Files.isDirectory(target)
                    ? new RefusedException("there is a folder of this name: " + target, e)
                    : failure("store", key, e);
        } finally {
            discard(part);
        }
    }

    private void write(Path part, ObjectBody body) throws IOException {
        try (FileChannel file =
                FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            copy(body, file);
            file.force(true);
        }
    }

    private static void copy(ObjectBody body, FileChannel file) throws IOException {
        long length = 0;
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = opened(body)) {
            for (int read = read(in, buffer); read >= 0; read = read(in, buffer)) {
                length += read;
                if (length > body.sizeBytes()) {
                    break;
                }
                Channels.newOutputStream(file).write(buffer, 0, read);
            }
        }
        if (length != body.sizeBytes()) {
            throw broken(
                    new IOException("it has not the " + body.sizeBytes() + " bytes it should"));
        }
    }

    private static InputStream opened(ObjectBody body) {
        try {
            return body.opener().open();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private static int read(InputStream in, byte[] buffer) {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private static UncheckedIOException broken(IOException e) {
        return new UncheckedIOException("what should be stored cannot be read", e);
    }

    /// A delete may remove the folder meanwhile, so there are several tries.
    private boolean place(Path part, Path target, boolean replace) throws IOException {
        for (int tries = 1; ; tries++) {
            try {
                Files.createDirectories(target.getParent());
                if (replace) {
                    Files.move(
                            part,
                            target,
                            StandardCopyOption.ATOMIC_MOVE,
                            StandardCopyOption.REPLACE_EXISTING);
                    return true;
                }
                return link(part, target);
            } catch (NoSuchFileException e) {
                if (tries == TRIES) {
                    throw e;
                }
            }
        }
    }

    private static boolean link(Path part, Path target) throws IOException {
        try {
            Files.createLink(target, part);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    @Override
    public void delete(String key) {
        Path path = path(key);
        try {
            if (stat(key).isPresent()) {
                Files.deleteIfExists(path);
            }
            removeEmptyFolders(key);
        } catch (IOException e) {
            throw failure("delete", key, e);
        }
    }

    private void removeEmptyFolders(String key) throws IOException {
        int slash = key.lastIndexOf('/');
        while (slash > 0) {
            try {
                Files.deleteIfExists(root.resolve(key.substring(0, slash)));
            } catch (DirectoryNotEmptyException | NotDirectoryException e) {
                return;
            }
            slash = key.lastIndexOf('/', slash - 1);
        }
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
        return root.toString();
    }

    private Path path(String key) {
        return root.resolve(ObjectKey.checked(key));
    }

    static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    private Optional<StoredObject> absent() {
        checkRoot();
        return Optional.empty();
    }

    private CloudException absentFailure(String key) {
        checkRoot();
        return new MissingException("there is no file " + key + " in " + root);
    }

    private void checkRoot() {
        if (!Files.isDirectory(root)) {
            throw new UnavailableException("the folder " + root + " is not there");
        }
    }

    private static boolean isNoFolder(IOException e) {
        return String.valueOf(e.getMessage()).contains("Not a directory");
    }

    private static void discard(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            throw new UnavailableException("cannot delete " + part, e);
        }
    }

    private CloudException failure(String what, String key, IOException e) {
        String message = "cannot " + what + " " + key + " in " + root + ": " + e.getMessage();
        return e instanceof AccessDeniedException
                ? new RefusedException(message, e)
                : new UnavailableException(message, e);
    }
}
