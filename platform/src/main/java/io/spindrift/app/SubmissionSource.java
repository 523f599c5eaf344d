package io.spindrift.app;

import java.util.Optional;

/// The way by which an application came in.
public enum SubmissionSource {
    PUBLIC_API("public-api", true),
    CLI("cli", true),
    SPARK_SUBMIT("spark-submit", true),
    SPARK_OPERATOR("spark-operator", false),
    NOTEBOOK("notebook", true),
    CONNECT("connect", false),
    SCHEDULE("schedule", true),
    UI("ui", true),
    /// Observed: somebody else started it, and its event log was found.
    EVENT_LOG("event-log", false),
    /// Observed: somebody else started it with our plugin, which pushes its events.
    AGENT("agent", false),
    /// Observed: somebody else started it in a cluster of ours, and its pod was seen.
    KUBERNETES("kubernetes", false);

    private final String text;
    private final boolean claimable;

    SubmissionSource(String text, boolean claimable) {
        this.text = text;
        this.claimable = claimable;
    }

    /// Its name in the API.
    public String text() {
        return text;
    }

    /// Whether a client may say so of itself. The others are things of the platform's own: a
    /// manifest it watches, a server it keeps.
    public boolean claimable() {
        return claimable;
    }

    /// Whether others started it and we only look on.
    public boolean observed() {
        return this == EVENT_LOG || this == AGENT || this == KUBERNETES;
    }

    /// Notebooks and Connect servers belong to no job and are not ended by the default timeout.
    public boolean interactive() {
        return this == NOTEBOOK || this == CONNECT;
    }

    public static Optional<SubmissionSource> parse(String text) {
        for (SubmissionSource source : values()) {
            if (source.text.equals(text)) {
                return Optional.of(source);
            }
        }
        return Optional.empty();
    }
}
