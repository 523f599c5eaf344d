package io.spindrift.history.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.http.HeaderNames;
import io.helidon.http.NotFoundException;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.spindrift.history.AppRun;
import io.spindrift.history.History;
import io.spindrift.history.RunId;
import io.spindrift.history.http.Answer;
import io.spindrift.history.http.Csv;
import io.spindrift.history.http.Mount;
import io.spindrift.history.http.RunListRoutes;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The platform's envelope without the platform: who is let in may see every run.
final class PlainMount implements Mount {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final History history;
    private final InstantSource clock;

    PlainMount(History history, InstantSource clock) {
        this.history = history;
        this.clock = clock;
    }

    @Override
    public RunId run(ServerRequest request) {
        return run(
                request.path().pathParameters().get("appId"),
                request.query().first("attempt").orElse(""));
    }

    @Override
    public RunId other(ServerRequest request, String appId, @Nullable Integer attempt) {
        return run(appId, attempt == null ? "" : attempt.toString());
    }

    private RunId run(String appId, String attempt) {
        return history.attempts(appId).stream()
                .map(AppRun::id)
                .filter(run -> attempt.isEmpty() || attempt.equals(String.valueOf(run.attempt())))
                .findFirst()
                .orElseThrow(() ->
                        new NotFoundException(
                                "there is no application "
                                        + appId
                                        + (attempt.isEmpty()
                                                ? ""
                                                : " with an attempt " + attempt)));
    }

    @Override
    public void send(ServerRequest request, ServerResponse response, Answer answer) {
        answer.items().forEach(PlainMount::addCluster);
        if (request.query().first("format").filter("csv"::equals).isPresent()) {
            response.header(HeaderNames.CONTENT_TYPE, "text/csv; charset=utf-8");
            response.header(
                    HeaderNames.CONTENT_DISPOSITION,
                    "attachment; filename=\"" + answer.kind() + ".csv\"");
            response.send(Csv.of(answer.items()).getBytes(StandardCharsets.UTF_8));
            return;
        }
        ObjectNode envelope = envelope(request, Status.OK_200);
        ObjectNode body =
                ((ObjectNode) envelope.get("response"))
                        .put("kind", "spindrift:spark:" + answer.kind());
        ArrayNode items = body.putArray("items");
        answer.items().forEach(items::add);
        body.put("count", answer.items().size());
        if (answer.total() != null) {
            body.put("total", answer.total());
        }
        answer.beside().forEach(body::set);
        send(response, envelope);
    }

    /// A hit of a search says where its application is shown.
    private static void addCluster(ObjectNode item) {
        if (item.has("fragments") && item.has("clusterId")) {
            item.put("clusterId", RunListRoutes.CLUSTER);
        }
    }

    void refuse(
            ServerRequest request,
            ServerResponse response,
            Status status,
            String code,
            String message) {
        ObjectNode envelope = envelope(request, status);
        ObjectNode body =
                ((ObjectNode) envelope.get("response")).put("kind", "spindrift:spark:error");
        body.putArray("items");
        body.put("count", 0);
        body.putArray("errors").addObject().put("code", code).put("message", message);
        response.status(status);
        send(response, envelope);
    }

    private ObjectNode envelope(ServerRequest request, Status status) {
        ObjectNode envelope = JSON.createObjectNode();
        envelope.putObject("request")
                .put("id", UUID.randomUUID().toString())
                .put("url", request.requestedUri().path().rawPath())
                .put("method", request.prologue().method().text())
                .put("timestamp", clock.instant().toString());
        envelope.putObject("response")
                .putObject("status")
                .put("code", status.code())
                .put("message", status.reasonPhrase());
        return envelope;
    }

    private static void send(ServerResponse response, ObjectNode envelope) {
        try {
            response.header(HeaderNames.CONTENT_TYPE, "application/json")
                    .header(HeaderNames.CACHE_CONTROL, "no-store")
                    .header("X-Content-Type-Options", "nosniff")
                    .send(JSON.writeValueAsBytes(envelope));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is always written", e);
        }
    }
}
