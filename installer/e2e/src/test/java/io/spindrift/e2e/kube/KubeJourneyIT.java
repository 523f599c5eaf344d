package io.spindrift.e2e.kube;

import static io.spindrift.e2e.Surroundings.DEFAULT_SPARK;
import static io.spindrift.e2e.Surroundings.OTHER_SPARK;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.spindrift.e2e.Api;
import io.spindrift.e2e.Await;
import io.spindrift.e2e.HistoryRows;
import io.spindrift.e2e.Json;
import io.spindrift.e2e.Reply;
import io.spindrift.e2e.Surroundings;
import io.spindrift.history.RunId;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The whole way of applications on a real cluster, several versions of Spark side by side: from
/// the request to a history that is what Spark's own event log says.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class KubeJourneyIT {
    /// On a busy machine `-Dspindrift.e2e.journey=etl` runs one of the examples alone.
    private static final List<String> EXAMPLES =
            List.of(System.getProperty("spindrift.e2e.journey", "pi,etl,words").split(","));

    private static final Duration PATIENCE =
            Duration.ofMinutes(Integer.getInteger("spindrift.e2e.minutes", 8));
    private static final String LABEL = "spindrift.io/app-id";
    private static final String LIVE = "etl-" + DEFAULT_SPARK.replace(".", "");

    private static final Map<String, JsonNode> ENDED = new LinkedHashMap<>();

    /// What each application was seen doing before its end.
    private static final Map<String, Set<String>> WATCHED = new ConcurrentHashMap<>();

    /// What Prometheus would have read while it ran.
    private static final Map<String, String> METRICS = new ConcurrentHashMap<>();

    private static final Set<String> NODES = ConcurrentHashMap.newKeySet();
    private static final Map<String, String> PODS = new ConcurrentHashMap<>();

    @TempDir static Path folder;
    private static @Nullable JourneyPlatform begun;

    @BeforeAll
    static void runAll() throws Exception {
        begun = JourneyPlatform.begin("journey");
        Api api = journeys().api();
        List<String> ids = new ArrayList<>();
        String words =
                Files.readString(Surroundings.examples().resolve("python").resolve("wordcount.py"));
        for (String version : List.of(DEFAULT_SPARK, OTHER_SPARK)) {
            Map<String, JsonNode> requests =
                    Map.of(
                            "pi", JourneyPlatform.example("pi", "Pi", version, "4", "200000"),
                            "etl", etl(version),
                            "words",
                                    journeys()
                                            .python(
                                                    "words",
                                                    version,
                                                    "word count.py",
                                                    words,
                                                    "2000"));
            EXAMPLES.forEach(
                    name -> ids.add(api.submit(Objects.requireNonNull(requests.get(name)))));
        }
        if (ids.contains(LIVE)) {
            Thread.ofVirtual().name("spark-ui").start(() -> watchSparkUi(api));
        }
        Await.until("the end of all", PATIENCE, () -> look(api, ids));
    }

    @AfterAll
    static void end() {
        if (begun != null) {
            begun.close();
        }
    }

    private static JsonNode etl(String version) {
        JsonNode request =
                JourneyPlatform.example("etl", "Etl", version, "200000", "/events/etl-" + version);
        ((com.fasterxml.jackson.databind.node.ObjectNode)
                        JourneyPlatform.config(request).path("executor"))
                .set("volumeMounts", JourneyPlatform.config(request).at("/driver/volumeMounts"));
        return request;
    }

    /// @return whether all have ended
    private static boolean look(Api api, List<String> ids) {
        for (String id : ids) {
            JsonNode now = ENDED.containsKey(id) ? ENDED.get(id) : api.application(id);
            Set<String> seen = seen(id);
            if (Api.hasEnded(Objects.requireNonNull(now))) {
                ENDED.put(id, now);
                continue;
            }
            seen.add(now.path("appState").asText());
            metrics(api, id);
            if (!now.at("/progress/activeStages").isEmpty()) {
                seen.add("stages");
            }
        }
        for (Pod pod : pods()) {
            if (pod.getSpec().getNodeName() != null) {
                NODES.add(pod.getSpec().getNodeName());
            }
            PODS.putIfAbsent(pod.getMetadata().getName(), Serialization.asJson(pod));
        }
        return ENDED.size() == ids.size();
    }

    private static Set<String> seen(String id) {
        return WATCHED.computeIfAbsent(id, _ -> ConcurrentHashMap.newKeySet());
    }

    private static void metrics(Api api, String id) {
        String series = "spindrift_application_memory_charged_bytes{app=\"" + id + "\"";
        String told = METRICS.containsKey(id) ? "" : api.get("/metrics").body();
        if (told.contains(series)) {
            METRICS.put(id, told);
        }
    }

    static Stream<String> applications() {
        return EXAMPLES.stream()
                .flatMap(name ->
                        Stream.of(DEFAULT_SPARK, OTHER_SPARK)
                                .map(version -> name + "-" + version.replace(".", "")));
    }

    @ParameterizedTest
    @MethodSource("applications")
    void application_completes_watchedAndPaid(String id) {
        JsonNode ended = ended(id);
        assertThat(ended.path("appState").asText()).as(ended.toString()).isEqualTo("COMPLETED");
        assertThat(ended.path("warnings")).isEmpty();
        assertThat(ended.at("/cost/total/amount").asDouble()).isPositive();
        assertThat(ended.at("/metrics/peakMemory/bytes").asLong()).isPositive();
        assertThat(Json.items(ended.path("phases")).map(phase -> phase.path("name").asText()))
                .contains("queued", "driver", "executors");
        assertThat(Json.items(ended.path("transitions")).map(each -> each.path("state").asText()))
                .contains("PENDING", "RUNNING");
        // Who looks now and then may miss a state that does not last.
        assertThat(WATCHED.get(id)).contains("RUNNING");
        if (id.startsWith("etl")) {
            assertThat(WATCHED.get(id)).contains("stages");
        }
    }

    @ParameterizedTest
    @MethodSource("applications")
    void logs_areKept_afterThePodsAreGone(String id) {
        Api api = journeys().api();
        awaitNoPod(id);
        String word = id.startsWith("pi") ? "Pi is roughly 3.1" : "";
        word = id.startsWith("etl") ? "Wrote 200000 orders" : word;
        word = id.startsWith("words") ? "|harbour| 1000|" : word;
        assertThat(api.log(id, "driver", "stdout")).contains(word).doesNotContain("sdr_");
        assertThat(api.log(id, "executor-1", "stdout")).contains("Running task");
    }

    /// Pods go when their logs have been read, which the end of an application does not wait for.
    private static void awaitNoPod(String id) {
        Await.until("no pod of " + id, PATIENCE, () -> pods().stream().noneMatch(of(id)));
    }

    /// Uploaded programs are fetched by a container of their own.
    @ParameterizedTest
    @MethodSource("applications")
    void logsOfInitContainers_areKept_eachAsOneOfItsOwn(String id) {
        Api api = journeys().api();
        awaitNoPod(id);
        List<String> containers =
                api.get(api.path(id) + "/log").expect(200).items().stream()
                        .map(log -> log.path("container").asText())
                        .toList();
        String fetching = "driver-init-spindrift-files";
        if (id.startsWith("words")) {
            assertThat(containers).startsWith("driver", fetching).contains("executor-1");
            assertThat(api.get(api.path(id) + "/log/container/" + fetching).expect(200).body())
                    .contains("fetched ", "word count.py");
        } else {
            assertThat(containers).doesNotContain(fetching);
        }
    }

    @ParameterizedTest
    @MethodSource("applications")
    void metrics_toldOfMemoryAgainstItsLimit_andOfThrottledCpu(String id) {
        String told = METRICS.getOrDefault(id, "");
        assertThat(told).containsPattern(series("memory_limit_ratio", id) + " 0\\.\\d+");
        assertThat(told).containsPattern(series("container_cpu_seconds", id) + " [1-9]");
        if (id.startsWith("words")) {
            assertThat(told).containsPattern(series("cpu_periods", id) + " [1-9]");
            assertThat(told).containsPattern(series("cpu_throttled_seconds", id) + " \\d");
        }
    }

    private static String series(String figure, String id) {
        return "spindrift_application_" + figure + "\\{app=\"" + id + "\"[^}]*}";
    }

    @Test
    void lines_areFoundBySearch() {
        // Lines of what has ended are put in every quarter of a minute.
        List<String> wanted = List.of("etl-430", "etl-359");
        Await.value(
                () -> wanted + " among " + found("log:orders"),
                Duration.ofMinutes(2),
                () -> Optional.of(found("log:orders")).filter(apps -> apps.containsAll(wanted)));
    }

    private static List<String> found(String query) {
        return journeys().api().get("/ocean/spark/search?q=" + query).expect(200).items().stream()
                .map(hit -> hit.path("appId").asText())
                .toList();
    }

    @Test
    void pods_ranOnBothNodes_andToldNoSecret() {
        // One example alone may well fit on one of them.
        assertThat(NODES).hasSizeGreaterThanOrEqualTo(EXAMPLES.size() > 1 ? 2 : 1);
        assertThat(PODS.values()).isNotEmpty().noneMatch(pod -> pod.contains("sdr_"));
        assertThat(WATCHED.get(LIVE)).contains("Spark UI");
    }

    @Test
    void nothingThatWasMade_isLeft() {
        KubernetesClient client = journeys().space().client();
        String namespace = journeys().space().namespace();
        Await.until(
                "nothing with the label " + LABEL,
                PATIENCE,
                () ->
                        pods().isEmpty()
                                && client.secrets()
                                        .inNamespace(namespace)
                                        .withLabel(LABEL)
                                        .list()
                                        .getItems()
                                        .isEmpty()
                                && client.configMaps()
                                        .inNamespace(namespace)
                                        .withLabel(LABEL)
                                        .list()
                                        .getItems()
                                        .isEmpty()
                                && client.services()
                                        .inNamespace(namespace)
                                        .withLabel(LABEL)
                                        .list()
                                        .getItems()
                                        .isEmpty());
    }

    /// What was pushed is what Spark wrote: compared row by row, the platform stopped.
    @Test
    @Order(Order.DEFAULT + 1)
    void history_equalsSparksOwnEventLog() throws Exception {
        journeys().eventLogs(folder);
        journeys().platform().stop();
        try (HistoryRows kept = HistoryRows.open(journeys().platform().data().resolve("rocksdb"))) {
            for (String id : applications().toList()) {
                RunId run = new RunId(id, 1);
                try (HistoryRows read = HistoryRows.empty("event-log")) {
                    Path log = folder.resolve("eventlog_v2_" + id + "-1");
                    read.read(run, log, null, kept.memory(run), null);
                    read.outcome(run, kept.run(run).outcome());
                    assertThat(rows(kept, run)).as(id).containsExactlyElementsOf(rows(read, run));
                    assertThat(rows(kept, run)).hasSizeGreaterThan(10);
                }
            }
        }
    }

    /// Without how far each log was read in bytes: Spark's is compressed.
    private static List<String> rows(HistoryRows history, RunId run) {
        return history.dump(run).stream().filter(row -> !row.startsWith("position ")).toList();
    }

    /// The driver's own page, by the link that the API gives: beside the looks at all others, which
    /// it would hold up, and for as long as its driver may live.
    private static void watchSparkUi(Api api) {
        Await.until(
                "the driver's own UI",
                PATIENCE,
                () -> {
                    JsonNode now = api.application(LIVE);
                    boolean speaks = now.path("progress").isObject();
                    return Api.hasEnded(now)
                            || (speaks && showsSparkUi(api) && seen(LIVE).add("Spark UI"));
                });
    }

    private static boolean showsSparkUi(Api api) {
        Reply opened = api.post(api.path(LIVE) + "/spark-ui", Json.object("{}"));
        return opened.status() == 200 && shows(opened.item().path("url").asText());
    }

    private static boolean shows(String url) {
        try (HttpClient browser =
                HttpClient.newBuilder()
                        .cookieHandler(new CookieManager())
                        .followRedirects(HttpClient.Redirect.NORMAL)
                        .build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(30)).build();
            String page = browser.send(request, HttpResponse.BodyHandlers.ofString()).body();
            return page.contains("Spark Jobs") && page.contains(DEFAULT_SPARK);
        } catch (java.io.IOException e) {
            return false; // its driver ended meanwhile
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static java.util.function.Predicate<Pod> of(String id) {
        return pod -> id.equals(pod.getMetadata().getLabels().get(LABEL));
    }

    private static List<Pod> pods() {
        return journeys()
                .space()
                .client()
                .pods()
                .inNamespace(journeys().space().namespace())
                .withLabel(LABEL)
                .list()
                .getItems();
    }

    private static JsonNode ended(String id) {
        return Objects.requireNonNull(ENDED.get(id), id);
    }

    private static JourneyPlatform journeys() {
        return Objects.requireNonNull(begun);
    }
}
