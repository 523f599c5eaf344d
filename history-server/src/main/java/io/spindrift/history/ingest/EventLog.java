package io.spindrift.history.ingest;

import io.spindrift.blob.FolderObjectStore;
import io.spindrift.cloud.ObjectPage;
import io.spindrift.cloud.ObjectStore;
import io.spindrift.cloud.StoredObject;
import io.spindrift.history.LogPart;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One event log, wherever it lies: a single file, a rolling folder, or a folder that holds one of
/// these alone. Throws what its store throws.
final class EventLog {
    /// More files than that are not read: a log of 128 MB files would have 1.28 TB.
    private static final int FILES_MAX = 10_000;

    private final ObjectStore store;
    private final String key;
    private final String address;

    /// Where it may not exist yet, and that is no failure.
    private final @Nullable Path parent;

    private EventLog(ObjectStore store, String key, String address, @Nullable Path parent) {
        this.store = store;
        this.key = key;
        this.address = address;
        this.parent = parent;
    }

    /// @param key of the file without `.inprogress`, or of the folder without its `/`
    static EventLog in(ObjectStore store, String key, String address) {
        return new EventLog(store, key, address, null);
    }

    /// A log on this machine's disk; neither it nor its folder need exist yet.
    static EventLog at(Path log) {
        Path absolute = log.toAbsolutePath().normalize();
        Path parent = Objects.requireNonNull(absolute.getParent(), "a log is not the root");
        Path name = Objects.requireNonNull(absolute.getFileName(), "a log is not the root");
        return new EventLog(
                new FolderObjectStore(parent),
                LogNames.whole(name.toString()),
                log.toString(),
                parent);
    }

    String address() {
        return address;
    }

    LogListing list() {
        if (parent != null && !Files.isDirectory(parent)) {
            return LogListing.NONE;
        }
        return list(key);
    }

    private LogListing list(String log) {
        if (LogNames.isRolling(LogNames.last(log))) {
            return LogListing.ofRolling(children(log).objects());
        }
        Optional<StoredObject> file =
                store.stat(log).or(() -> store.stat(log + LogNames.IN_PROGRESS));
        return file.map(LogListing::ofFile).orElseGet(() -> alone(log));
    }

    private LogListing alone(String folder) {
        ObjectPage inside = children(folder);
        for (String each : inside.folders()) {
            if (LogNames.isRolling(LogNames.last(each))) {
                return list(each.substring(0, each.length() - 1));
            }
        }
        return inside.objects().stream()
                .filter(each -> LogNames.isFile(LogNames.last(each.key())))
                .findFirst()
                .map(LogListing::ofFile)
                .orElse(LogListing.NONE);
    }

    private ObjectPage children(String folder) {
        List<StoredObject> objects = new ArrayList<>();
        List<String> folders = new ArrayList<>();
        String after = "";
        do {
            ObjectPage page = store.children(folder + "/", after, ObjectStore.PAGE_MAX);
            objects.addAll(page.objects());
            folders.addAll(page.folders());
            after = page.next();
        } while (!after.isEmpty() && objects.size() < FILES_MAX);
        return new ObjectPage(objects, folders, after);
    }

    /// Its files, for whoever wants the bytes as they are.
    List<LogPart> parts() {
        return list().files().stream().map(this::part).toList();
    }

    private LogPart part(LogListing.LogFile file) {
        String[] names = file.key().split("/", -1);
        String name = names[names.length - 1];
        boolean rolling = names.length > 1 && LogNames.isRolling(names[names.length - 2]);
        return new LogPart(
                rolling ? names[names.length - 2] + "/" + name : name,
                file.sizeBytes(),
                () -> store.read(file.key(), 0, Long.MAX_VALUE));
    }

    InputStream read(LogListing.LogFile file, long offset, long lengthMax) {
        return store.read(file.key(), offset, lengthMax);
    }
}
