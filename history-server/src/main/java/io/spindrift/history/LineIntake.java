package io.spindrift.history;

import io.spindrift.history.LogLines.LogPlace;

/// Takes lines of containers' logs, for search. Safe for use from several threads; of one stream,
/// one after the other.
///
/// What is taken is derived from the logs, and tells itself how far it goes: what a crash undoes is
/// asked for again.
public interface LineIntake {
    /// Where to read a stream on: behind the last full piece. What stands there already is replaced
    /// by what is put from there.
    LogPlace next(RunId run, String container, String stream);

    /// Idempotent. Found by the next search.
    void put(LogLines lines);

    /// Whether no more is to be read of this run's logs.
    boolean isOver(RunId run);

    /// Remembers that all of this run's logs are taken, as far as they are to be.
    void over(RunId run);
}
