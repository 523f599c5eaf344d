package io.spindrift.history.ingest;

import io.spindrift.cloud.CloudException;
import io.spindrift.history.LogPart;
import io.spindrift.history.RunId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/// Finds the files of logs that lie on this machine's disk.
public final class LogFolder {
    private LogFolder() {}

    /// The files of a log in order; none when it is gone, or lies elsewhere.
    public static List<LogPart> files(RunId run, String log) {
        try {
            return EventLog.at(Path.of(log)).parts();
        } catch (CloudException e) {
            throw new UncheckedIOException(new IOException("cannot list the files of " + log, e));
        }
    }
}
