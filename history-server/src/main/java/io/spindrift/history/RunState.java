package io.spindrift.history;

/// Where a run's history stands.
public enum RunState {
    /// The log may still grow.
    RUNNING,
    /// Spark wrote that the application ended.
    ENDED,
    /// The driver is gone and its log has no end; its runtime told when that was.
    CUT_OFF
}
