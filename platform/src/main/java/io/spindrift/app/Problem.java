package io.spindrift.app;

import java.util.Objects;

/// One thing wrong with a request: a code for programs, a sentence for people, and where.
///
/// @param fieldPath the path of the field from the root of the request, `""` for the request itself
public record Problem(String code, String message, String fieldPath) {
    public Problem {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(fieldPath, "fieldPath");
    }
}
