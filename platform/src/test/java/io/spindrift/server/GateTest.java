package io.spindrift.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spindrift.runtime.LaunchId;
import io.spindrift.server.RunningPlatform.Reply;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Who gets in, and who does not.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GateTest {
    private static final Set<String> OPEN = Set.of("/login", "/health", "/ready");
    private static final String ME = "/ocean/spark/user/me";
    private static final String TOKENS = "/ocean/spark/token";

    private RunningPlatform platform;

    @BeforeAll
    void start(@TempDir Path home) {
        platform = new RunningPlatform(home);
    }

    @AfterAll
    void stop() {
        platform.close();
    }

    @Test
    void everyGuardedRoute_demandsAToken() {
        JsonNode paths = platform.get("/openapi?format=json").json().path("paths");
        List<String> open = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : paths.properties()) {
            String address = path.getKey().replaceAll("\\{[^}]*}", "local");
            for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                String name = method.getKey().toUpperCase(Locale.ROOT);
                if (method.getValue().has("responses")
                        && !OPEN.contains(address)
                        && anonymous(name, address).status() != 401) {
                    open.add(name + " " + address);
                }
            }
        }
        assertThat(open).isEmpty();
        assertThat(anonymous("GET", "/api/v1/applications").status()).isEqualTo(401);
        assertThat(anonymous("GET", "/ocean/spark/nothing").status()).isEqualTo(401);
        assertThat(anonymous("GET", "//ocean/spark/app").status()).isEqualTo(401);
    }

    @Test
    void healthAndPages_areOpen() {
        assertThat(anonymous("GET", "/health").status()).isEqualTo(200);
        assertThat(anonymous("GET", "/login").status()).isEqualTo(200);
        Reply page = anonymous("GET", "/applications/local/etl-1");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).contains("<title>Spindrift</title>");
        assertThat(page.header("Content-Security-Policy"))
                .contains("default-src 'self'")
                .doesNotContain("unsafe");
    }

    @Test
    void session_writesOnlyFromOurOwnPages() {
        String origin = platform.uri("").toString();
        String cookie = cookie(login(platform.token));
        Optional<String> none = Optional.empty();
        assertThat(withCookie(cookie, "GET", ME, none).status()).isEqualTo(200);
        assertThat(withCookie(cookie, "POST", TOKENS, none).refusal()).startsWith("403 FORBIDDEN");
        assertThat(withCookie(cookie, "POST", TOKENS, Optional.of("http://evil.example")).status())
                .isEqualTo(403);
        assertThat(withCookie(cookie, "POST", TOKENS, Optional.of(origin)).status()).isEqualTo(201);
        assertThat(withCookie(cookie, "POST", "/logout", Optional.of(origin)).status())
                .isEqualTo(200);
        assertThat(withCookie(cookie, "GET", ME, none).status()).isEqualTo(401);
    }

    @Test
    void cookie_cannotBeReadByScripts() {
        assertThat(login(platform.token).header("Set-Cookie"))
                .contains("HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=43200");
    }

    @Test
    void revokedToken_isNobodysAndEndsItsSessions() {
        JsonNode made = platform.post(TOKENS, "{\"name\":\"ci\",\"user\":\"ci\"}").item();
        String text = made.path("token").asText();
        String cookie = cookie(login(text));
        assertThat(withToken(text, ME).item().path("name").asText()).isEqualTo("ci");
        String id = made.path("id").asText();
        platform.send(platform.request(TOKENS + "/" + id).DELETE().build());
        assertThat(withToken(text, ME).status()).isEqualTo(401);
        assertThat(withCookie(cookie, "GET", ME, Optional.empty()).status()).isEqualTo(401);
    }

    @Test
    void user_isNoAdministrator() {
        JsonNode made = platform.post(TOKENS, "{\"name\":\"x\",\"user\":\"amy\"}").item();
        String text = made.path("token").asText();
        HttpRequest asAdmin =
                HttpRequest.newBuilder(platform.uri(TOKENS))
                        .header("Authorization", "token " + text)
                        .POST(BodyPublishers.ofString("{\"name\":\"y\",\"admin\":true}"))
                        .build();
        assertThat(platform.send(asAdmin).status()).isEqualTo(403);
        assertThat(withToken(text, "/ocean/spark/settings").status()).isEqualTo(403);
    }

    @Test
    void secrets_ofTemplatesAndJobs_areShownToWhoMayChangeThem() {
        String cluster = "/ocean/spark/cluster/local";
        String config = "{\"config\":{\"sparkConf\":{\"spark.my.password\":\"hush\"}}}";
        platform.post(cluster + "/configTemplate", config.replaceFirst("\\{", "{\"id\":\"t\","));
        platform.call("PUT", cluster + "/job/hushed", config);
        String text =
                platform.post(TOKENS, "{\"name\":\"x\",\"user\":\"bob\"}")
                        .item()
                        .path("token")
                        .asText();
        for (String path :
                List.of(
                        cluster + "/configTemplate",
                        cluster + "/configTemplate?format=csv",
                        cluster + "/configTemplate/t",
                        cluster + "/job/hushed",
                        "/ocean/spark/job/hushed")) {
            assertThat(withToken(text, path).body()).as(path).doesNotContain("hush\"");
            assertThat(platform.get(path).status()).isEqualTo(200);
        }
        assertThat(platform.get(cluster + "/configTemplate/t").body()).contains("\"hush\"");
        assertThat(platform.get(cluster + "/job/hushed").body()).contains("\"hush\"");
        String masked = config.replace("hush", "******");
        assertThat(platform.call("PUT", cluster + "/configTemplate/t", masked).refusal())
                .startsWith("400 INVALID_VALUE a masked secret");
        assertThat(platform.call("PUT", cluster + "/job/hushed", masked).refusal())
                .startsWith("400 INVALID_VALUE a masked secret");
        assertThat(platform.get(cluster + "/job/hushed").body()).contains("\"hush\"");
    }

    @Test
    void tokenOfARun_opensThatRunAlone_andItsFiles() {
        String mine =
                platform.send(
                                platform.request("/ocean/spark/file?name=etl.py")
                                        .PUT(BodyPublishers.ofString("print('mine')"))
                                        .build())
                        .item()
                        .path("uri")
                        .asText();
        platform.post(
                "/ocean/spark/cluster",
                "{\"id\":\"prod\",\"kubeconfig\":\"apiVersion: v1\",\"imageRepository\":\"r/spark\"}");
        Reply submitted =
                platform.post(
                        "/ocean/spark/cluster/prod/app",
                        "{\"jobId\":\"j\",\"appId\":\"one\",\"configOverrides\":{\"type\":\"Python\",\"mainApplicationFile\":\"%s\",\"executor\":{\"instances\":1,\"cores\":1,\"memory\":\"1g\"},\"driver\":{\"cores\":1,\"memory\":\"1g\"}}}"
                                .formatted(mine));
        assertThat(submitted.status()).as(submitted.body()).isEqualTo(201);
        platform.await(
                "/ocean/spark/cluster/prod/app/one",
                app -> app.path("appState").asText().equals("RUNNING"));
        String token = platform.host("prod").tokens().apply(new LaunchId("one", 1));
        String runs = "/agent/v1/runs/";
        String file = "/files/" + mine.replaceAll(".*/([0-9a-f]{64})/.*", "$1");
        assertThat(withToken(token, runs + "one/1?stream=s").status()).isEqualTo(200);
        assertThat(withToken(token, runs + "one/1" + file).body()).isEqualTo("print('mine')");
        assertThat(withToken(token, runs + "one/1/files/" + "0".repeat(64)).refusal())
                .startsWith("404 NOT_FOUND");
        for (String path :
                List.of(
                        runs + "one/2?stream=s",
                        runs + "two/1?stream=s",
                        runs + "one/1/../../two/1?stream=s",
                        runs + "one%2F1/1?stream=s",
                        ME,
                        "/api/v1/applications",
                        "/ocean/spark/cluster/prod/app/one")) {
            assertThat(withToken(token, path).status()).as(path).isEqualTo(401);
        }
        assertThat(platform.get(runs + "one/1" + file).refusal()).startsWith("403 FORBIDDEN");
        assertThat(platform.get("/ocean/spark/cluster/prod/app/one").body())
                .contains("HISTORY", "platformUrl");
    }

    private Reply anonymous(String method, String path) {
        return platform.send(
                HttpRequest.newBuilder(platform.uri(path))
                        .method(method, BodyPublishers.noBody())
                        .build());
    }

    @Test
    void wrongTokens_slowDownWhoIsWrong_andNobodyElse(@TempDir Path home) {
        // Its own, for it locks this address out for a minute.
        try (RunningPlatform other = new RunningPlatform(home)) {
            int status = 0;
            for (int tries = 0; tries < 12; tries++) {
                status = login(other, "sd_wrong").status();
            }
            assertThat(status).isEqualTo(429);
            assertThat(login(other, other.token).status()).isEqualTo(200);
        }
    }

    private Reply login(String token) {
        return login(platform, token);
    }

    private static Reply login(RunningPlatform platform, String token) {
        return platform.send(
                HttpRequest.newBuilder(platform.uri("/login"))
                        .POST(BodyPublishers.ofString("{\"token\":\"" + token + "\"}"))
                        .build());
    }

    private static String cookie(Reply reply) {
        return reply.header("Set-Cookie").split(";")[0];
    }

    private Reply withCookie(String cookie, String method, String path, Optional<String> origin) {
        BodyPublisher body =
                method.equals("POST")
                        ? BodyPublishers.ofString("{\"name\":\"page\"}")
                        : BodyPublishers.noBody();
        HttpRequest.Builder request =
                HttpRequest.newBuilder(platform.uri(path))
                        .header("Cookie", cookie)
                        .method(method, body);
        origin.ifPresent(value -> request.header("Origin", value));
        return platform.send(request.build());
    }

    private Reply withToken(String token, String path) {
        return platform.send(
                HttpRequest.newBuilder(platform.uri(path))
                        .header("Authorization", "Bearer " + token)
                        .build());
    }
}
