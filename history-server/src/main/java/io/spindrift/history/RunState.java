package io.spindrift.history;

/// Where a run's history stands.
public enum RunState {
    /// The log may still grow.
    RUNNING,
    /// Spark wrote that the application ended.
    ENDED,
    /// The driver is gone and its log has no end; its runtime told when that was.
    CUT_OFF,
    /// Its log stops without an end, and nobody has told what became of its driver: a crash left it
    /// in progress, or it was closed, or removed, before its last words.
    INCOMPLETE
}
