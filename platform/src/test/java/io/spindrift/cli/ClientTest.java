package io.spindrift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands against a server of the same contract, on loopback.
final class ClientTest {
    private static final String URI =
            "spindrift://file/0000000000000000000000000000000000000000000000000000000000000000/a.py";

    private final List<String> calls = new ArrayList<>();
    private final ByteArrayOutputStream uploaded = new ByteArrayOutputStream();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    @TempDir private Path folder;
    private HttpServer server;
    private boolean breakOnce;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void submit_uploadsInPiecesAndGoesOnAfterABreak() throws IOException {
        byte[] content = new byte[2 * Uploader.PIECE_BYTES + 10];
        new Random(7).nextBytes(content);
        Path file = Files.write(folder.resolve("a.py"), content);
        breakOnce = true;
        assertThat(run("submit", "--job", "etl", "--py-files", file.toString(), file.toString()))
                .isZero();
        assertThat(uploaded.toByteArray()).isEqualTo(content);
        assertThat(out.toString().strip()).isEqualTo("etl-1");
        assertThat(calls.getLast())
                .isEqualTo(
                        "POST /ocean/spark/cluster/local/app {\"jobId\":\"etl\",\"configOverrides\":"
                                + "{\"type\":\"Python\",\"mainApplicationFile\":\""
                                + URI
                                + "\",\"deps\":{\"pyFiles\":[\""
                                + URI
                                + "\"]}}}");
        assertThat(calls.stream().filter(call -> call.startsWith("PUT")))
                .as("the broken piece is sent again, the whole file once")
                .hasSize(4);
    }

    @Test
    void submitAndWait_endsAsTheApplication() throws IOException {
        Path file = Files.writeString(folder.resolve("fail.sql"), "select");
        assertThat(run("submit", "--wait", file.toString())).isEqualTo(3);
        assertThat(out.toString()).contains("state        FAILED", "because      it divides by 0");
    }

    @Test
    void refusal_isToldInItsOwnWords() {
        assertThat(run("kill", "gone")).isEqualTo(Spindrift.REFUSED);
        assertThat(err.toString().strip()).isEqualTo("no application gone (NOT_FOUND)");
    }

    @Test
    void missingFile_isRefusedBeforeAnythingIsSent() {
        assertThat(run("submit", folder.resolve("none.py").toString()))
                .isEqualTo(Spindrift.WRONG_WORDS);
        assertThat(calls).isEmpty();
    }

    @Test
    void noServer_isSaidWithWhatToDo() {
        server.stop(0);
        assertThat(run("apps")).isEqualTo(Spindrift.UNREACHABLE);
        assertThat(err.toString()).contains("no answer from", "spindrift start");
    }

    @Test
    void json_isNothingButJson() throws IOException {
        assertThat(run("app", "etl-1", "--json")).isZero();
        assertThat(Platform.JSON.readTree(out.toString()).path("id").asText()).isEqualTo("etl-1");
    }

    @Test
    void application_isFoundOnTheClusterThatHasIt() {
        run("app", "etl-1");
        run("app", "--cluster", "other", "etl-1");
        run("app", "nobodys");
        assertThat(run("kill", "twice")).isEqualTo(Spindrift.WRONG_WORDS);
        assertThat(err.toString()).contains("--cluster", "[a, b]");
        assertThat(calls)
                .contains(
                        "GET /ocean/spark/cluster/prod/app/etl-1",
                        "GET /ocean/spark/cluster/other/app/etl-1",
                        "GET /ocean/spark/cluster/local/app/nobodys");
    }

    @Test
    void logs_goEachToTheStreamOfItsName() {
        assertThat(run("logs", "-f", "etl-1")).isZero();
        assertThat(out.toString()).isEqualTo("Pi is roughly 3\nno newline");
        assertThat(err.toString()).isEqualTo("WARN one\nWARN two\n");
    }

    @Test
    void logs_ofOneStream_goToStandardOutput() {
        assertThat(run("logs", "-f", "--stderr", "etl-1")).isZero();
        assertThat(out.toString()).isEqualTo("WARN one\nWARN two\n");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void logs_asJson_areALineEach() throws IOException {
        assertThat(run("logs", "--json", "etl-1")).isZero();
        List<String> lines = out.toString().lines().toList();
        assertThat(lines).hasSize(4).contains("{\"stream\":\"stderr\",\"line\":\"WARN two\"}");
        assertThat(Platform.JSON.readTree(lines.getLast()).path("line").asText())
                .isEqualTo("no newline");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void logs_ofNothing_areRefused() {
        assertThat(run("logs", "gone")).isEqualTo(Spindrift.REFUSED);
        assertThat(run("logs", "-f", "gone")).isEqualTo(Spindrift.REFUSED);
        assertThat(err.toString()).contains("no application gone (NOT_FOUND)");
    }

    private int run(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(1, List.of("--url", "http://127.0.0.1:" + server.getAddress().getPort()));
        Surroundings surroundings =
                new Surroundings(
                        Map.of("SPINDRIFT_TOKEN", "sd_test"), folder, Optional.empty(), false);
        PrintWriter toOut = new PrintWriter(out, true);
        PrintWriter toErr = new PrintWriter(err, true);
        return new Spindrift(surroundings, toOut, toErr).run(all);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        byte[] body = exchange.getRequestBody().readAllBytes();
        String method = exchange.getRequestMethod();
        boolean file = path.equals("/ocean/spark/file");
        String text = file ? "" : " " + new String(body, StandardCharsets.UTF_8);
        calls.add((method + " " + path + text).strip());
        if (method.equals("DELETE") || path.contains("/gone/")) {
            send(exchange, 404, "{\"code\": \"NOT_FOUND\", \"message\": \"no application gone\"}");
        } else if (path.contains("/log/")) {
            sendLog(exchange, path.endsWith("/live"));
        } else if (file && method.equals("PUT")) {
            takePiece(exchange, body);
        } else if (file) {
            send(
                    exchange,
                    200,
                    "{\"complete\": false, \"receivedBytes\": " + uploaded.size() + "}");
        } else if (String.valueOf(exchange.getRequestURI().getQuery()).contains("q=twice")) {
            send(
                    exchange,
                    200,
                    """
                    {"id": "twice", "clusterId": "a"}, {"id": "twice", "clusterId": "b"},
                    {"id": "twice-more", "clusterId": "c"},
                    {"id": "twice", "clusterId": "d", "observed": true}\
                    """);
        } else {
            send(
                    exchange,
                    200,
                    """
                    {"id": "etl-1", "clusterId": "prod", "appState": "FAILED", "failure": {"sentence": "it divides by 0"},
                     "attempts": [{"exitCode": 3}]}\
                    """);
        }
    }

    private void takePiece(HttpExchange exchange, byte[] body) throws IOException {
        if (breakOnce && uploaded.size() > 0) {
            breakOnce = false;
            exchange.close();
            return;
        }
        uploaded.write(body);
        send(exchange, 201, "{\"complete\": true, \"uri\": \"" + URI + "\"}");
    }

    private static void sendLog(HttpExchange exchange, boolean live) throws IOException {
        String log =
                String.valueOf(exchange.getRequestURI().getQuery()).contains("stream=stdout")
                        ? "Pi is roughly 3\nno newline"
                        : "WARN one\nWARN two\n";
        StringBuilder text = new StringBuilder(live ? "" : log);
        for (int i = 0; live && i < log.length(); i += 5) {
            String piece = log.substring(i, Math.min(log.length(), i + 5)).replace("\n", "\\n");
            text.append(
                    "event: log\ndata: {\"nextOffset\": %d, \"text\": \"%s\"}\n\n"
                            .formatted(i + 5, piece));
        }
        text.append(live ? "event: end\ndata: {}\n\n" : "");
        byte[] answer = text.toString().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private static void send(HttpExchange exchange, int status, String item) throws IOException {
        String list = status >= 400 ? "errors" : "items";
        byte[] answer =
                ("{\"response\": {\"" + list + "\": [" + item + "]}}")
                        .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }
}
