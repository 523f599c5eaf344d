package io.spindrift.app;

/// Where an application stands. The names are the API's.
public enum AppState {
    PENDING(false, false),
    RUNNING(false, false),
    COMPLETED(true, true),
    /// The driver ended well, yet issues of severity error were found.
    COMPLETED_WITH_WARNINGS(true, true),
    FAILED(true, false),
    KILLED(true, false),
    TIMED_OUT(true, false);

    private final boolean terminal;
    private final boolean successful;

    AppState(boolean terminal, boolean successful) {
        this.terminal = terminal;
        this.successful = successful;
    }

    /// Once entered, never left.
    public boolean terminal() {
        return terminal;
    }

    /// Whether the user's program did what it was asked to.
    public boolean successful() {
        return successful;
    }

    /// Whether an application may go from here to `next`. A waiting one may be killed or fail
    /// before it ever ran; retries keep it RUNNING.
    public boolean mayBecome(AppState next) {
        if (terminal || next == PENDING) {
            return false;
        }
        return this != next;
    }
}
