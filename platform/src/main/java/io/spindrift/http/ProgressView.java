package io.spindrift.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spindrift.app.AppState;
import io.spindrift.app.Application;
import io.spindrift.app.Attempt;
import io.spindrift.app.FailureClass;
import org.jspecify.annotations.Nullable;

/// How an application came to where it stands, as the API tells it.
final class ProgressView {
    private ProgressView() {}

    /// Of one that has room and does not begin, what keeps it.
    static String stateReason(Application app) {
        String reason = app.progress().transitions().getLast().reason();
        return app.state() != AppState.PENDING
                ? reason
                : app.progress().lastAttempt().map(Attempt::hindrance).orElse(reason);
    }

    static JsonNode failure(Application app) {
        String sentence = app.progress().failure();
        if (sentence == null) {
            return Json.object().nullNode();
        }
        ObjectNode failure = Json.object().put("sentence", sentence).putNull("exception");
        failure.putNull("detail");
        failure.put(
                "advice",
                app.progress()
                        .lastAttempt()
                        .map(Attempt::failure)
                        .map(FailureClass::advice)
                        .orElse(null));
        if (app.observed()) {
            failure.putNull("link"); // its logs are not here
        } else {
            failure.putObject("link").put("kind", "log").put("id", "driver");
        }
        return failure;
    }

    static ArrayNode attempts(Application app) {
        ArrayNode attempts = Json.array();
        for (Attempt attempt : app.progress().attempts()) {
            attempts.addObject()
                    .put("attempt", attempt.number())
                    .put("sparkAppId", attempt.sparkAppId())
                    .put("startedAt", Json.time(attempt.driverStartedAt()))
                    .put("endedAt", Json.time(attempt.endedAt()))
                    .put("exitCode", attempt.exitCode())
                    .put("failureClass", text(attempt.failure()))
                    .put("reason", attempt.reason());
        }
        return attempts;
    }

    private static @Nullable String text(@Nullable FailureClass failure) {
        return failure == null ? null : failure.text();
    }

    static ArrayNode transitions(Application app) {
        ArrayNode transitions = Json.array();
        app.progress()
                .transitions()
                .forEach(transition ->
                        transitions
                                .addObject()
                                .put("state", transition.state().name())
                                .put("at", Json.time(transition.at()))
                                .put("reason", transition.reason()));
        return transitions;
    }
}
