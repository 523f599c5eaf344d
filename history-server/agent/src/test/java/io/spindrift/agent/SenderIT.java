package io.spindrift.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The sender against a server that answers as each test tells it.
@Timeout(30)
final class SenderIT {
    private static final Pattern FIRST = Pattern.compile("first=(\\d+)");

    @TempDir Path folder;
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final List<String> taken = Collections.synchronizedList(new ArrayList<>());

    /// How to answer, first to last; then well.
    private final Deque<String> script = new ArrayDeque<>();

    private HttpServer server;
    private Spool spool;
    private Sender sender;
    private Thread thread;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        spool = new Spool(folder.toString(), 1 << 20, 1 << 20, 0, new Compression.Gzip());
        sender =
                new Sender(
                        new PushClient(
                                URI.create(
                                                "http://127.0.0.1:"
                                                        + server.getAddress().getPort()
                                                        + "/")
                                        .toURL(),
                                "t0ken"),
                        spool,
                        new Samples(),
                        "me",
                        "application/gzip",
                        new Backoff(() -> 0),
                        () -> new Sender.Run("app-1", 1));
        thread = new Thread(sender);
        thread.setDaemon(true);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange call) throws IOException {
        String path = call.getRequestURI().toString();
        asked.add(path);
        byte[] body = call.getRequestBody().readAllBytes();
        String todo = script.isEmpty() ? "take" : script.remove();
        int status = todo.matches("\\d+") ? Integer.parseInt(todo) : 200;
        if (todo.equals("429")) {
            call.getResponseHeaders().add("Retry-After", "1");
        }
        String answer = "{\"errors\":[{\"message\":\"no\"}]}";
        if (status == 200) {
            Matcher first = FIRST.matcher(path);
            assertThat(first.find()).isTrue();
            take(Integer.parseInt(first.group(1)), body);
            answer = "{\"next\": " + taken.size() + "}";
        }
        if (todo.equals("cut")) {
            call.close();
            return;
        }
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        call.sendResponseHeaders(status, bytes.length);
        call.getResponseBody().write(bytes);
        call.close();
    }

    private void take(int first, byte[] body) throws IOException {
        if (body.length == 0) {
            return;
        }
        byte[] plain = new GZIPInputStream(new java.io.ByteArrayInputStream(body)).readAllBytes();
        List<String> lines = new String(plain, StandardCharsets.UTF_8).lines().toList();
        taken.addAll(lines.subList(Math.min(lines.size(), taken.size() - first), lines.size()));
    }

    private void finish(long millis) throws InterruptedException {
        sender.finish(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis));
        thread.join(20_000);
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void answersThatGetLost_leaveEachLineOnce() throws Exception {
        Collections.addAll(script, "take", "cut", "500", "cut", "take", "503", "take");
        thread.start();
        for (int i = 0; i < 5; i++) {
            spool.add("{\"n\":" + i + "}");
            Thread.sleep(20);
        }
        finish(9_000);

        assertThat(taken)
                .containsExactly("{\"n\":0}", "{\"n\":1}", "{\"n\":2}", "{\"n\":3}", "{\"n\":4}");
        assertThat(asked.getLast())
                .isEqualTo("/agent/v1/runs/app-1/1/events?stream=me&first=5&last=true");
        assertThat(spool.waitingLines()).isZero();
    }

    @Test
    void retryAfter_isObeyed() throws Exception {
        script.add("429");
        spool.add("{}");
        long before = System.nanoTime();
        thread.start();
        while (taken.isEmpty()) {
            Thread.sleep(10);
        }
        assertThat(System.nanoTime() - before).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(990));
        finish(5_000);
    }

    @Test
    void wrongToken_endsItAtOnce() throws Exception {
        script.add("401");
        spool.add("{}");
        thread.start();
        thread.join(10_000);
        spool.add("{}");

        assertThat(sender.off()).isTrue();
        assertThat(asked).hasSize(1);
        assertThat(spool.waitingLines()).isZero();
    }

    @Test
    void attemptOfAnother_isPassed() throws Exception {
        Collections.addAll(script, "409", "409");
        spool.add("{}");
        thread.start();
        finish(9_000);

        assertThat(asked.getLast()).startsWith("/agent/v1/runs/app-1/3/events");
        assertThat(taken).containsExactly("{}");
    }

    @Test
    void serverThatIsAway_doesNotHoldTheEndUp() throws Exception {
        server.stop(0);
        spool.add("{}");
        thread.start();
        long before = System.nanoTime();
        finish(700);

        assertThat(System.nanoTime() - before).isLessThan(TimeUnit.SECONDS.toNanos(3));
        assertThat(spool.waitingLines()).isEqualTo(1);
    }
}
