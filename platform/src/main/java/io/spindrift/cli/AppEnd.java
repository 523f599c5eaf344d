package io.spindrift.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/// How an application's end is told to a shell.
final class AppEnd {
    static final int KILLED = 137;
    static final int TIMED_OUT = 124;
    private static final Set<String> STATES =
            Set.of("COMPLETED", "COMPLETED_WITH_WARNINGS", "FAILED", "KILLED", "TIMED_OUT");

    private AppEnd() {}

    static boolean reached(JsonNode application) {
        return STATES.contains(application.path("appState").asText());
    }

    /// 0 for a good end; of a failed one what its driver ended with, never 0.
    static int exitCode(JsonNode application) {
        return switch (application.path("appState").asText()) {
            case "COMPLETED", "COMPLETED_WITH_WARNINGS" -> 0;
            case "KILLED" -> KILLED;
            case "TIMED_OUT" -> TIMED_OUT;
            default -> failed(application.path("attempts"));
        };
    }

    private static int failed(JsonNode attempts) {
        int code = attempts.path(attempts.size() - 1).path("exitCode").asInt(1);
        return code > 0 && code < 256 ? code : 1;
    }
}
