package io.spindrift.history.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.spindrift.history.AppRun;
import io.spindrift.history.History;
import io.spindrift.history.LogPart;
import io.spindrift.history.RunId;
import io.spindrift.history.RunQuery;
import io.spindrift.history.http.Answer;
import io.spindrift.history.http.LogZip;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/// What the console asks a server for, besides history: who is asking, what changes, and names to
/// choose from.
final class AloneRoutes {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long BEAT_MILLIS = 15_000;
    private static final long PAUSE_MILLIS = 2_000;
    private static final int STREAMS_MOST = 200;
    private static final int NAMES_MOST = 500;
    private static final int BODY_MOST = 10_000;

    private final History history;
    private final PlainMount mount;
    private final Door door;
    private final Changes changes;
    private final Semaphore streams = new Semaphore(STREAMS_MOST);

    AloneRoutes(History history, PlainMount mount, Door door, Changes changes) {
        this.history = history;
        this.mount = mount;
        this.door = door;
        this.changes = changes;
    }

    void addTo(HttpRouting.Builder routing) {
        routing.post("/login", this::signIn);
        routing.post("/logout", this::signOut);
        routing.get(
                "/ocean/spark/user/me",
                (request, response) -> mount.send(request, response, user()));
        routing.get(
                "/ocean/spark/user",
                (request, response) -> names(request, response, "user", "name", AppRun::user));
        routing.get(
                "/ocean/spark/runtime",
                (request, response) ->
                        names(request, response, "runtime", "version", AppRun::sparkVersion));
        routing.get("/ocean/spark/events", this::events);
        routing.get("/ocean/spark/cluster/{clusterId}/app/{appId}/eventlog", this::eventLog);
    }

    private Answer user() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("name", door.open() ? "everyone" : "signed in").put("admin", false);
        return new Answer("user", List.of(json), null, Map.of());
    }

    private void signIn(ServerRequest request, ServerResponse response) throws IOException {
        byte[] body = request.content().inputStream().readNBytes(BODY_MOST);
        String cookie = door.signIn(token(body));
        if (cookie == null) {
            throw new Refusal(401, "UNAUTHENTICATED", "that is not the token of this server");
        }
        response.header(HeaderNames.SET_COOKIE, cookie);
        mount.send(request, response, user());
    }

    private static String token(byte[] body) throws IOException {
        try {
            JsonNode json = JSON.readTree(body);
            return json == null ? "" : json.path("token").asText("").strip();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the body is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    private void signOut(ServerRequest request, ServerResponse response) {
        response.header(HeaderNames.SET_COOKIE, door.signOut());
        mount.send(request, response, new Answer("session", List.of(), null, Map.of()));
    }

    private void names(
            ServerRequest request,
            ServerResponse response,
            String kind,
            String field,
            Function<AppRun, String> name) {
        List<ObjectNode> names =
                history.runs(RunQuery.newest(Integer.MAX_VALUE)).items().stream()
                        .map(name)
                        .filter(text -> !text.isEmpty())
                        .distinct()
                        .sorted()
                        .limit(NAMES_MOST)
                        .map(text -> JsonNodeFactory.instance.objectNode().put(field, text))
                        .toList();
        mount.send(request, response, new Answer(kind, names, (long) names.size(), Map.of()));
    }

    /// Tells that something has changed, not what: the console asks for what it shows again.
    private void events(ServerRequest request, ServerResponse response) {
        if (!streams.tryAcquire()) {
            throw new Refusal(429, "TOO_MANY_REQUESTS", "too many pages listen; try again later");
        }
        response.header(HeaderNames.CONTENT_TYPE, "text/event-stream; charset=utf-8");
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        try (OutputStream out = response.outputStream()) {
            write(out, "event: hello\ndata: {\"resumed\":false}\n\n");
            long known = changes.count();
            while (!changes.closed()) {
                long now = changes.await(known, BEAT_MILLIS);
                write(out, now == known ? ": beat\n\n" : "event: overflow\ndata: {}\n\n");
                known = now;
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (IOException | UncheckedIOException e) {
            return; // The page is gone, which is how these streams end.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            streams.release();
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private void eventLog(ServerRequest request, ServerResponse response) {
        RunId run = mount.run(request);
        List<LogPart> parts = history.eventLog(run);
        if (parts.isEmpty()) {
            throw new Refusal(404, "NOT_FOUND", "no event log of " + run + " is kept");
        }
        String name = run.appId() + "-" + run.attempt() + ".zip";
        LogZip.send(response, "application/zip", name, parts);
    }
}
