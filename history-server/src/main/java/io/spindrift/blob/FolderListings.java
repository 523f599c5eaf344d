package io.spindrift.blob;

import io.spindrift.cloud.ObjectPage;
import io.spindrift.cloud.StoredObject;
import io.spindrift.cloud.UnavailableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Lists a folder in pages. A listing is read once, and its later pages are kept for whoever asks
/// for the next: few listings at a time, or a folder of 100 000 names would be read 100 times.
final class FolderListings {
    private static final int KEPT_MAX = 4;

    private final Path root;
    private final Map<Question, List<Entry>> kept = new LinkedHashMap<>();

    FolderListings(Path root) {
        this.root = root;
    }

    private record Question(String prefix, boolean oneLevel, String after) {}

    /// @param order its name's UTF-8 bytes, one char each: compares as stores sort
    private record Entry(
            String name, String order, boolean folder, long sizeBytes, Instant modifiedAt) {
        static Entry of(String name, BasicFileAttributes file) {
            return new Entry(
                    name,
                    bytes(name),
                    file.isDirectory(),
                    file.size(),
                    file.lastModifiedTime().toInstant());
        }
    }

    ObjectPage page(String prefix, boolean oneLevel, String after, int limit) throws IOException {
        List<Entry> entries = taken(new Question(prefix, oneLevel, after));
        if (entries == null) {
            entries = read(prefix, oneLevel, after);
        }
        List<Entry> page = entries.subList(0, Math.min(limit, entries.size()));
        String next = "";
        if (page.size() < entries.size()) {
            next = page.getLast().name();
            keep(new Question(prefix, oneLevel, next), entries.subList(limit, entries.size()));
        }
        return new ObjectPage(
                page.stream()
                        .filter(each -> !each.folder())
                        .map(each ->
                                new StoredObject(each.name(), each.sizeBytes(), each.modifiedAt()))
                        .toList(),
                page.stream().filter(Entry::folder).map(Entry::name).toList(),
                next);
    }

    private synchronized @Nullable List<Entry> taken(Question question) {
        return kept.remove(question);
    }

    private synchronized void keep(Question question, List<Entry> rest) {
        kept.put(question, rest);
        if (kept.size() > KEPT_MAX) {
            kept.remove(kept.keySet().iterator().next());
        }
    }

    private List<Entry> read(String prefix, boolean oneLevel, String after) throws IOException {
        if (!Files.isDirectory(root)) {
            throw new UnavailableException("the folder " + root + " is not there");
        }
        List<Entry> found = new ArrayList<>();
        String folder = prefix.substring(0, prefix.lastIndexOf('/') + 1);
        if (inside(folder)) {
            walk(folder, prefix, oneLevel, found);
        }
        String from = bytes(after);
        found.removeIf(entry -> entry.order().compareTo(from) <= 0);
        found.sort((one, other) -> one.order().compareTo(other.order()));
        return found;
    }

    /// Whether every part of it is a folder of ours, and no link.
    private boolean inside(String folder) throws IOException {
        Path path = root;
        for (String part : folder.isEmpty() ? new String[0] : folder.split("/", -1)) {
            path = path.resolve(part);
            if (part.equals("..") || !isFolder(path)) {
                return false;
            }
            if (part.isEmpty()) {
                return true;
            }
        }
        return true;
    }

    private static boolean isFolder(Path path) throws IOException {
        try {
            return FolderObjectStore.attributes(path).isDirectory();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return false;
        }
    }

    private void walk(String folder, String prefix, boolean oneLevel, List<Entry> found)
            throws IOException {
        List<String> inner = new ArrayList<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(root.resolve(folder))) {
            for (Path each : children) {
                String name = folder + each.getFileName();
                if (name.endsWith(FolderObjectStore.BEGUN)) {
                    continue;
                }
                boolean below = name.startsWith(prefix) || (name + '/').startsWith(prefix);
                Entry entry = below || prefix.startsWith(name + '/') ? entry(each, name) : null;
                if (entry == null) {
                    continue;
                }
                if (entry.folder() && !oneLevel) {
                    inner.add(entry.name());
                } else if (below) {
                    found.add(entry);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return; // gone meanwhile
        }
        for (String each : inner) {
            walk(each, prefix, false, found);
        }
    }

    private static @Nullable Entry entry(Path path, String name) throws IOException {
        try {
            BasicFileAttributes file = FolderObjectStore.attributes(path);
            if (file.isDirectory()) {
                return Entry.of(name + '/', file);
            }
            return file.isRegularFile() ? Entry.of(name, file) : null;
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private static String bytes(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
