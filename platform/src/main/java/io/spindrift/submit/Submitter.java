package io.spindrift.submit;

import io.spindrift.app.SubmissionSource;
import java.util.Objects;

/// Who submits, and by which way.
public record Submitter(String user, SubmissionSource source) {
    public Submitter {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(source, "source");
    }
}
