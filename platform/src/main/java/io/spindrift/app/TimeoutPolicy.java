package io.spindrift.app;

/// What happens to an application that runs past its timeout.
public enum TimeoutPolicy {
    /// It is ended and becomes TIMED_OUT.
    KILL("kill"),
    /// It goes on; that it is late is said with its state.
    WARN("warn");

    private final String text;

    TimeoutPolicy(String text) {
        this.text = text;
    }

    /// Its name in the API.
    public String text() {
        return text;
    }
}
