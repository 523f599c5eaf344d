package io.spindrift.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class StandbyApiTest {
    private Optional<String> leader = Optional.of("spindrift-1");
    private final StandbyApi api =
            new StandbyApi(
                            new ApiSettings(
                                    "127.0.0.1", 0, null, null, null, 1024, 1024, Duration.ZERO, 1),
                            InstantSource.system(),
                            () -> leader)
                    .start();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        client.close();
        api.close();
    }

    @Test
    void health_saysThatItStandsBy() throws Exception {
        JsonNode item = item(get("/health", 200));
        assertThat(item.path("status").asText()).isEqualTo("UP");
        assertThat(item.path("role").asText()).isEqualTo("standby");
        assertThat(item.path("leader").asText()).isEqualTo("spindrift-1");
    }

    @Test
    void ready_isDownAndNamesTheLeader() throws Exception {
        JsonNode item = item(get("/ready", 503));
        assertThat(item.path("status").asText()).isEqualTo("DOWN");
        assertThat(item.path("checks").path(0).path("detail").asText())
                .isEqualTo("this is the standby; spindrift-1 leads");
    }

    @Test
    void allElse_isUnavailable() throws Exception {
        leader = Optional.empty();
        HttpResponse<String> response = get("/ocean/spark/app", 503);
        assertThat(response.headers().firstValue("Retry-After")).contains("2");
        assertThat(response.body()).contains("UNAVAILABLE", "nobody leads yet");
    }

    private static JsonNode item(HttpResponse<String> response) throws Exception {
        return new ObjectMapper().readTree(response.body()).path("response").path("items").path(0);
    }

    private HttpResponse<String> get(String path, int status) throws Exception {
        HttpResponse<String> response =
                client.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + path))
                                .timeout(Duration.ofSeconds(10))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(status);
        return response;
    }
}
