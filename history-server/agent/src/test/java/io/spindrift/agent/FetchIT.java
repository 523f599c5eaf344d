package io.spindrift.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class FetchIT {
    private static final byte[] CONTENT = "print('hello')".getBytes(StandardCharsets.UTF_8);

    @TempDir Path folder;

    /// What the server answers, one after the other; then 200.
    private final Deque<Integer> answers = new ArrayDeque<>();

    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void file_isFetchedWithTheToken_evenIfTheServerIsAwayAtFirst() throws Exception {
        answers.addAll(List.of(503, 500));
        fetch(20_000).bring(digest(CONTENT) + "=ab/my etl.py");
        assertThat(folder.resolve("ab/my etl.py")).hasBinaryContent(CONTENT);
        assertThat(folder.resolve("ab")).isDirectoryNotContaining("glob:**.part");
        assertThat(asked)
                .hasSize(3)
                .containsOnly("/agent/v1/runs/etl/1/files/" + digest(CONTENT) + " Bearer sdr_one");
    }

    @Test
    void refusal_isForGood_andTellsNoSecret() {
        answers.add(404);
        assertThatThrownBy(() -> fetch(20_000).bring(digest(CONTENT) + "=a"))
                .hasMessage("http://127.0.0.1:" + server.getAddress().getPort() + " answers 404");
        assertThat(asked).hasSize(1);
    }

    @Test
    void otherBytesThanWereAskedFor_areNotKept() {
        assertThatThrownBy(() -> fetch(0).bring("0".repeat(64) + "=a")).hasMessage("a came broken");
        assertThat(folder.resolve("a")).doesNotExist();
    }

    private Fetch fetch(long patienceMillis) throws IOException {
        URI run =
                URI.create(
                        "http://127.0.0.1:"
                                + server.getAddress().getPort()
                                + "/agent/v1/runs/etl/1/");
        return new Fetch(run.toURL(), "sdr_one", folder, patienceMillis);
    }

    private void answer(HttpExchange call) throws IOException {
        String token = call.getRequestHeaders().getFirst("Authorization");
        asked.add(call.getRequestURI() + " " + token);
        int status = answers.isEmpty() ? 200 : answers.pop();
        call.sendResponseHeaders(status, status == 200 ? CONTENT.length : -1);
        if (status == 200) {
            call.getResponseBody().write(CONTENT);
        }
        call.close();
    }

    private static String digest(byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }
}
