package io.spindrift.agent;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Speaks the protocol; `openapi.yaml` of the platform tells it. One call at a time.
final class PushClient {
    private static final int CONNECT_MILLIS = 3_000;
    private static final int READ_MILLIS = 20_000;
    private static final int ANSWER_MAX_BYTES = 64 << 10;

    private final URL server;
    private final String token;

    PushClient(URL server, String token) {
        this.server = server;
        this.token = token;
    }

    /// @param path below the server's address
    /// @param limitMillis after which it counts as failed
    Reply post(String path, String type, byte[] body, long limitMillis) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) new URL(server, path).openConnection();
        connection.setRequestMethod("POST");
        connection.setConnectTimeout((int) Math.max(1, Math.min(CONNECT_MILLIS, limitMillis)));
        connection.setReadTimeout((int) Math.max(1, Math.min(READ_MILLIS, limitMillis)));
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(body.length);
        connection.setRequestProperty("Content-Type", type);
        if (!token.isEmpty()) {
            connection.setRequestProperty("Authorization", "Bearer " + token);
        }
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body);
        }
        int status = connection.getResponseCode();
        return new Reply(
                status,
                body(connection, status),
                retryAfter(connection.getHeaderField("Retry-After")));
    }

    /// Read to its end, so that the connection serves again.
    private static String body(HttpURLConnection connection, int status) throws IOException {
        InputStream stream =
                status < 400 ? connection.getInputStream() : connection.getErrorStream();
        if (stream == null) {
            return "";
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (InputStream in = stream) {
            byte[] chunk = new byte[4096];
            for (int length = in.read(chunk); length > 0; length = in.read(chunk)) {
                if (body.size() < ANSWER_MAX_BYTES) {
                    body.write(chunk, 0, length);
                }
            }
        }
        return new String(body.toByteArray(), StandardCharsets.UTF_8);
    }

    /// Seconds, or a date.
    static long retryAfter(@Nullable String header) {
        if (header == null) {
            return 0;
        }
        String text = header.trim();
        if (text.matches("\\d{1,9}")) {
            return TimeUnit.SECONDS.toMillis(Long.parseLong(text));
        }
        try {
            Instant at =
                    ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            return Math.max(0, Duration.between(Instant.now(), at).toMillis());
        } catch (DateTimeException e) {
            return 0;
        }
    }
}
