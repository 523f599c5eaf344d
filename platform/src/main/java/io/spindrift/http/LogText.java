package io.spindrift.http;

import io.helidon.http.HeaderNames;
import io.spindrift.runtime.ContainerId;
import io.spindrift.runtime.LaunchId;
import io.spindrift.runtime.LogChunk;
import io.spindrift.runtime.LogStream;
import io.spindrift.runtime.Logs;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// One log on its way to a client.
record LogText(Logs logs, LaunchId id, ContainerId container, LogStream stream) {
    private static final int PIECE_BYTES = 64 * 1024;
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final int PAUSES_PER_BEAT = 60;

    /// Where to begin: at `offset`, or `tail` bytes before the end.
    static long start(Query query, long size) {
        long offset = query.number("offset", 0, Long.MAX_VALUE).orElse(0L);
        return query.number("tail", 0, Long.MAX_VALUE)
                .map(tail -> Math.max(0, size - tail))
                .orElse(Math.min(offset, size));
    }

    static long end(long from, long limit) {
        return limit > Long.MAX_VALUE - from ? Long.MAX_VALUE : from + limit;
    }

    /// Sends a stretch of it.
    void copy(Call call, long from, long to) {
        call.response().header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
        call.response().header(HeaderNames.CACHE_CONTROL, "no-store");
        call.response().header("X-Content-Type-Options", "nosniff");
        try (OutputStream out = call.response().outputStream()) {
            long at = from;
            while (at < to) {
                Optional<LogChunk> chunk = read(at, (int) Math.min(PIECE_BYTES, to - at));
                if (chunk.isEmpty() || chunk.get().bytes().length == 0) {
                    return;
                }
                out.write(chunk.get().bytes());
                at = chunk.get().nextOffset();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the client is gone", e);
        }
    }

    /// Sends it as it is written, until it has ended.
    ///
    /// @param ended the application's state once the attempt is over
    void follow(Call call, long from, Supplier<Optional<String>> ended, BooleanSupplier closing) {
        boolean events = call.header("Accept").orElse("").contains("text/event-stream");
        try (Sink sink = events ? new Events(call) : new Plain(call)) {
            long at = from;
            int pauses = 0;
            while (!closing.getAsBoolean()) {
                Optional<String> state = ended.get();
                Optional<LogChunk> chunk = read(at, PIECE_BYTES);
                byte[] bytes = chunk.map(LogChunk::bytes).orElse(new byte[0]);
                if (bytes.length > 0) {
                    LogChunk found = chunk.orElseThrow();
                    int length = found.live() ? wholeLines(bytes) : bytes.length;
                    sink.send(this, found.offset(), Arrays.copyOf(bytes, length));
                    at = found.offset() + length;
                    pauses = 0;
                } else if (state.isPresent() && !chunk.map(LogChunk::live).orElse(false)) {
                    sink.end(state.get());
                    return;
                } else {
                    Thread.sleep(PAUSE);
                    if (++pauses % PAUSES_PER_BEAT == 0) {
                        sink.beat();
                    }
                }
            }
        } catch (IOException | UncheckedIOException e) {
            return; // The client is gone, which is how these streams end.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<LogChunk> read(long offset, int most) {
        return logs.read(id, container, stream, offset, most);
    }

    /// Up to the last line's end, so that no letter is cut; all of it where no line ends.
    private static int wholeLines(byte[] bytes) {
        for (int i = bytes.length; i > 0; i--) {
            if (bytes[i - 1] == '\n') {
                return i;
            }
        }
        return bytes.length;
    }

    private sealed interface Sink extends AutoCloseable {
        void send(LogText log, long offset, byte[] bytes) throws IOException;

        void beat() throws IOException;

        void end(String state) throws IOException;

        @Override
        void close() throws IOException;
    }

    private static final class Events implements Sink {
        private final EventStream out;

        Events(Call call) {
            out = EventStream.open(call.response());
        }

        @Override
        public void send(LogText log, long offset, byte[] bytes) throws IOException {
            long next = offset + bytes.length;
            String data =
                    Json.object()
                            .put("container", log.container().name())
                            .put("stream", log.stream().text())
                            .put("offset", offset)
                            .put("nextOffset", next)
                            .put("text", new String(bytes, StandardCharsets.UTF_8))
                            .toString();
            out.send(Long.toString(next), "log", data);
        }

        @Override
        public void beat() throws IOException {
            out.beat();
        }

        @Override
        public void end(String state) throws IOException {
            out.send(null, "end", Json.object().put("appState", state).toString());
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }

    private static final class Plain implements Sink {
        private final OutputStream out;

        Plain(Call call) {
            call.response().header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
            call.response().header("X-Content-Type-Options", "nosniff");
            out = call.response().outputStream();
        }

        @Override
        public void send(LogText log, long offset, byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
        }

        @Override
        public void beat() throws IOException {
            out.flush();
        }

        @Override
        public void end(String state) {}

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
