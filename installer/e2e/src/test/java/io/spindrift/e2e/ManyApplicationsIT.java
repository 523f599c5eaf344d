package io.spindrift.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Many applications at once on two cores, of both Spark versions.
/// `-Dspindrift.e2e.applications=20` makes them twenty.
final class ManyApplicationsIT {
    private static final int APPLICATIONS = Surroundings.number("applications", 6);
    private static final double CORES = 2;
    private static final Duration EACH = Duration.ofSeconds(60);

    /// Cores are decimals in JSON; this is less than any share that can be asked for.
    private static final double ROUNDING = 1e-6;

    @Test
    void submit_manyAtOnce_allEndRightAndNeverOverCapacity() {
        try (Platform platform =
                Platform.start("many", Map.of("local-cores", String.valueOf((int) CORES)))) {
            Api api = platform.api();
            List<String> appIds;
            List<AdmissionWatch.Sample> samples;
            try (AdmissionWatch watch = AdmissionWatch.begin(api)) {
                appIds = submitAll(api);
                appIds.forEach(appId -> api.awaitEnd(appId, EACH.multipliedBy(APPLICATIONS)));
                samples = watch.samples();
            }
            List<JsonNode> ended = appIds.stream().map(api::application).toList();
            List<JsonNode> costs = appIds.stream().map(appId -> settledCost(api, appId)).toList();
            double most = mostCores(ended, costs);
            report(ended, samples, most);

            assertThat(ended).allSatisfy(ManyApplicationsIT::endedRight);
            assertThat(samples).hasSizeGreaterThan(APPLICATIONS * 5);
            assertThat(samples)
                    .allSatisfy(sample -> assertThat(sample.capacity()).isEqualTo(CORES))
                    .allSatisfy(sample ->
                            assertThat(sample.admitted())
                                    .isLessThanOrEqualTo(sample.capacity() + ROUNDING));
            assertThat(most)
                    .as("cores of containers at once")
                    .isLessThanOrEqualTo(CORES + ROUNDING);
            startedInTurn(ended);
        }
    }

    /// An executor may end after its driver, with which the application ended.
    private static JsonNode settledCost(Api api, String appId) {
        return Await.value(
                () -> "the end of each container: " + api.of(appId, "cost"),
                EACH,
                () ->
                        Optional.of(api.of(appId, "cost"))
                                .filter(cost ->
                                        Json.items(cost.path("containers"))
                                                .noneMatch(stay -> stay.path("endedAt").isNull())));
    }

    /// The last one is more urgent than all that wait before it.
    private static List<String> submitAll(Api api) {
        Programs programs = new Programs(api);
        List<String> appIds = new ArrayList<>();
        for (int i = 0; i < APPLICATIONS; i++) {
            String version = i % 2 == 0 ? Surroundings.DEFAULT_SPARK : Surroundings.OTHER_SPARK;
            ObjectNode request = programs.sum("many-" + i % 3, version, 2_000_000);
            if (i == APPLICATIONS - 1) {
                ((ObjectNode) request.path("configOverrides")).put("priority", 10);
            }
            appIds.add(api.submit(request));
        }
        return appIds;
    }

    private static void endedRight(JsonNode application) {
        assertThat(application.path("appState").asText())
                .as(application.toString())
                .isEqualTo("COMPLETED");
        assertThat(application.path("attempts")).hasSize(1);
        assertThat(application.path("metrics").path("tasks").path("failed").asInt()).isZero();
        assertThat(application.path("metrics").path("tasks").path("completed").asInt())
                .isGreaterThanOrEqualTo(5);
    }

    /// Not its start: two drivers of one moment are processes that may begin the other way round.
    private static Instant admittedAt(JsonNode application) {
        JsonNode queued = application.path("phases").path(0);
        assertThat(queued.path("name").asText()).as(application.toString()).isEqualTo("queued");
        return Times.at(queued, "endedAt");
    }

    /// By the applications' own words: first come, first served, but for the urgent one.
    private static void startedInTurn(List<JsonNode> ended) {
        List<JsonNode> turn =
                ended.stream()
                        .sorted(
                                Comparator.comparing(ManyApplicationsIT::admittedAt)
                                        .thenComparingInt(one -> -one.path("priority").asInt()))
                        .toList();
        JsonNode urgent = ended.getLast();
        List<String> usual =
                turn.stream()
                        .map(ManyApplicationsIT::id)
                        .filter(id -> !id.equals(id(urgent)))
                        .toList();
        assertThat(usual)
                .isEqualTo(
                        ended.subList(0, ended.size() - 1).stream()
                                .map(ManyApplicationsIT::id)
                                .toList());
        assertThat(turn.indexOf(urgent)).as("place of the urgent one").isLessThanOrEqualTo(2);
    }

    private static String id(JsonNode application) {
        return application.path("id").asText();
    }

    /// The most cores that containers held at one moment: by the stays that are paid for, each with
    /// the share of a core that it was admitted by.
    private static double mostCores(List<JsonNode> applications, List<JsonNode> costs) {
        record Change(Instant at, double cores) {}
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < applications.size(); i++) {
            JsonNode config = applications.get(i).path("config");
            for (JsonNode stay : costs.get(i).path("containers")) {
                boolean driver = stay.path("container").asText().equals("driver");
                double cores =
                        config.path(driver ? "driver" : "executor").path("coreRequest").asDouble();
                assertThat(cores).as("coreRequest in " + config).isPositive();
                changes.add(new Change(Times.at(stay, "startedAt"), cores));
                changes.add(new Change(Times.at(stay, "endedAt"), -cores));
            }
        }
        changes.sort(Comparator.comparing(Change::at).thenComparingDouble(Change::cores));
        double now = 0;
        double most = 0;
        for (Change change : changes) {
            now += change.cores();
            most = Math.max(most, now);
        }
        return most;
    }

    private static void report(
            List<JsonNode> ended, List<AdmissionWatch.Sample> samples, double mostCores) {
        Report report =
                new Report(
                        "many-applications",
                        "application",
                        "spark",
                        "priority",
                        "waited s",
                        "ran s",
                        "core hours",
                        "state");
        Instant first = Instant.MAX;
        Instant last = Instant.MIN;
        for (JsonNode one : ended) {
            Instant created = Times.at(one, "createdAt");
            Instant started = Times.at(one, "startedAt");
            Instant over = Times.at(one, "endedAt");
            first = first.isBefore(created) ? first : created;
            last = last.isAfter(over) ? last : over;
            report.row(
                    id(one),
                    one.path("sparkVersion").asText(),
                    one.path("priority").asInt(),
                    Times.seconds(Duration.between(created, started)),
                    Times.seconds(Duration.between(started, over)),
                    "%.5f".formatted(one.path("metrics").path("coreHours").asDouble()),
                    one.path("appState").asText());
        }
        report.remark(
                ("%d applications in %s s; %d samples: admitted at most %.2f of %.2f cores, %d"
                                + " ran and %d waited at most; containers held at most %.2f cores")
                        .formatted(
                                ended.size(),
                                Times.seconds(Duration.between(first, last)),
                                samples.size(),
                                samples.stream()
                                        .mapToDouble(AdmissionWatch.Sample::admitted)
                                        .max()
                                        .orElse(0),
                                CORES,
                                samples.stream()
                                        .mapToInt(AdmissionWatch.Sample::running)
                                        .max()
                                        .orElse(0),
                                samples.stream()
                                        .mapToInt(AdmissionWatch.Sample::pending)
                                        .max()
                                        .orElse(0),
                                mostCores));
        report.write();
    }
}
