package io.spindrift.app;

import java.util.Optional;

/// The way by which an application came in.
public enum SubmissionSource {
    PUBLIC_API("public-api"),
    CLI("cli"),
    SPARK_SUBMIT("spark-submit"),
    SPARK_OPERATOR("spark-operator"),
    NOTEBOOK("notebook"),
    CONNECT("connect"),
    SCHEDULE("schedule"),
    UI("ui");

    private final String text;

    SubmissionSource(String text) {
        this.text = text;
    }

    /// Its name in the API.
    public String text() {
        return text;
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
