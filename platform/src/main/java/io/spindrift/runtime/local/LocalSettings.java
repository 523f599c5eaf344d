package io.spindrift.runtime.local;

import io.spindrift.cluster.Capacity;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Where things are and how much of the machine applications may have.
///
/// @param runtimes the folder of Spark distributions, one a version
/// @param work scratch of attempts; removed when they are forgotten
/// @param eventLogs one folder an attempt
/// @param logs what containers wrote
/// @param host what this machine is called
/// @param capacity what may be given to applications
/// @param sparkUser the user that Spark runs as; null: as the platform itself, not separated
/// @param java17 the Java home for Spark before 4.2; null: it is looked for
/// @param scratchBytes the most that the scratch files of an attempt may take; 0: no such bound
/// @param reservedDiskBytes room on the disk of `work` that applications must leave
/// @param logSegmentBytes a stream is kept in segments of this size ...
/// @param logSegments ... and in at most so many of them
public record LocalSettings(
        Path runtimes,
        Path work,
        Path eventLogs,
        Path logs,
        String host,
        Capacity capacity,
        @Nullable String sparkUser,
        @Nullable Path java17,
        long scratchBytes,
        long reservedDiskBytes,
        long logSegmentBytes,
        int logSegments) {
    private static final long SEGMENT_BYTES = 8L << 20;
    private static final int SEGMENTS = 4;
    private static final long RESERVED_DISK_BYTES = 64L << 20;

    public LocalSettings {
        runtimes = runtimes.toAbsolutePath().normalize();
        work = work.toAbsolutePath().normalize();
        eventLogs = eventLogs.toAbsolutePath().normalize();
        logs = logs.toAbsolutePath().normalize();
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(capacity, "capacity");
        if (scratchBytes < 0 || reservedDiskBytes < 0) {
            throw new IllegalArgumentException("bounds of a disk must not be negative");
        }
        if (logSegmentBytes < 4096 || logSegments < 2) {
            throw new IllegalArgumentException("logs have at least 2 segments of 4096 bytes");
        }
    }

    /// As the folders of a data directory are named, with the usual bounds.
    public static LocalSettings of(
            Path runtimes, Path data, String host, Capacity capacity, @Nullable String sparkUser) {
        return new LocalSettings(
                runtimes,
                data.resolve("work"),
                data.resolve("eventlogs"),
                data.resolve("logs"),
                host,
                capacity,
                sparkUser,
                null,
                0,
                RESERVED_DISK_BYTES,
                SEGMENT_BYTES,
                SEGMENTS);
    }
}
