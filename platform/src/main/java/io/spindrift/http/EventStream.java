package io.spindrift.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Writes Server-Sent Events. An `IOException` or its like means that the client is gone.
final class EventStream implements AutoCloseable {
    private final OutputStream out;

    private EventStream(OutputStream out) {
        this.out = out;
    }

    static EventStream open(ServerResponse response) {
        response.header(HeaderNames.CONTENT_TYPE, "text/event-stream; charset=utf-8");
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        response.header("X-Content-Type-Options", "nosniff");
        response.header("X-Accel-Buffering", "no");
        return new EventStream(response.outputStream());
    }

    /// @param data one line
    void send(@Nullable String id, String kind, String data) throws IOException {
        String idLine = id == null || id.isEmpty() ? "" : "id: " + id + "\n";
        write(idLine + "event: " + kind + "\ndata: " + data + "\n\n");
    }

    void beat() throws IOException {
        write(": beat\n\n");
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
