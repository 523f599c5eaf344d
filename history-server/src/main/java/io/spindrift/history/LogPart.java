package io.spindrift.history;

import java.io.IOException;
import java.io.InputStream;

/// One file of an event log, wherever it is kept. What it has may differ from what Spark wrote in
/// compression only, and then its name says so, as Spark's would.
///
/// @param name within the log: a rolling log's begin with their folder,
///   `eventlog_v2_app-1/events_1_app-1`
/// @param sizeBytes how many it has, or -1 where that shows only when it is read
public record LogPart(String name, long sizeBytes, Opener opener) {
    /// Opens the bytes from their start; whoever asked closes them.
    @FunctionalInterface
    public interface Opener {
        InputStream open() throws IOException;
    }

    public LogPart {
        if (name.isEmpty() || name.startsWith("/")) {
            throw new IllegalArgumentException("a part of a log has a name of its own: " + name);
        }
    }

    public InputStream open() throws IOException {
        return opener.open();
    }
}
