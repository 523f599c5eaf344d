package io.spindrift.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// Prints the two streams of a driver or executor, each to the stream of its name, or follows them.
///
/// Nobody knows in which order a past line of one came to the other's, so the past is printed one
/// after the other: what the program printed comes last, where a person looks first.
final class LogsCommand implements Command {
    private static final int NOT_FOUND = 404;

    private static final Syntax SYNTAX =
            Syntax.of(
                            "logs",
                            "Prints what a driver or executor wrote, or follows it",
                            Flag.of("--follow,-f", "Go on until it ends"),
                            Flag.taking(
                                    "--executor,-e", "N", "Of this executor; else of the driver"),
                            Flag.taking(
                                    "--container,-c",
                                    "NAME",
                                    "Of this container, as driver-init-fetch or executor-0"),
                            Flag.of("--stdout", "Only what the program printed"),
                            Flag.of("--stderr", "Only Spark's log, and what went to stderr"),
                            Flag.taking("--attempt", "N", "Of this attempt; else of the last"),
                            Flag.taking("--tail", "BYTES", "Only the last so many bytes of each"))
                    .taking("ID", 1, 1);

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int run(Call call) {
        Words words = call.words();
        List<String> streams = streams(words);
        Map<String, String> query = new LinkedHashMap<>();
        words.text("--attempt").ifPresent(attempt -> query.put("attempt", attempt));
        words.text("--tail").ifPresent(tail -> query.put("tail", tail));
        String path = call.appPath(words.rest().getFirst()) + "/log/";
        String container = container(words);
        LogPrinter printer = new LogPrinter(call, streams.size() > 1);
        if (words.has("--follow")) {
            query.put("container", container);
            follow(call.platform(), path + "live", query, streams, printer);
        } else {
            print(call, path + "container/" + container, query, streams, printer);
        }
        return 0;
    }

    private static String container(Words words) {
        Optional<String> named = words.text("--container");
        return named.orElseGet(
                () -> words.text("--executor").map(id -> "executor-" + id).orElse("driver"));
    }

    private static List<String> streams(Words words) {
        if (words.has("--stdout") == words.has("--stderr")) {
            return List.of("stderr", "stdout");
        }
        return List.of(words.has("--stdout") ? "stdout" : "stderr");
    }

    /// A stream that is not there is left out, unless none is.
    private static void print(
            Call call,
            String path,
            Map<String, String> query,
            List<String> streams,
            LogPrinter printer) {
        RefusedException missing = null;
        boolean any = false;
        for (String stream : streams) {
            try (InputStream log =
                    call.platform().open(path, with(query, "stream", stream), "text/plain")) {
                any = true;
                boolean toErr = streams.size() > 1 && stream.equals("stderr");
                copy(log, stream, toErr ? System.err : System.out, printer);
            } catch (RefusedException e) {
                missing = notFound(e);
            } catch (IOException e) {
                throw new UnreachableException("the log broke off", e);
            }
        }
        if (!any && missing != null) {
            throw missing;
        }
    }

    private static RefusedException notFound(RefusedException refusal) {
        if (refusal.status() != NOT_FOUND) {
            throw refusal;
        }
        return refusal;
    }

    private static void copy(InputStream log, String stream, OutputStream to, LogPrinter printer)
            throws IOException {
        if (printer.plain()) {
            log.transferTo(to);
            to.flush();
            return;
        }
        Reader text = new InputStreamReader(log, StandardCharsets.UTF_8);
        char[] piece = new char[8192];
        for (int read = text.read(piece); read >= 0; read = text.read(piece)) {
            printer.print(stream, new String(piece, 0, read));
        }
        printer.end(stream);
    }

    private static void follow(
            Platform platform,
            String path,
            Map<String, String> query,
            List<String> streams,
            LogPrinter printer) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            ExecutorCompletionService<@Nullable Void> follows =
                    new ExecutorCompletionService<>(threads);
            for (String stream : streams) {
                follows.submit(
                        () -> {
                            Map<String, String> own = with(query, "stream", stream);
                            new LogFollow(platform, path, own, text -> printer.print(stream, text))
                                    .untilEnd();
                            printer.end(stream);
                        },
                        null);
            }
            try {
                for (int ended = 0; ended < streams.size(); ended++) {
                    follows.take().get();
                }
            } catch (ExecutionException e) {
                threads.shutdownNow();
                throw e.getCause() instanceof RuntimeException cause
                        ? cause
                        : new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                threads.shutdownNow();
                Thread.currentThread().interrupt();
                throw new RefusedException("interrupted");
            }
        }
    }

    private static Map<String, String> with(Map<String, String> query, String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(query);
        more.put(key, value);
        return more;
    }
}
