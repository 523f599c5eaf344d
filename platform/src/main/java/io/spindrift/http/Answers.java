package io.spindrift.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// Writes answers: the envelope, compressed where that pays and the client can read it.
final class Answers {
    static final String ID_HEADER = "X-Request-Id";
    private static final int WORTH_COMPRESSING = 1400;

    private final InstantSource clock;

    Answers(InstantSource clock) {
        this.clock = clock;
    }

    void send(ServerRequest request, ServerResponse response, Answer answer) {
        response.status(Status.create(answer.status()));
        bytes(
                request,
                response,
                "application/json",
                Json.bytes(envelope(asked(request), clock.instant(), answer)));
    }

    /// @param fileName null for text that is shown, not saved
    void text(
            ServerRequest request,
            ServerResponse response,
            String type,
            String text,
            @Nullable String fileName) {
        if (fileName != null) {
            response.header(
                    HeaderNames.CONTENT_DISPOSITION, "attachment; filename=\"" + fileName + "\"");
        }
        bytes(request, response, type, text.getBytes(StandardCharsets.UTF_8));
    }

    void bytes(ServerRequest request, ServerResponse response, String type, byte[] body) {
        response.header(HeaderNames.CONTENT_TYPE, type);
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        response.header("X-Content-Type-Options", "nosniff");
        if (body.length < WORTH_COMPRESSING || !acceptsGzip(request)) {
            response.send(body);
            return;
        }
        response.header(HeaderNames.CONTENT_ENCODING, "gzip");
        response.header(HeaderNames.VARY, "Accept-Encoding");
        response.send(gzip(body, Deflater.BEST_SPEED));
    }

    static boolean acceptsGzip(ServerRequest request) {
        return request.headers()
                .first(HeaderNames.ACCEPT_ENCODING)
                .map(value -> value.contains("gzip"))
                .orElse(false);
    }

    static byte[] gzip(byte[] bytes, int level) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 3 + 64);
        try (OutputStream gzip = new LeveledGzip(out, level)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static ObjectNode envelope(Asked asked, Instant at, Answer answer) {
        ObjectNode envelope = Json.object();
        envelope.putObject("request")
                .put("id", asked.id())
                .put("url", asked.url())
                .put("method", asked.method())
                .put("timestamp", Json.time(at));
        ObjectNode response = envelope.putObject("response");
        Status status = Status.create(answer.status());
        response.putObject("status")
                .put("code", status.code())
                .put("message", status.reasonPhrase());
        response.put("kind", "spindrift:spark:" + answer.kind());
        response.set("items", Json.array(answer.items()));
        response.put("count", answer.items().size());
        if (answer.total() != null) {
            response.put("total", answer.total().longValue());
        }
        if (answer.extra() != null) {
            response.setAll(answer.extra());
        }
        if (!answer.refusals().isEmpty()) {
            ArrayNode errors = response.putArray("errors");
            answer.refusals()
                    .forEach(refusal ->
                            errors.addObject()
                                    .put("code", refusal.code())
                                    .put("message", refusal.message())
                                    .set("fieldPaths", Json.texts(refusal.fieldPaths())));
        }
        return envelope;
    }

    private static Asked asked(ServerRequest request) {
        return new Asked(RequestId.of(request), url(request), request.prologue().method().text());
    }

    /// The whole of it; the request's own path begins where the routes are mounted.
    private static String url(ServerRequest request) {
        String query = request.query().rawValue();
        return request.prologue().uriPath().rawPath() + (query.isEmpty() ? "" : "?" + query);
    }

    /// The request as the envelope tells it.
    record Asked(String id, String url, String method) {}

    private static final class LeveledGzip extends GZIPOutputStream {
        LeveledGzip(OutputStream out, int level) throws IOException {
            super(out, 8192);
            def.setLevel(level);
        }
    }
}
