package io.spindrift.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spindrift.server.SchemaCheck;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The driver's own pages, while it lives, by the link that the API gives.
@ExtendWith(SharedPlatform.class)
final class SparkUiIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String PATH = "/ocean/spark/cluster/{clusterId}/app/{appId}/spark-ui";

    @ParameterizedTest
    @ValueSource(strings = {Surroundings.DEFAULT_SPARK, Surroundings.OTHER_SPARK})
    void sparkUi_ofADriverThatLives_showsItsPagesBehindALink(String version, Platform platform)
            throws Exception {
        Api api = platform.api();
        String appId = api.submit(new Programs(api).steps("live-ui", version, 600));
        try {
            Reply opened = link(api, appId);
            assertThat(problems(api, opened)).isEmpty();

            HttpClient browser =
                    HttpClient.newBuilder()
                            .cookieHandler(new CookieManager())
                            .followRedirects(HttpClient.Redirect.NORMAL)
                            .build();
            HttpResponse<String> jobs = get(browser, opened.item().path("url").asText());
            assertThat(jobs.statusCode()).isEqualTo(200);
            assertThat(jobs.body()).contains("Spark Jobs", version, "step ");
            for (String page : List.of("stages/", "executors/", "SQL/", "environment/")) {
                URI place = jobs.uri().resolve("../" + page);
                HttpResponse<String> shown = get(browser, place.toString());
                assertThat(shown.statusCode()).as(page).isEqualTo(200);
                assertThat(shown.body()).as(page).contains(version);
            }
        } finally {
            api.delete(Api.CLUSTER + "/app/" + appId);
        }
        assertThat(api.awaitEnd(appId, PATIENCE).path("appState").asText()).isEqualTo("KILLED");
        assertThat(api.post(path(appId), Json.object("{}")).status()).isEqualTo(409);
    }

    /// Given once a driver runs and its UI answers.
    private static Reply link(Api api, String appId) {
        return Await.value(
                () -> "the Spark UI of " + api.application(appId),
                PATIENCE,
                () ->
                        Optional.of(api.post(path(appId), Json.object("{}")))
                                .filter(reply -> reply.status() == 200)
                                .filter(reply -> hasStages(api, appId)));
    }

    private static boolean hasStages(Api api, String appId) {
        Reply stages = api.get(Api.CLUSTER + "/app/" + appId + "/stages");
        return stages.status() == 200 && !stages.items().isEmpty();
    }

    private static String path(String appId) {
        return PATH.replace("{clusterId}", "local").replace("{appId}", appId);
    }

    private static List<String> problems(Api api, Reply reply) {
        JsonNode document = api.get("/openapi?format=json").expect(200).json();
        JsonNode schema =
                document.path("paths")
                        .path(PATH)
                        .path("post")
                        .path("responses")
                        .path("200")
                        .path("content")
                        .path("application/json")
                        .path("schema");
        List<String> problems = new ArrayList<>();
        new SchemaCheck(document).check(schema, reply.json(), reply.request(), problems);
        return problems;
    }

    private static HttpResponse<String> get(HttpClient browser, String address) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(address)).timeout(Duration.ofSeconds(30)).build();
        return browser.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
