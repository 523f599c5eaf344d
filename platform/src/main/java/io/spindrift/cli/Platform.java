package io.spindrift.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.StreamSupport;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLHandshakeException;

/// The platform's API, as a client sees it. `HttpURLConnection` and not `HttpClient`: it starts 60
/// ms sooner, and a command makes few calls.
///
/// Every call throws [RefusedException] when the platform says no or is not trusted, and
/// [UnreachableException] when it says nothing.
final class Platform {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final int CONNECT_MILLIS = 5_000;
    private static final int READ_MILLIS = 60_000;

    private final Target target;

    Platform(Target target) {
        this.target = target;
    }

    URI url() {
        return target.url();
    }

    Answer get(String path, Map<String, String> query) {
        return exchange("GET", path + query(query), Map.of(), Optional.empty());
    }

    Answer post(String path, JsonNode body) {
        return exchange(
                "POST",
                path,
                Map.of("Content-Type", "application/json", "X-Spindrift-Source", "cli"),
                Optional.of(bytes(body)));
    }

    Answer postYaml(String path, byte[] yaml) {
        return exchange(
                "POST",
                path,
                Map.of("Content-Type", "application/yaml", "X-Spindrift-Source", "cli"),
                Optional.of(yaml));
    }

    Answer delete(String path) {
        return exchange("DELETE", path, Map.of(), Optional.empty());
    }

    Answer put(String path, Map<String, String> query, Map<String, String> headers, byte[] body) {
        return exchange("PUT", path + query(query), headers, Optional.of(body));
    }

    /// The body as it comes; the caller closes it. Reading may wait a minute for the next byte.
    InputStream open(String path, Map<String, String> query, String accept) {
        HttpURLConnection connection =
                connect("GET", path + query(query), Map.of("Accept", accept));
        try {
            if (connection.getResponseCode() >= 400) {
                throw refusal(connection);
            }
            return connection.getInputStream();
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    private Answer exchange(
            String method, String path, Map<String, String> headers, Optional<byte[]> body) {
        HttpURLConnection connection = connect(method, path, headers);
        try {
            if (body.isPresent()) {
                connection.setDoOutput(true);
                connection.setFixedLengthStreamingMode(body.get().length);
                try (OutputStream out = connection.getOutputStream()) {
                    out.write(body.get());
                }
            }
            int status = connection.getResponseCode();
            if (status >= 400) {
                throw refusal(connection);
            }
            try (InputStream in = connection.getInputStream()) {
                return new Answer(status, parse(in.readAllBytes()).path("response"));
            }
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    private HttpURLConnection connect(String method, String path, Map<String, String> headers) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(target.url() + path).toURL().openConnection();
            if (connection instanceof HttpsURLConnection secure) {
                target.trust().get().applyTo(secure);
            }
            connection.setRequestMethod(method);
            connection.setConnectTimeout(CONNECT_MILLIS);
            connection.setReadTimeout(READ_MILLIS);
            connection.setInstanceFollowRedirects(false);
            connection.setRequestProperty("Accept", "application/json");
            headers.forEach(connection::setRequestProperty);
            target.token()
                    .ifPresent(token ->
                            connection.setRequestProperty("Authorization", "Bearer " + token));
            return connection;
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    private RuntimeException unreachable(IOException cause) {
        if (cause instanceof SSLHandshakeException) {
            return new RefusedException(
                    "the certificate of "
                            + target.url()
                            + " is not trusted ("
                            + cause.getMessage()
                            + "); give it, or its authority's, as PEM: --ca FILE, or SPINDRIFT_CA");
        }
        return new UnreachableException(
                "no answer from "
                        + target.url()
                        + " ("
                        + cause.getMessage()
                        + "); is the service running? spindrift status, spindrift start",
                cause);
    }

    private RefusedException refusal(HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        byte[] body;
        try (InputStream in = connection.getErrorStream()) {
            body = in == null ? new byte[0] : in.readAllBytes();
        }
        if (status == 401) {
            return new RefusedException(status, withoutToken());
        }
        StringJoiner lines = new StringJoiner("\n");
        for (JsonNode error : parse(body).path("response").path("errors")) {
            lines.add(error.path("message").asText() + " (" + error.path("code").asText() + ")");
        }
        String said = lines.length() == 0 ? "the platform answered " + status : lines.toString();
        return new RefusedException(status, said);
    }

    private String withoutToken() {
        return (target.token().isEmpty() ? "a token is needed" : "the token is not accepted")
                + " at "
                + target.url()
                + "; set SPINDRIFT_TOKEN, or put `token=...` into"
                + " ~/.config/spindrift/client.properties";
    }

    /// Missing where the body is not JSON.
    private static JsonNode parse(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    private static byte[] bytes(JsonNode body) {
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + e.getMessage(), e);
        }
    }

    private static String query(Map<String, String> query) {
        StringJoiner joined = new StringJoiner("&", "?", "").setEmptyValue("");
        query.forEach((key, value) -> joined.add(key + "=" + encode(value)));
        return joined.toString();
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /// @param response `status`, `items`, `count` and the rest of the envelope's answer
    record Answer(int status, JsonNode response) {
        List<JsonNode> items() {
            return StreamSupport.stream(response.path("items").spliterator(), false).toList();
        }

        JsonNode item() {
            return response.path("items").path(0);
        }
    }
}
