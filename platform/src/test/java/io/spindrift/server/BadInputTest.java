package io.spindrift.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.server.RunningPlatform.Reply;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What is refused, with which status and which words.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BadInputTest {
    private static final String APPS = RunningPlatform.APPS;
    private static final String FILE =
            "\"mainApplicationFile\":\"/srv/etl.py\",\"type\":\"Python\"";

    private RunningPlatform platform;

    @BeforeAll
    void start(@TempDir Path home) {
        platform = new RunningPlatform(home, "--body-limit=4k", "--upload-limit=10k");
    }

    @AfterAll
    void stop() {
        platform.close();
    }

    @Test
    void malformedJson_isRefusedWithItsPlace() {
        assertThat(platform.post(APPS, "{\"jobId\": \"etl\",\n oops}").refusal())
                .startsWith("400 MALFORMED_JSON malformed JSON at line 2, column ");
        assertThat(platform.post(APPS, "").refusal())
                .startsWith("400 MALFORMED_JSON the body is empty");
        assertThat(platform.post(APPS, "{\"jobId\":\"a\",\"jobId\":\"b\"}").refusal())
                .startsWith("400 MALFORMED_JSON")
                .contains("Duplicate");
        assertThat(platform.post(APPS, "{} {}").refusal()).startsWith("400 MALFORMED_JSON");
        assertThat(platform.post(APPS, "{").refusal()).doesNotContain("Source", "Feature");
    }

    @Test
    void anAddressThatIsNone_isRefusedWithWhatToDo() throws IOException {
        URI address = platform.uri("/");
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(
                            "GET /ocean/spark/search?q=a>b HTTP/1.1\r\nHost: x\r\n\r\n"
                                    .getBytes(UTF_8));
            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .startsWith("HTTP/1.1 400 ")
                    .contains("encode what may not stand in an address");
        }
    }

    @Test
    void unknownField_isRefusedByNameWithTheNearest() {
        assertThat(platform.post(APPS, config("\"executor\":{\"corse\":2}")).refusal())
                .startsWith("400 UNKNOWN_FIELD")
                .contains("configOverrides.executor.corse", "did you mean", "cores");
        assertThat(platform.post(APPS, "{\"jobID\":\"etl\"}").refusal())
                .startsWith("400 UNKNOWN_FIELD")
                .contains("jobID", "did you mean 'jobId'?");
    }

    @Test
    void wrongType_isRefusedWithWhatIsWanted() {
        assertThat(platform.post(APPS, config("\"executor\":{\"instances\":\"two\"}")).refusal())
                .startsWith("400 ")
                .contains("configOverrides.executor.instances", "a whole number");
        assertThat(platform.post(APPS, "{\"jobId\":7}").refusal())
                .startsWith("400 WRONG_TYPE 'jobId' must be a text");
        assertThat(platform.post(APPS, "[]").refusal()).startsWith("400 WRONG_TYPE");
    }

    @Test
    void missingFile_isRefused() {
        String body =
                "{\"jobId\":\"etl\",\"configOverrides\":{\"type\":\"Python\","
                        + "\"mainApplicationFile\":\"/srv/missing.py\"}}";
        assertThat(platform.post(APPS, body).refusal())
                .startsWith("400 NO_SUCH_FILE there is no file /srv/missing.py")
                .contains("configOverrides.mainApplicationFile");
        assertThat(platform.post(APPS, "{\"jobId\":\"etl\"}").refusal())
                .startsWith("400 MISSING_FIELD")
                .contains("mainApplicationFile");
    }

    @Test
    void unknownVersion_isRefused() {
        assertThat(platform.post(APPS, config("\"sparkVersion\":\"9.9.9\"")).refusal())
                .startsWith("400 NO_SUCH_RUNTIME Spark 9.9.9 is not installed")
                .contains("configOverrides.sparkVersion");
    }

    @Test
    void tooManyCores_isRefusedAtOnce() {
        assertThat(platform.post(APPS, config("\"executor\":{\"cores\":64}")).refusal())
                .startsWith("400 DOES_NOT_FIT");
    }

    @Test
    void wrongToken_is401() {
        Reply reply =
                platform.send(
                        HttpRequest.newBuilder(platform.uri(APPS))
                                .header("Authorization", "Bearer sd_wrong")
                                .build());
        assertThat(reply.refusal())
                .isEqualTo("401 UNAUTHENTICATED the token is not known, or was revoked []");
        assertThat(reply.header("WWW-Authenticate")).startsWith("Bearer");
    }

    @Test
    void oversizedBody_is413() {
        String body = config("\"arguments\":[\"" + "x".repeat(5000) + "\"]");
        assertThat(platform.post(APPS, body).refusal())
                .startsWith("413 TOO_LARGE the body has more than the 4096 bytes allowed");
    }

    @Test
    void oversizedUpload_is413() {
        HttpRequest upload =
                platform.request("/ocean/spark/file?name=big.jar")
                        .PUT(BodyPublishers.ofByteArray(new byte[20_000]))
                        .build();
        assertThat(platform.send(upload).refusal()).startsWith("413 TOO_LARGE");
    }

    @Test
    void traversal_isRefusedInIdsAndUploads() {
        assertThat(platform.get(APPS + "/..%2f..%2fetc%2fpasswd").status()).isIn(400, 404);
        assertThat(platform.get(APPS + "/etc$passwd").refusal())
                .startsWith("400 INVALID_VALUE 'appId' must match");
        assertThat(platform.post(APPS, "{\"jobId\":\"etl\",\"appId\":\"../x\"}").refusal())
                .startsWith("400 INVALID_")
                .contains("appId");
        HttpRequest upload =
                platform.request("/ocean/spark/file?name=..%2F..%2Fx.jar")
                        .PUT(BodyPublishers.ofString("x"))
                        .build();
        assertThat(platform.send(upload).refusal())
                .startsWith("400 INVALID_VALUE a file name has")
                .contains("name");
        assertThat(platform.get("/js/..%2f..%2findex.html").status()).isIn(400, 404);
    }

    @Test
    void sameIdWithAnotherBody_is409() {
        platform.submitted("twice");
        String other =
                "{\"jobId\":\"other\",\"appId\":\"twice\",\"configOverrides\":{" + FILE + "}}";
        assertThat(platform.post(APPS, other).refusal())
                .startsWith("409 CONFLICT the application 'twice' exists");
    }

    @Test
    void sameIdWithTheSameBody_is200() {
        String body = "{\"jobId\":\"etl\",\"appId\":\"same\",\"configOverrides\":{" + FILE + "}}";
        String reordered =
                "{\"configOverrides\":{\"type\":\"Python\","
                        + "\"mainApplicationFile\":\"/srv/etl.py\"},"
                        + "\"appId\":\"same\",\"jobId\":\"etl\"}";
        assertThat(platform.post(APPS, body).status()).isEqualTo(201);
        assertThat(platform.post(APPS, reordered).status()).isEqualTo(200);
    }

    @Test
    void whatIsNotThere_is404() {
        assertThat(platform.get(APPS + "/nobody").refusal())
                .isEqualTo("404 NOT_FOUND there is no application 'nobody' here []");
        assertThat(platform.get("/ocean/spark/cluster/mars/app").refusal())
                .isEqualTo("404 NOT_FOUND there is no cluster 'mars' []");
        assertThat(platform.get("/ocean/spark/nothing").status()).isEqualTo(404);
    }

    @Test
    void methodThatIsNotThere_is405WithThoseThatAre() {
        Reply reply = platform.call("PATCH", APPS, "{}");
        assertThat(reply.refusal()).startsWith("405 METHOD_NOT_ALLOWED PATCH is not allowed here");
        assertThat(reply.header("Allow")).isEqualTo("GET, POST");
    }

    @Test
    void unknownParameter_isRefusedByName() {
        assertThat(platform.get("/ocean/spark/app?limitt=5").refusal())
                .startsWith("400 UNKNOWN_FIELD unknown parameter 'limitt'");
        assertThat(platform.get("/ocean/spark/app?limit=5000").refusal())
                .startsWith("400 INVALID_VALUE 'limit' must be a whole number from 1 to 500");
        assertThat(platform.get("/ocean/spark/app?sort=shoe").refusal())
                .startsWith("400 INVALID_VALUE 'sort' must be one of");
        assertThat(platform.get("/ocean/spark/app?accountId=act-1").status()).isEqualTo(200);
    }

    @Test
    void otherMediaType_is415() {
        HttpRequest form =
                platform.request(APPS)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("jobId=etl"))
                        .build();
        assertThat(platform.send(form).refusal()).startsWith("415 UNSUPPORTED_MEDIA_TYPE");
    }

    private static String config(String more) {
        return "{\"jobId\":\"etl\",\"configOverrides\":{" + FILE + "," + more + "}}";
    }
}
