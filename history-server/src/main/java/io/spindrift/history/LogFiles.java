package io.spindrift.history;

import java.util.List;

/// Finds what is still there of a run's event log, at its source or kept.
@FunctionalInterface
public interface LogFiles {
    /// In order; none where nothing is left.
    ///
    /// @param log where the run's rows say that it was
    List<LogPart> of(RunId run, String log);
}
