package io.spindrift.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Prints a log, or follows it.
final class LogsCommand implements Command {
    private static final int TRIES = 30;

    private static final Syntax SYNTAX =
            Syntax.of(
                            "logs",
                            "Prints the log of a driver or executor, or follows it",
                            Flag.of("--follow,-f", "Go on until it ends"),
                            Flag.taking(
                                    "--executor,-e", "N", "Of this executor; else of the driver"),
                            Flag.of("--stdout", "What it printed; else its log (stderr)"),
                            Flag.taking("--attempt", "N", "Of this attempt; else of the last"),
                            Flag.taking("--tail", "BYTES", "Only the last so many bytes"))
                    .taking("ID", 1, 1);

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int run(Call call) {
        Words words = call.words();
        Map<String, String> query = new LinkedHashMap<>();
        query.put("stream", words.has("--stdout") ? "stdout" : "stderr");
        words.text("--attempt").ifPresent(attempt -> query.put("attempt", attempt));
        words.text("--tail").ifPresent(tail -> query.put("tail", tail));
        String path = call.appPath(words.rest().getFirst()) + "/log/";
        Optional<String> executor = words.text("--executor");
        if (words.has("--follow")) {
            query.put("container", executor.map(id -> "executor-" + id).orElse("driver"));
            follow(call, path + "live", query);
        } else {
            print(call, path + executor.map(id -> "executor/" + id).orElse("driver"), query);
        }
        return 0;
    }

    private static void print(Call call, String path, Map<String, String> query) {
        try (InputStream log = call.platform().open(path, query, "text/plain")) {
            log.transferTo(System.out);
            System.out.flush();
        } catch (IOException e) {
            throw new UnreachableException("the log broke off", e);
        }
    }

    /// By Server-Sent Events, for these can go on at the byte where a break came.
    private static void follow(Call call, String path, Map<String, String> query) {
        int failures = 0;
        LogEvents events = new LogEvents(text -> call.out().print(text));
        while (!events.ended()) {
            long before = events.nextOffset();
            try (InputStream in = call.platform().open(path, query, "text/event-stream");
                    BufferedReader lines =
                            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                for (String line = lines.readLine();
                        line != null && !events.ended();
                        line = lines.readLine()) {
                    events.line(line);
                    call.out().flush();
                }
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

    private static void pause() {
        try {
            Thread.sleep(1_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException("interrupted");
        }
    }
}
