package io.spindrift.history.ingest;

import io.spindrift.cloud.StoredObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// A log's files as they are now, in order.
///
/// @param complete whether Spark has said that nothing more will come
/// @param modifiedAt when anything of it was written last; the epoch when there is nothing
record LogListing(List<LogFile> files, boolean complete, Instant modifiedAt) {
    static final LogListing NONE = new LogListing(List.of(), false, Instant.EPOCH);

    record LogFile(int index, String key, long sizeBytes) {
        boolean isCompact() {
            return key.endsWith(LogNames.COMPACT);
        }
    }

    LogListing {
        files = List.copyOf(files);
    }

    static LogListing ofFile(StoredObject file) {
        return new LogListing(
                List.of(new LogFile(1, file.key(), file.sizeBytes())),
                !LogNames.isOpen(file.key()),
                file.modifiedAt());
    }

    /// Of a rolling log's folder: what was compacted stands for all before it.
    static LogListing ofRolling(Collection<StoredObject> children) {
        TreeMap<Integer, LogFile> files = new TreeMap<>();
        boolean complete = false;
        int compacted = 0;
        Instant modifiedAt = Instant.EPOCH;
        for (StoredObject each : children) {
            String name = LogNames.last(each.key());
            int index = LogNames.index(name);
            if (name.startsWith(LogNames.STATUS)) {
                complete |= !LogNames.isOpen(name);
            } else if (index > 0) {
                LogFile file = new LogFile(index, each.key(), each.sizeBytes());
                compacted = file.isCompact() ? Math.max(compacted, index) : compacted;
                files.merge(index, file, (one, other) -> one.isCompact() ? one : other);
            }
            modifiedAt = each.modifiedAt().isAfter(modifiedAt) ? each.modifiedAt() : modifiedAt;
        }
        return new LogListing(
                new ArrayList<>(files.tailMap(compacted, true).values()), complete, modifiedAt);
    }

    boolean isEmpty() {
        return files.isEmpty();
    }

    /// The first file of this index or behind it.
    Optional<LogFile> at(int index) {
        return files.stream().filter(file -> file.index() >= index).findFirst();
    }

    boolean after(int index) {
        return files.stream().anyMatch(file -> file.index() > index);
    }

    long sizeBytes() {
        return files.stream().mapToLong(LogFile::sizeBytes).sum();
    }
}
