package io.spindrift.history.eventlog;

import com.fasterxml.jackson.databind.JsonNode;
import io.spindrift.history.eventlog.ConnectEvent.Step;
import org.jspecify.annotations.Nullable;

/// Reads events of Spark Connect and of the Thrift server, which are much alike.
final class ConnectEvents {
    private static final String CONNECT = "SparkListenerConnect";
    private static final String THRIFT = "SparkListenerThriftServer";

    private ConnectEvents() {}

    /// @param simple the class's name without its package
    static @Nullable ConnectEvent read(String simple, JsonNode event) {
        if (simple.startsWith(CONNECT)) {
            return connect(simple.substring(CONNECT.length()), event);
        }
        return simple.startsWith(THRIFT) ? thrift(simple.substring(THRIFT.length()), event) : null;
    }

    private static @Nullable ConnectEvent connect(String what, JsonNode event) {
        long at = Json.number(event, "eventTime");
        String id = Json.text(event, "operationId");
        return switch (what) {
            case "SessionStarted" ->
                    new ConnectEvent.SessionStarted(
                            false,
                            Json.text(event, "sessionId"),
                            Json.text(event, "userId"),
                            null,
                            at);
            case "SessionClosed" ->
                    new ConnectEvent.SessionClosed(Json.text(event, "sessionId"), at);
            case "OperationStarted" -> connectStarted(id, at, event);
            case "OperationAnalyzed" -> step(id, Step.PARSED, at);
            case "OperationReadyForExecution" -> step(id, Step.READY, at);
            case "OperationCanceled" -> step(id, Step.CANCELED, at);
            case "OperationFailed" ->
                    new ConnectEvent.OperationStep(
                            id, Step.FAILED, at, Json.text(event, "errorMessage"), -1);
            case "OperationFinished" ->
                    new ConnectEvent.OperationStep(
                            id, Step.FINISHED, at, null, event.path("producedRowCount").asLong(-1));
            case "OperationClosed" -> step(id, Step.CLOSED, at);
            default -> null;
        };
    }

    private static ConnectEvent connectStarted(String id, long at, JsonNode event) {
        String name = Json.text(event, "userName");
        return new ConnectEvent.OperationStarted(
                false,
                id,
                Json.text(event, "sessionId"),
                name.isEmpty() ? Json.text(event, "userId") : name,
                Json.text(event, "statementText"),
                Json.text(event, "jobTag"),
                Json.strings(event.path("sparkSessionTags")),
                at);
    }

    private static @Nullable ConnectEvent thrift(String what, JsonNode event) {
        String id = Json.text(event, "id");
        long finished = Json.number(event, "finishTime");
        return switch (what) {
            case "SessionCreated" ->
                    new ConnectEvent.SessionStarted(
                            true,
                            Json.text(event, "sessionId"),
                            Json.text(event, "userName"),
                            Json.textOrNull(event, "ip"),
                            Json.number(event, "startTime"));
            case "SessionClosed" ->
                    new ConnectEvent.SessionClosed(Json.text(event, "sessionId"), finished);
            case "OperationStart" ->
                    new ConnectEvent.OperationStarted(
                            true,
                            id,
                            Json.text(event, "sessionId"),
                            Json.text(event, "userName"),
                            Json.text(event, "statement"),
                            Json.text(event, "groupId"),
                            Json.strings(event.path("tags")),
                            Json.number(event, "startTime"));
            case "OperationParsed" -> step(id, Step.PARSED, 0);
            case "OperationCanceled" -> step(id, Step.CANCELED, finished);
            case "OperationTimeout" ->
                    new ConnectEvent.OperationStep(id, Step.FAILED, finished, "Timed out", -1);
            case "OperationError" -> thriftError(id, finished, event);
            case "OperationFinish" -> step(id, Step.FINISHED, finished);
            case "OperationClosed" -> step(id, Step.CLOSED, Json.number(event, "closeTime"));
            default -> null;
        };
    }

    private static ConnectEvent thriftError(String id, long at, JsonNode event) {
        String trace = Json.text(event, "errorTrace");
        String message = Json.text(event, "errorMsg");
        return new ConnectEvent.OperationStep(
                id, Step.FAILED, at, trace.contains(message) ? trace : message, -1);
    }

    private static ConnectEvent step(String id, Step step, long atMillis) {
        return new ConnectEvent.OperationStep(id, step, atMillis, null, -1);
    }
}
