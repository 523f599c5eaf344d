package io.spindrift.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.spindrift.access.Identity;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// One request that has passed the gate, and the way to answer it.
final class Call {
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,45}");
    private static final Pattern APP = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,199}");
    private static final Pattern JOB = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private static final List<String> YAML_TYPES =
            List.of("application/yaml", "application/x-yaml", "text/yaml", "application/json");

    private final ServerRequest request;
    private final ServerResponse response;
    private final Answers answers;
    private final long bodyLimitBytes;

    Call(ServerRequest request, ServerResponse response, Answers answers, long bodyLimitBytes) {
        this.request = request;
        this.response = response;
        this.answers = answers;
        this.bodyLimitBytes = bodyLimitBytes;
    }

    ServerRequest request() {
        return request;
    }

    ServerResponse response() {
        return response;
    }

    /// Who asks; the gate let nobody else through.
    Identity who() {
        return request.context()
                .get(Identity.class)
                .orElseThrow(
                        () -> RefusedException.of(401, "UNAUTHENTICATED", "a token is required"));
    }

    Query query(String... known) {
        return new Query(request.query(), known);
    }

    Optional<String> header(String name) {
        return request.headers().first(HeaderNames.create(name));
    }

    String clusterId() {
        return id("clusterId", ID);
    }

    String appId() {
        return id("appId", APP);
    }

    String jobId() {
        return id("jobId", JOB);
    }

    /// A part of the path that must look like an id.
    String id(String name) {
        return id(name, ID);
    }

    String id(String name, Pattern allowed) {
        String id = request.path().pathParameters().get(name);
        if (!allowed.matcher(id).matches()) {
            throw RefusedException.invalid(
                    name,
                    "'" + name + "' must match " + allowed.pattern() + ", which this does not");
        }
        return id;
    }

    /// The body as JSON.
    JsonNode body() {
        String type = header("Content-Type").orElse("application/json");
        if (!type.startsWith("application/json")) {
            throw RefusedException.of(
                    415,
                    "UNSUPPORTED_MEDIA_TYPE",
                    "the body must be application/json, not " + type);
        }
        return Json.parse(bodyBytes());
    }

    /// The body as YAML or JSON, one document.
    JsonNode yaml() {
        String type = header("Content-Type").orElse("application/yaml").replaceFirst(";.*", "");
        if (!YAML_TYPES.contains(type.strip())) {
            throw RefusedException.of(
                    415,
                    "UNSUPPORTED_MEDIA_TYPE",
                    "the body must be application/yaml or application/json, not " + type);
        }
        return Json.parseYaml(bodyBytes());
    }

    private byte[] bodyBytes() {
        long announced = request.headers().contentLength().orElse(0);
        if (announced > bodyLimitBytes) {
            throw tooLarge(bodyLimitBytes);
        }
        if (!request.content().hasEntity()) {
            return new byte[0];
        }
        try (InputStream in = request.content().inputStream()) {
            byte[] bytes = in.readNBytes((int) bodyLimitBytes + 1);
            if (bytes.length > bodyLimitBytes) {
                throw tooLarge(bodyLimitBytes);
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static RefusedException tooLarge(long limitBytes) {
        return RefusedException.of(
                413, "TOO_LARGE", "the body has more than the " + limitBytes + " bytes allowed");
    }

    void answer(Answer answer) {
        answers.send(request, response, answer);
    }

    void bytes(String type, byte[] body) {
        answers.bytes(request, response, type, body);
    }

    void csv(String csv, String fileName) {
        answers.text(request, response, "text/csv; charset=utf-8", csv, fileName);
    }
}
