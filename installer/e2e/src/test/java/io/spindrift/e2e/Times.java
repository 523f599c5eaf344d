package io.spindrift.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;

/// Times in answers of the API.
public final class Times {
    private Times() {}

    public static Instant at(JsonNode item, String field) {
        JsonNode value = item.path(field);
        if (!value.isTextual()) {
            throw new AssertionError("no time " + field + " in " + item);
        }
        return Instant.parse(value.asText());
    }

    public static String seconds(Duration duration) {
        return "%.1f".formatted(duration.toMillis() / 1000.0);
    }
}
