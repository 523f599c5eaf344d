package io.spindrift.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// TLS as its users meet it: programs, the command line, a browser's session, and starts that are
/// refused.
final class TlsIT {
    private static final Duration REFUSED_WITHIN = Duration.ofSeconds(90);

    @TempDir private static Path folder;
    private static Certificate certificate;
    private static Platform platform;

    @BeforeAll
    static void start() {
        certificate = Certificate.make(folder, "platform", "dns:localhost,ip:127.0.0.1");
        platform = Platform.start("tls", certificate);
    }

    @AfterAll
    static void stop() {
        platform.close();
    }

    @Test
    void program_thatTrustsTheCertificate_isAnswered() {
        assertThat(platform.address().getScheme()).isEqualTo("https");
        assertThat(platform.api().cluster().path("id").asText()).isEqualTo("local");
    }

    @Test
    void plainHttp_isNotAnswered() {
        URI plain = URI.create("http://127.0.0.1:" + platform.address().getPort());
        CommandLine.Ended ended = ask(Map.of(), "apps", "--url", plain.toString());
        assertThat(ended.code()).as(ended.toString()).isEqualTo(69);
    }

    @Test
    void commandLine_isToldWhomToTrust_byFlagOrEnvironment() {
        String pem = certificate.pem().toString();
        String url = platform.address().toString();
        CommandLine.Ended byFlag = ask(Map.of(), "jobs", "--json", "--url", url, "--ca", pem);
        assertThat(byFlag.code()).as(byFlag.toString()).isZero();
        assertThat(Json.parse(byFlag.out()).isArray()).isTrue();
        CommandLine.Ended byEnvironment =
                ask(Map.of("SPINDRIFT_CA", pem, "SPINDRIFT_URL", url), "ping");
        assertThat(byEnvironment.code()).as(byEnvironment.toString()).isZero();
    }

    @Test
    void commandLine_thatTrustsNobodyOrAnother_saysSoInOneLine() {
        String url = platform.address().toString();
        Path other = Certificate.make(folder, "other", "ip:127.0.0.1").pem();
        for (List<String> trust : List.of(List.<String>of(), List.of("--ca", other.toString()))) {
            List<String> words = new ArrayList<>(List.of("apps", "--url", url));
            words.addAll(trust);
            CommandLine.Ended ended = ask(Map.of(), words.toArray(String[]::new));
            assertThat(ended.code()).as(ended.toString()).isEqualTo(65);
            assertThat(ended.err().strip())
                    .startsWith("the certificate of " + url + " is not trusted")
                    .contains("--ca FILE")
                    .doesNotContain("\n");
        }
    }

    @Test
    void commandLine_ofTheInstallation_knowsItsCertificate_whateverNameItHas() {
        Certificate elsewhere = Certificate.make(folder, "elsewhere", "dns:spark.example");
        Path home = folder.resolve("installed");
        Map<String, String> settings = new LinkedHashMap<>(elsewhere.settings());
        settings.put("home", home.toString());
        try (Platform installed = Platform.prepare("tls-installed", settings)) {
            installed.writeSettings();
            installed.begin();
            Await.until(
                    "ping of the installation",
                    Duration.ofSeconds(60),
                    () ->
                            CommandLine.run(Map.of(), List.of("-Dspindrift.prefix=" + home), "ping")
                                            .code()
                                    == 0);
            installed.stop();
        }
    }

    @Test
    void session_ofABrowser_isForTlsAlone() throws IOException, InterruptedException {
        try (HttpClient client =
                HttpClient.newBuilder().sslContext(certificate.context()).build()) {
            HttpResponse<String> login =
                    client.send(
                            request("/login")
                                    .header("Content-Type", "application/json")
                                    .POST(
                                            HttpRequest.BodyPublishers.ofString(
                                                    "{\"token\":\""
                                                            + platform.adminToken()
                                                            + "\"}"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(login.statusCode()).as(login.body()).isEqualTo(200);
            String cookie = login.headers().firstValue("Set-Cookie").orElseThrow();
            assertThat(cookie.split("; ")).contains("Secure", "HttpOnly", "SameSite=Strict");
            String session = cookie.substring(0, cookie.indexOf(';'));
            assertThat(status(client, request("/ocean/spark/user/me").header("Cookie", session)))
                    .isEqualTo(200);
            HttpRequest.Builder logout =
                    request("/logout")
                            .header("Cookie", session)
                            .header("Origin", platform.address().toString())
                            .POST(HttpRequest.BodyPublishers.noBody());
            assertThat(status(client, logout)).isEqualTo(200);
            assertThat(status(client, request("/ocean/spark/user/me").header("Cookie", session)))
                    .isEqualTo(401);
        }
    }

    @Test
    void wrongPassword_endsTheStart_inOneSentenceThatNamesTheSetting() {
        Map<String, String> settings = new LinkedHashMap<>(certificate.settings());
        settings.put("tls-keystore-password", "wrong");
        refused("tls-wrong", settings, "tls-keystore-password");
    }

    @Test
    void missingKeyStore_endsTheStart_inOneSentenceThatNamesTheSetting() {
        refused("tls-missing", Map.of("tls-keystore", "/nowhere/a.p12"), "/nowhere/a.p12");
    }

    @Test
    void reachFromElsewhere_withoutTls_isRefused() {
        refused("tls-open", Map.of("host", "0.0.0.0"), "set tls-keystore");
    }

    @Test
    void reachFromElsewhere_withoutTls_isGivenToWhoInsists() {
        try (Platform open =
                Platform.start("tls-insecure", Map.of("host", "0.0.0.0", "insecure", "true"))) {
            open.stop();
        }
    }

    private static void refused(String name, Map<String, String> settings, String reason) {
        try (Platform refused = Platform.prepare(name, settings)) {
            refused.begin();
            assertThat(refused.awaitExit(REFUSED_WITHIN)).as(refused.log()).isEqualTo(2);
            List<String> said =
                    refused.log()
                            .lines()
                            .filter(line -> !line.startsWith("WARNING: Using "))
                            .toList();
            assertThat(said).as(refused.log()).hasSize(1);
            assertThat(said.getFirst()).startsWith("spindrift: ").contains(reason);
        }
    }

    private static CommandLine.Ended ask(Map<String, String> environment, String... words) {
        Map<String, String> all = new LinkedHashMap<>(environment);
        all.put("SPINDRIFT_TOKEN", platform.adminToken());
        return CommandLine.run(all, List.of(), words);
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(platform.address().resolve(path))
                .timeout(Duration.ofSeconds(20));
    }

    private static int status(HttpClient client, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    }
}
