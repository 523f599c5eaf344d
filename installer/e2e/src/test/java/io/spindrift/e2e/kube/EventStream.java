package io.spindrift.e2e.kube;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// An answer that goes on, one JSON text a line where it is a watch.
final class EventStream {
    private static final String EXPIRED =
            "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},"
                    + "\"status\":\"Failure\",\"message\":\"too old resource version: 1 (2)\","
                    + "\"reason\":\"Expired\",\"code\":410}}\n";

    private final OutputStream out;
    private boolean betweenLines = true;
    private boolean expiring;
    private boolean closed;

    EventStream(OutputStream out) {
        this.out = out;
    }

    void copy(InputStream in) throws IOException {
        byte[] buffer = new byte[16 << 10];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            if (!write(buffer, read)) {
                return;
            }
        }
    }

    private synchronized boolean write(byte[] bytes, int count) throws IOException {
        if (closed) {
            return false;
        }
        out.write(bytes, 0, count);
        out.flush();
        betweenLines = count == 0 ? betweenLines : bytes[count - 1] == '\n';
        if (expiring && betweenLines) {
            end();
        }
        return !closed;
    }

    /// Ends it with "410 Gone", after the event that is being told.
    synchronized void expire() {
        expiring = true;
        if (betweenLines && !closed) {
            try {
                end();
            } catch (IOException e) {
                closed = true; // it has ended by itself
            }
        }
    }

    private void end() throws IOException {
        closed = true;
        out.write(EXPIRED.getBytes(StandardCharsets.UTF_8));
        out.close();
    }
}
