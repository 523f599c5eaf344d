package io.spindrift.history.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spindrift.history.eventlog.LogFixtures;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The console without the platform, open on this machine and behind a token elsewhere. */
final class AloneIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String TOKEN = "a-token-of-some-length";
    private static final String SQL = "local-1795252961330";

    @TempDir static Path folder;
    private static HistoryServer open;
    private static HistoryServer guarded;

    @BeforeAll
    static void start() throws Exception {
        Path failed = Files.createDirectory(folder.resolve("failed"));
        Path sql = Files.createDirectory(folder.resolve("sql"));
        LogFixtures.unpack("fail-4.3", failed);
        LogFixtures.unpack("sql-4.3", sql);
        open =
                started(
                        new Settings(
                                List.of(failed, sql),
                                "127.0.0.1",
                                0,
                                data("a"),
                                null,
                                false,
                                Settings.RETENTION));
        guarded =
                started(
                        new Settings(
                                List.of(sql),
                                "127.0.0.1",
                                0,
                                data("b"),
                                TOKEN,
                                false,
                                Settings.RETENTION));
        for (int i = 0;
                i < 600
                        && read(
                                                open,
                                                "/ocean/spark/app?appState=COMPLETED,FAILED,COMPLETED_WITH_WARNINGS")
                                        .path("total")
                                        .asInt()
                                < 2;
                i++) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private static Path data(String name) {
        return folder.resolve("data").resolve(name);
    }

    private static HistoryServer started(Settings settings) {
        HistoryServer server = new HistoryServer(settings, Clock.systemUTC());
        server.start();
        return server;
    }

    @AfterAll
    static void stop() {
        open.close();
        guarded.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/search", "/applications/history/" + SQL})
    void page_ofTheConsole_isMarkedAsAlone(String path) throws Exception {
        HttpResponse<String> page = get(open, path);

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<html data-alone ");
        assertThat(page.headers().firstValue("Content-Security-Policy")).isPresent();
    }

    @Test
    void applications_ofTwoFolders_areOneList() throws Exception {
        JsonNode list = read(open, "/ocean/spark/app?sort=-createdAt&limit=50&offset=0");

        assertThat(list.path("total").asInt()).isEqualTo(2);
        assertThat(list.path("items").get(0).path("id").asText()).isEqualTo(SQL);
        assertThat(list.path("items").get(0).path("cost").path("total").isNull()).isTrue();
        assertThat(read(open, "/ocean/spark/app?q=" + SQL).path("total").asInt()).isEqualTo(1);
        assertThat(read(open, "/ocean/spark/app?user=nobody").path("total").asInt()).isZero();
        assertThat(get(open, "/ocean/spark/app?sort=colour").statusCode()).isEqualTo(400);
        assertThat(get(open, "/ocean/spark/app?format=csv").body()).startsWith("id,");
    }

    @Test
    void application_byItsId_isShownWithItsAttempts() throws Exception {
        JsonNode one = read(open, "/ocean/spark/cluster/history/app/" + SQL).path("items").get(0);

        assertThat(one.path("attempts")).hasSize(1);
        assertThat(one.path("metrics").path("tasks").path("total").asInt()).isPositive();
        assertThat(get(open, "/ocean/spark/cluster/history/app/none").statusCode()).isEqualTo(404);
    }

    @Test
    void eventLog_ofAnApplication_isAZip() throws Exception {
        HttpResponse<String> zip =
                get(open, "/ocean/spark/cluster/history/app/" + SQL + "/eventlog");

        assertThat(zip.statusCode()).isEqualTo(200);
        assertThat(zip.body()).startsWith("PK");
    }

    @Test
    void events_toAPage_beginWithAGreeting() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), open.port())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream()
                    .write(
                            "GET /ocean/spark/events HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            BufferedReader lines =
                    new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            String line = "";
            while (line != null && !line.startsWith("event:")) {
                line = lines.readLine();
            }
            assertThat(line).isEqualTo("event: hello");
        }
    }

    @Test
    void request_underAForeignName_isRefusedWhereThereIsNoToken() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), open.port())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream()
                    .write(
                            "GET /api/v1/applications HTTP/1.1\r\nHost: evil.example\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            byte[] answer = socket.getInputStream().readNBytes(12);
            assertThat(new String(answer, StandardCharsets.UTF_8)).isEqualTo("HTTP/1.1 403");
        }
    }

    @Test
    void question_withoutTheToken_isRefused() throws Exception {
        assertThat(get(guarded, "/api/v1/applications").statusCode()).isEqualTo(401);
        assertThat(get(guarded, "/ocean/spark/app").statusCode()).isEqualTo(401);
        assertThat(get(guarded, "/").statusCode()).isEqualTo(200);
        assertThat(
                        get(guarded, "/api/v1/applications", "Authorization", "Bearer " + TOKEN)
                                .statusCode())
                .isEqualTo(200);
        assertThat(
                        get(
                                        guarded,
                                        "/api/v1/applications",
                                        "Authorization",
                                        "Bearer " + TOKEN + "x")
                                .statusCode())
                .isEqualTo(401);
    }

    @Test
    void signingIn_withTheToken_letsABrowserIn() throws Exception {
        HttpResponse<String> wrong = post(guarded, "/login", "{\"token\":\"of-another-server\"}");
        HttpResponse<String> right = post(guarded, "/login", "{\"token\":\"" + TOKEN + "\"}");
        String cookie = right.headers().firstValue("Set-Cookie").orElseThrow();

        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(cookie).contains("HttpOnly", "SameSite=Strict").doesNotContain(TOKEN);
        assertThat(get(guarded, "/ocean/spark/app", "Cookie", cookie.split(";", 2)[0]).statusCode())
                .isEqualTo(200);
    }

    private static JsonNode read(HistoryServer server, String path) throws Exception {
        return JSON.readTree(get(server, path).body()).path("response");
    }

    private static HttpResponse<String> get(HistoryServer server, String path, String... headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(server, path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> post(HistoryServer server, String path, String body)
            throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(uri(server, path))
                        .POST(BodyPublishers.ofString(body))
                        .build();
        return CLIENT.send(request, BodyHandlers.ofString());
    }

    private static URI uri(HistoryServer server, String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }
}
