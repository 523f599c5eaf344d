package io.spindrift.history;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells history what happened. Every call is idempotent and may be repeated after a crash; what
/// has returned is durable. Safe for use from several threads; [#poll] does one round at a time.
public interface Intake {
    /// Takes up (again) a run's event log, and goes on behind the last byte that was stored.
    ///
    /// @param log the folder that holds this run's log alone, or the log itself; need not exist yet
    /// @param jobId the job that it belongs to
    void follow(RunId run, Path log, @Nullable String jobId);

    /// Reads what logs have gained, for a bounded time, and tells how much is left. To be called on
    /// a beat, and at once again while [Progress#more] says so.
    Progress poll();

    /// Samples of a run's containers. Those at or before a container's newest known time are
    /// ignored.
    void sampled(RunId run, List<MemorySample> samples);

    /// The driver has ended. What its log still holds is read; where that has no end, the run is
    /// closed as of this time, and what was running counts as ended then.
    void close(RunId run, Instant driverEndedAt);

    /// What became of a run by the word of who ran it, such as KILLED; it stands above what its log
    /// lets one guess.
    void outcome(RunId run, String outcome);

    LogState logState(RunId run);

    /// Removes all rows and index entries of a run. Its log files are left alone.
    void forget(RunId run);

    /// How far a log has been read.
    enum LogState {
        /// Not followed, or no log file seen yet.
        ABSENT,
        /// It may still grow.
        OPEN,
        /// Nothing more will come: all of it is in rows, and issues and index are up to date.
        READ_TO_END
    }

    /// What one poll did.
    ///
    /// @param changed runs of which something was read, or that have ended
    /// @param more whether a log had more than the poll's bounds let it read
    record Progress(
            int logs,
            long bytes,
            long events,
            List<RunId> changed,
            List<RunId> ended,
            boolean more) {
        public Progress {
            changed = List.copyOf(changed);
            ended = List.copyOf(ended);
        }
    }
}
