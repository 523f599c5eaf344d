package io.spindrift.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The examples that come with the product, each as its request says, on real Spark.
@ExtendWith(SharedPlatform.class)
final class ExamplesIT {
    private static final List<String> NAMES =
            List.of("failing", "out-of-memory", "pi", "revenue", "wordcount", "streaming", "etl");
    private static final Duration PATIENCE = Duration.ofMinutes(6);
    private static final Map<String, JsonNode> ENDED = new LinkedHashMap<>();

    private final Api api;

    ExamplesIT(Platform platform) {
        api = platform.api();
    }

    @BeforeAll
    static void runAll(Platform platform) {
        Api api = platform.api();
        Map<String, String> appIds = new LinkedHashMap<>();
        NAMES.forEach(name -> appIds.put(name, api.submit(request(name))));
        appIds.forEach((name, appId) -> ENDED.put(name, api.awaitEnd(appId, PATIENCE)));
    }

    @Test
    void pi_runs_andTellsPi() {
        completed("pi");
        assertThat(api.log(id("pi"), "driver", "stdout")).containsPattern("[Pp]i.*3\\.1");
    }

    @Test
    void etl_runs_andReadsAndWrites() {
        completed("etl");
        JsonNode metrics = summedUp("etl");
        assertThat(metrics.path("dataWrittenBytes").asLong()).isPositive();
        assertThat(metrics.path("dataReadBytes").asLong()).isPositive();
        assertThat(metrics.path("shuffleReadBytes").asLong()).isPositive();
        assertThat(metrics.path("efficiency").asDouble()).isBetween(0.01, 1.0);
        assertThat(metrics.path("cpuEfficiency").asDouble())
                .isBetween(0.01, metrics.path("efficiency").asDouble());
        assertThat(metrics.path("peakMemory").path("bytes").asLong()).isPositive();
        assertThat(ended("etl").path("cost").path("total").path("amount").asDouble()).isPositive();
    }

    /// All figures are summed up together, for the last time just after the end.
    private JsonNode summedUp(String name) {
        return Await.value(
                () -> "what it wrote: " + api.application(id(name)),
                Duration.ofSeconds(30),
                () ->
                        Optional.of(api.application(id(name)).path("metrics"))
                                .filter(each -> each.path("dataWrittenBytes").asLong() > 0));
    }

    @Test
    void revenue_statements_areSqlRowsEach() {
        completed("revenue");
        List<JsonNode> queries = api.get(path("revenue") + "/sql").expect(200).items();
        assertThat(queries).hasSizeGreaterThanOrEqualTo(2);
        assertThat(queries)
                .allSatisfy(
                        query -> assertThat(query.path("state").asText()).isEqualTo("SUCCEEDED"));
        assertThat(api.log(id("revenue"), "driver", "stdout")).contains("partner");
    }

    @Test
    void wordcount_python_runs() {
        completed("wordcount");
    }

    @Test
    void streaming_endsByItself_andCompletes() {
        completed("streaming");
    }

    @Test
    void failing_endsFailed_withTheRootCauseInASentence() {
        JsonNode failed = ended("failing");
        assertThat(failed.path("appState").asText()).isEqualTo("FAILED");
        assertThat(failed.path("failure").path("sentence").asText())
                .contains("NumberFormatException")
                .contains("12,50");
        assertThat(issues("failing"))
                .anyMatch(one -> one.path("severity").asText().equals("error"));
    }

    @Test
    void outOfMemory_endsFailed_withItsIssueAndAdvice() {
        JsonNode failed = ended("out-of-memory");
        assertThat(failed.path("appState").asText()).isEqualTo("FAILED");
        JsonNode issue =
                issues("out-of-memory").stream()
                        .filter(one -> one.path("rule").asText().equals("out-of-memory"))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError(issues("out-of-memory")));
        assertThat(issue.path("severity").asText()).isEqualTo("error");
        assertThat(issue.path("advice").asText()).isNotBlank();
        assertThat(failed.path("failure").path("sentence").asText()).containsIgnoringCase("memory");
    }

    private static JsonNode completed(String name) {
        JsonNode application = ended(name);
        assertThat(application.path("appState").asText())
                .as(application.toString())
                .isEqualTo("COMPLETED");
        assertThat(application.path("failure").isNull()).isTrue();
        return application;
    }

    private static JsonNode ended(String name) {
        return Objects.requireNonNull(ENDED.get(name), name);
    }

    private static String id(String name) {
        return ended(name).path("id").asText();
    }

    private static String path(String name) {
        return Api.CLUSTER + "/app/" + id(name);
    }

    private List<JsonNode> issues(String name) {
        return api.get(path(name) + "/issues").expect(200).items();
    }

    /// The body as the installer would make it of the file.
    private static JsonNode request(String name) {
        Path examples = Surroundings.examples();
        try {
            String text = Files.readString(examples.resolve("requests").resolve(name + ".json"));
            return Json.parse(
                    text.replace("${EXAMPLES_JAR}", jar(examples).toString())
                            .replace("${EXAMPLES}/revenue.sql", examples + "/sql/revenue.sql")
                            .replace(
                                    "${EXAMPLES}/wordcount.py", examples + "/python/wordcount.py"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path jar(Path examples) throws IOException {
        try (DirectoryStream<Path> jars =
                Files.newDirectoryStream(
                        examples.resolve("target"), "spindrift-examples-*[!s].jar")) {
            for (Path jar : jars) {
                return jar;
            }
        }
        throw new AssertionError("no jar of the examples in " + examples + "/target");
    }
}
