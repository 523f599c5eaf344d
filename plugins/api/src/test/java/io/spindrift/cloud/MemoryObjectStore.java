package io.spindrift.cloud;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Objects in memory, with canned failures and a count of calls.
public final class MemoryObjectStore implements ObjectStore {
    private static final Comparator<String> BY_BYTES =
            (one, other) -> Arrays.compareUnsigned(bytes(one), bytes(other));

    private final TreeMap<String, Kept> objects = new TreeMap<>(BY_BYTES);
    public final AtomicLong lists = new AtomicLong();
    public final AtomicLong reads = new AtomicLong();
    public final AtomicLong readBytes = new AtomicLong();
    private Instant now = Instant.EPOCH;
    private @Nullable CloudException failure;

    private static final class Kept {
        final byte[] bytes;
        final Instant modifiedAt;

        Kept(byte[] bytes, Instant modifiedAt) {
            this.bytes = bytes;
            this.modifiedAt = modifiedAt;
        }
    }

    /// The time that objects put from now on bear.
    public synchronized void now(Instant time) {
        now = time;
    }

    /// Every call fails so; null ends that.
    public synchronized void fail(@Nullable CloudException with) {
        failure = with;
    }

    @Override
    public synchronized ObjectPage list(String prefix, String after, int limit) {
        return page(prefix, after, limit, false);
    }

    @Override
    public synchronized ObjectPage children(String folder, String after, int limit) {
        return page(ObjectKey.checkedFolder(folder), after, limit, true);
    }

    private ObjectPage page(String prefix, String after, int limit, boolean oneLevel) {
        works();
        lists.incrementAndGet();
        if (limit < 1 || limit > PAGE_MAX) {
            throw new IllegalArgumentException("a page has 1 to " + PAGE_MAX + " names");
        }
        List<StoredObject> found = new ArrayList<>();
        List<String> folders = new ArrayList<>();
        String last = after;
        @Nullable String key =
                BY_BYTES.compare(prefix, after) > 0
                        ? objects.ceilingKey(prefix)
                        : objects.higherKey(after);
        while (key != null && key.startsWith(prefix)) {
            int slash = oneLevel ? key.indexOf('/', prefix.length()) : -1;
            String name = slash < 0 ? key : key.substring(0, slash + 1);
            if (BY_BYTES.compare(name, after) > 0) {
                if (found.size() + folders.size() == limit) {
                    return new ObjectPage(found, folders, last);
                }
                if (slash < 0) {
                    found.add(stored(key));
                } else {
                    folders.add(name);
                }
                last = name;
            }
            key = slash < 0 ? objects.higherKey(key) : objects.ceilingKey(behind(name));
        }
        return new ObjectPage(found, folders, "");
    }

    /// `/` and the letter behind it.
    private static String behind(String folder) {
        return folder.substring(0, folder.length() - 1) + '0';
    }

    @Override
    public synchronized Optional<StoredObject> stat(String key) {
        works();
        return objects.containsKey(ObjectKey.checked(key))
                ? Optional.of(stored(key))
                : Optional.empty();
    }

    @Override
    public synchronized InputStream read(String key, long offset, long lengthMax) {
        works();
        Kept kept = objects.get(ObjectKey.checked(key));
        if (kept == null) {
            throw new MissingException("there is no object " + key);
        }
        reads.incrementAndGet();
        int from = (int) Math.min(offset, kept.bytes.length);
        int length = (int) Math.min(lengthMax, kept.bytes.length - from);
        readBytes.addAndGet(length);
        return new ByteArrayInputStream(kept.bytes, from, length);
    }

    @Override
    public synchronized void put(String key, ObjectBody body) {
        works();
        objects.put(ObjectKey.checked(key), new Kept(all(body), now));
    }

    @Override
    public synchronized boolean putIfAbsent(String key, ObjectBody body) {
        works();
        return objects.putIfAbsent(ObjectKey.checked(key), new Kept(all(body), now)) == null;
    }

    @Override
    public synchronized void delete(String key) {
        works();
        objects.remove(ObjectKey.checked(key));
    }

    @Override
    public void close() {}

    private StoredObject stored(String key) {
        Kept kept = Objects.requireNonNull(objects.get(key));
        return new StoredObject(key, kept.bytes.length, kept.modifiedAt);
    }

    private void works() {
        if (failure != null) {
            throw failure;
        }
    }

    private static byte[] all(ObjectBody body) {
        try (InputStream in = body.opener().open()) {
            byte[] bytes = in.readAllBytes();
            if (bytes.length != body.sizeBytes()) {
                throw new IOException("not " + body.sizeBytes() + " bytes: " + bytes.length);
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException("the body cannot be read", e);
        }
    }

    private static byte[] bytes(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
    }
}
