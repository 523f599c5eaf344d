package io.spindrift.history.ingest;

import io.spindrift.cloud.ObjectStore;
import java.time.Duration;

/// A place where Spark writes event logs.
///
/// @param address as people know it, without a `/` at its end: `s3a://bucket/path` or `/path`
/// @param store what lies there
/// @param every how often to look for new logs, at most
/// @param quiet after such a time without a new byte, a log that has no end counts as cut off
public record LogSource(String address, ObjectStore store, Duration every, Duration quiet) {
    private static final Duration FOLDER_EVERY = Duration.ofSeconds(1);
    private static final Duration REMOTE_EVERY = Duration.ofSeconds(10);

    /// A stream may be idle for a night. What grows after all is read again.
    private static final Duration QUIET = Duration.ofHours(24);

    public LogSource {
        if (every.isNegative() || quiet.isNegative() || quiet.isZero()) {
            throw new IllegalArgumentException("the times of a source of logs are positive");
        }
        while (address.length() > 1 && address.endsWith("/")) {
            address = address.substring(0, address.length() - 1);
        }
    }

    public static LogSource of(String address, ObjectStore store) {
        boolean folder = !address.contains("://");
        return new LogSource(address, store, folder ? FOLDER_EVERY : REMOTE_EVERY, QUIET);
    }

    /// Whether the log at this address lies here.
    public boolean holds(String logAddress) {
        return !key(logAddress).isEmpty();
    }

    String address(String key) {
        return address + "/" + key;
    }

    /// The key of a log that lies here; empty for others.
    String key(String logAddress) {
        return logAddress.startsWith(address + "/")
                ? logAddress.substring(address.length() + 1)
                : "";
    }
}
