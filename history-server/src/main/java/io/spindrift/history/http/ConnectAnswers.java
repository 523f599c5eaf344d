package io.spindrift.history.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.webserver.http.ServerRequest;
import io.spindrift.history.ConnectSession;
import io.spindrift.history.ConnectSession.ConnectOperation;
import io.spindrift.history.History;
import io.spindrift.history.Page;
import io.spindrift.history.RunId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// Sessions of clients, and what they ran.
final class ConnectAnswers {
    private static final Map<String, Comparator<ConnectSession>> SORTS =
            Map.of(
                    "user", Comparator.comparing(ConnectSession::user),
                    "startedAt", Comparator.comparing(ConnectSession::startedAt),
                    "closedAt", Rows.by(ConnectSession::closedAt),
                    "operations", Comparator.comparingInt(ConnectSession::operations),
                    "failedOperations", Comparator.comparingInt(ConnectSession::failedOperations));

    private final History history;

    ConnectAnswers(History history) {
        this.history = history;
    }

    Answer sessions(ServerRequest request, RunId run) {
        Parameters query = Parameters.ofList(request);
        List<ConnectSession> newest = history.connectSessions(run).reversed();
        return Rows.page("connectSession", query, newest, SORTS, ConnectAnswers::json);
    }

    Answer operations(ServerRequest request, RunId run) {
        Parameters query = Parameters.of(request, "offset", "limit", "session");
        Page<ConnectOperation> page =
                history.connectOperations(
                        run, query.text("session").orElse(null), query.offset(), query.limit());
        List<ObjectNode> items = page.items().stream().map(ConnectAnswers::json).toList();
        return Answer.list("connectOperation", items, page.total());
    }

    private static ObjectNode json(ConnectSession session) {
        return Json.object()
                .put("sessionId", session.id())
                .put("door", session.door().name())
                .put("user", session.user())
                .put("clientAddress", session.clientAddress())
                .put("startedAt", Json.time(session.startedAt()))
                .put("closedAt", Json.time(session.closedAt()))
                .put("durationMillis", Json.millisBetween(session.startedAt(), session.closedAt()))
                .put("operations", session.operations())
                .put("runningOperations", session.runningOperations())
                .put("failedOperations", session.failedOperations());
    }

    private static ObjectNode json(ConnectOperation operation) {
        ObjectNode json =
                Json.object()
                        .put("operationId", operation.id())
                        .put("sessionId", operation.sessionId())
                        .put("door", operation.door().name())
                        .put("user", operation.user())
                        .put("statement", operation.statement())
                        .put("jobTag", operation.jobTag())
                        .put("state", SpanState.of(operation.status()).name())
                        .put("startedAt", Json.time(operation.startedAt()))
                        .put("parsedAt", Json.time(operation.parsedAt()))
                        .put("readyAt", Json.time(operation.readyAt()))
                        .put("finishedAt", Json.time(operation.finishedAt()))
                        .put("closedAt", Json.time(operation.closedAt()))
                        .put(
                                "durationMillis",
                                Json.millisBetween(operation.startedAt(), operation.finishedAt()))
                        .put("error", operation.error())
                        .put("producedRows", operation.producedRows());
        json.set("tags", Json.texts(operation.tags()));
        json.set("jobIds", Json.numbers(operation.jobIds()));
        json.set("executionIds", Json.numbers(operation.sqlIds()));
        return json;
    }
}
