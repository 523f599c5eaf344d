package io.spindrift.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.spindrift.server.RunningPlatform.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// A driver's own UI through the platform, with a stand-in for the driver.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SparkUiTest {
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private RunningPlatform platform;
    private HttpServer driver;

    @BeforeAll
    void start(@TempDir Path home) throws IOException {
        platform = new RunningPlatform(home);
        driver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        driver.createContext("/", this::answer);
        driver.start();
        platform.spark.ui = driver.getAddress();
    }

    @AfterAll
    void stop() {
        driver.stop(0);
        platform.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().toString();
        String context = exchange.getRequestHeaders().getFirst("X-Forwarded-Context");
        asked.add(path + " " + exchange.getRequestHeaders().getFirst("Cookie"));
        String body =
                switch (path) {
                    case "/api/v1/applications" -> "[{\"id\": \"app-1\", \"name\": \"etl\"}]";
                    case "/api/v1/applications/app-1/environment" ->
                            "{\"sparkProperties\": [[\"spark.spindrift.appId\", \"seen\"]]}";
                    default -> "<a href=\"" + context + "/stages/\"><a href=\"/executors/\">";
                };
        exchange.getResponseHeaders().add("Content-Type", "text/html;charset=utf-8");
        exchange.getResponseHeaders().add("Set-Cookie", "spindrift-session=stolen");
        if (path.equals("/")) {
            exchange.getResponseHeaders()
                    .add("Location", "http://127.0.0.1:" + driver.getAddress().getPort() + "/x/");
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(path.equals("/") ? 302 : 200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Test
    void sparkUi_ofADriverThatLives_isShownToWhoHasTheTicket() {
        platform.submitted("seen");
        URI link = URI.create(open("seen").item().path("url").asText());
        assertThat(link.getPort()).isNotEqualTo(platform.uri("/").getPort());
        Reply entered = get(link, "");
        assertThat(entered.status()).isEqualTo(302);
        String cookie = entered.header("Set-Cookie");
        assertThat(cookie).contains("HttpOnly").contains("SameSite=Strict").contains("Path=/");
        assertThat(get(link, "").status()).isEqualTo(403);

        URI jobs = link.resolve(entered.header("Location"));
        assertThat(get(jobs, "").status()).isEqualTo(403);
        String own = cookie.substring(0, cookie.indexOf(';'));
        Reply page = get(jobs, own + "; spindrift-session=secret");
        String room = jobs.getPath().substring(1, jobs.getPath().indexOf('/', 1));
        assertThat(page.body())
                .isEqualTo(
                        "<a href=\"/" + room + "/stages/\"><a href=\"/" + room + "/executors/\">");
        assertThat(page.header("Set-Cookie")).isEmpty();
        assertThat(page.header("Content-Security-Policy")).contains("frame-ancestors 'none'");
        assertThat(asked).contains("/jobs/ null").noneMatch(line -> line.contains("secret"));
        assertThat(get(link.resolve("/" + room + "/"), own).header("Location"))
                .isEqualTo("/" + room + "/x/");
        assertThat(get(link.resolve("/" + room + "/jobs/job/kill/?id=1"), own).status())
                .isEqualTo(403);

        platform.spark.end("seen", 0);
        platform.await("seen", "COMPLETED");
        Reply over = get(jobs, own);
        assertThat(over.status()).isEqualTo(410);
        assertThat(over.body()).contains("/applications/local/seen");
    }

    @Test
    void sparkUi_whereNoDriverRuns_isRefused() {
        platform.finished("over", 0);
        assertThat(open("over").refusal()).startsWith("409 NOT_RUNNING");
        assertThat(open("nobody").status()).isEqualTo(404);
    }

    @Test
    void sparkUi_whereAnotherAnswersAtThePort_isRefused() {
        platform.submitted("other");
        assertThat(open("other").refusal()).startsWith("409 NOT_READY");
        platform.spark.end("other", 0);
    }

    private Reply open(String appId) {
        return platform.post(RunningPlatform.APPS + "/" + appId + "/spark-ui", "");
    }

    private Reply get(URI uri, String cookie) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie);
        }
        return platform.send(request.build());
    }
}
