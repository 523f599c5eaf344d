package io.spindrift.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/// Follows one stream of a log to its end, by Server-Sent Events: these can go on at the byte where
/// a break came.
final class LogFollow {
    private static final int TRIES = 30;

    private final Platform platform;
    private final String path;
    private final Map<String, String> query;
    private final LogEvents events;

    LogFollow(Platform platform, String path, Map<String, String> query, Consumer<String> text) {
        this.platform = platform;
        this.path = path;
        this.query = new LinkedHashMap<>(query);
        this.events = new LogEvents(text);
    }

    void untilEnd() {
        int failures = 0;
        while (!events.ended()) {
            long before = events.nextOffset();
            try {
                read();
            } catch (IOException | UnreachableException e) {
                failures = events.nextOffset() > before ? 0 : failures + 1;
                if (failures == TRIES) {
                    throw new UnreachableException("the log broke off for good", e);
                }
                pause();
            }
            if (events.nextOffset() > 0) {
                query.remove("tail");
                query.put("offset", String.valueOf(events.nextOffset()));
            }
        }
    }

    private void read() throws IOException {
        try (InputStream in = platform.open(path, query, "text/event-stream");
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine();
                    line != null && !events.ended();
                    line = lines.readLine()) {
                events.line(line);
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(1_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException("interrupted");
        }
    }
}
