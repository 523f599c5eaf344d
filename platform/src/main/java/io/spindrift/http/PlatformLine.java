package io.spindrift.http;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A line of the platform's own log.
///
/// @param level `DEBUG`, `INFO`, `WARN` or `ERROR`
/// @param message without its fields
/// @param fields that the message ended with, in their order; `appId` and `cluster` are some
/// @param error the trace of what failed; null where nothing did
public record PlatformLine(
        Instant at,
        String level,
        String logger,
        String message,
        Map<String, String> fields,
        @Nullable String error) {
    public PlatformLine {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(level, "level");
        Objects.requireNonNull(logger, "logger");
        Objects.requireNonNull(message, "message");
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }
}
