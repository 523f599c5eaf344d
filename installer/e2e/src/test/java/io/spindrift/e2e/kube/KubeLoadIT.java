package io.spindrift.e2e.kube;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spindrift.e2e.Api;
import io.spindrift.e2e.Await;
import io.spindrift.e2e.Json;
import io.spindrift.e2e.Report;
import io.spindrift.e2e.Surroundings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Many submissions over the API onto simulated nodes, at a rate and all at once, beside Spark's
/// own submission. `installer/bench/kube-load.sh` runs it with large numbers.
final class KubeLoadIT {
    private static final int STEADY = Surroundings.number("load-steady", 0);
    private static final int PER_SECOND = Surroundings.number("load-rate", 5);
    private static final int BURST = Surroundings.number("load-burst", 40);
    private static final int SUBMITS = Surroundings.number("load-submits", 0);
    private static final int LIFE_SECONDS = Surroundings.number("load-life", 2);
    private static final int CLIENTS = 16;
    private static final double NANOS = 1e9;
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    @TempDir Path folder;

    private final Map<String, Long> sent = new ConcurrentHashMap<>();
    private final Map<String, Long> accepted = new ConcurrentHashMap<>();
    private final Report report =
            new Report(
                    "kube-load",
                    "phase",
                    "applications",
                    "accepted/s",
                    "made/s",
                    "sent to made: p50 s",
                    "p99 s",
                    "most s",
                    "running heard: p50 s",
                    "p99 s",
                    "end heard: p50 s",
                    "p99 s",
                    "CPU s each",
                    "RSS MiB");

    @Test
    void manySubmissions_allBecomeOneDriverEach_andEnd() {
        try (Space space = Space.make("load");
                SimulatedNodes nodes = SimulatedNodes.make(space, 4, 1000);
                KubePlatform platform = KubePlatform.start("kube-load", space, 1e6);
                PlayedSpark spark = new PlayedSpark(space, Duration.ofSeconds(LIFE_SECONDS), 0);
                StateStream heard = new StateStream(platform.platform(), KubePlatform.CLUSTER)) {
            Run run = new Run(space, nodes, platform, spark, heard);
            run.phase("steady", STEADY, PER_SECOND);
            run.phase("burst", BURST, 0);
            run.sparkSubmit(folder);
            report.write();
            run.assertNoneLost();
        }
    }

    private final class Run {
        private final Space space;
        private final SimulatedNodes nodes;
        private final KubePlatform platform;
        private final PlayedSpark spark;
        private final StateStream heard;
        private final List<String> all = new ArrayList<>();

        Run(
                Space space,
                SimulatedNodes nodes,
                KubePlatform platform,
                PlayedSpark spark,
                StateStream heard) {
            this.space = space;
            this.nodes = nodes;
            this.platform = platform;
            this.spark = spark;
            this.heard = heard;
        }

        /// @param rate submissions a second; 0 for as fast as it goes
        void phase(String name, int count, int rate) {
            if (count == 0) {
                return;
            }
            List<String> ids = IntStream.range(0, count).mapToObj(i -> name + "-" + i).toList();
            all.addAll(ids);
            Duration before = platform.cpu();
            submitAll(ids, rate);
            awaitAll(ids, "made", id -> spark.createdAt(id));
            awaitAll(ids, "ended", id -> heard.at(id, "COMPLETED"));
            Await.until("nothing is left of them", PATIENCE, () -> left() == 0);
            double cpu = platform.cpu().minus(before).toNanos() / NANOS;
            row(name, ids, cpu);
        }

        private void submitAll(List<String> ids, int rate) {
            Api api = platform.api();
            long begin = System.nanoTime();
            List<Future<?>> going = new ArrayList<>();
            try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
                for (int i = 0; i < ids.size(); i++) {
                    String id = ids.get(i);
                    if (rate > 0) {
                        long due = begin + i * TimeUnit.SECONDS.toNanos(1) / rate;
                        Await.pause(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
                    }
                    going.add(clients.submit(() -> submit(api, id)));
                }
            }
            going.forEach(each -> assertThat(each).succeedsWithin(Duration.ZERO));
        }

        private void submit(Api api, String id) {
            sent.put(id, System.nanoTime());
            api.post(KubePlatform.APPS, request(id)).expect(201);
            accepted.put(id, System.nanoTime());
        }

        private ObjectNode request(String id) {
            ObjectNode request =
                    Json.object(
                            """
                            {"jobId": "load", "appId": "%s", "configOverrides": {
                              "type": "Java", "mainClass": "Main", "sparkVersion": "4.3.0",
                              "mainApplicationFile": "local:///opt/app.jar",
                              "driver": {"cores": 1, "coreRequest": 0.3, "memory": "512m"},
                              "executor": {"instances": 1, "cores": 1, "memory": "512m"},
                              "dynamicAllocation": {"enabled": true, "minExecutors": 0}}}
                            """
                                    .formatted(id));
            ((ObjectNode) request.path("configOverrides").path("driver")).setAll(nodes.placement());
            return request;
        }

        private void awaitAll(List<String> ids, String what, Moment moment) {
            Await.value(
                    () ->
                            what
                                    + ": all but "
                                    + ids.stream().filter(id -> moment.of(id).isEmpty()).toList()
                                    + " "
                                    + spark.failures(),
                    PATIENCE,
                    () ->
                            ids.stream().allMatch(id -> moment.of(id).isPresent())
                                    ? Optional.of(true)
                                    : Optional.empty());
        }

        private int left() {
            return space.client()
                            .pods()
                            .inNamespace(space.namespace())
                            .withLabel("spindrift.io/app-id")
                            .list()
                            .getItems()
                            .size()
                    + space.client()
                            .services()
                            .inNamespace(space.namespace())
                            .withLabel("spindrift.io/app-id")
                            .list()
                            .getItems()
                            .size();
        }

        private void row(String name, List<String> ids, double cpuSeconds) {
            double[] made = seconds(ids, this::sentAt, id -> spark.createdAt(id).orElseThrow());
            double[] running =
                    seconds(
                            ids,
                            id -> spark.runningAt(id).orElseThrow(),
                            id -> heard.at(id, "RUNNING").orElse(null));
            double[] end =
                    seconds(
                            ids,
                            id -> spark.endedAt(id).orElseThrow(),
                            id -> heard.at(id, "COMPLETED").orElseThrow());
            report.row(
                    name,
                    ids.size(),
                    two(ids.size() / span(ids, id -> Objects.requireNonNull(accepted.get(id)))),
                    two(ids.size() / span(ids, id -> spark.createdAt(id).orElseThrow())),
                    two(at(made, 0.5)),
                    two(at(made, 0.99)),
                    two(at(made, 1)),
                    two(at(running, 0.5)),
                    two(at(running, 0.99)),
                    two(at(end, 0.5)),
                    two(at(end, 0.99)),
                    "%.3f".formatted(cpuSeconds / ids.size()),
                    platform.memoryKib("VmRSS") / 1024);
        }

        private long sentAt(String id) {
            return Objects.requireNonNull(sent.get(id));
        }

        /// From the first that was sent to the last that this happened to.
        private double span(List<String> ids, Nanos moment) {
            long first = ids.stream().mapToLong(this::sentAt).min().orElseThrow();
            long last = ids.stream().mapToLong(moment::of).max().orElseThrow();
            return (last - first) / NANOS;
        }

        void sparkSubmit(Path work) {
            sparkSubmit(work, 0, false);
            sparkSubmit(work, SUBMITS, true);
        }

        private void sparkSubmit(Path work, int from, boolean toTheEnd) {
            List<SparkSubmits.Taken> taken =
                    IntStream.range(from, from + SUBMITS)
                            .mapToObj(i -> SparkSubmits.submit(space, nodes, work, i, toTheEnd))
                            .toList();
            if (taken.isEmpty()) {
                return;
            }
            report.remark(
                    "%d times spark-submit --deploy-mode cluster, %s, one after the other: %s s and %s CPU s each"
                            .formatted(
                                    SUBMITS,
                                    toTheEnd ? "as it is" : "not waiting for the end",
                                    mean(taken, SparkSubmits.Taken::seconds),
                                    mean(taken, SparkSubmits.Taken::cpuSeconds)));
        }

        private static String mean(
                List<SparkSubmits.Taken> taken, ToDoubleFunction<SparkSubmits.Taken> figure) {
            return two(taken.stream().mapToDouble(figure).average().orElseThrow());
        }

        void assertNoneLost() {
            assertThat(spark.failures()).isEmpty();
            assertThat(all).allSatisfy(id -> assertThat(spark.driversOf(id)).as(id).isEqualTo(1));
            List<JsonNode> applications = platform.applications();
            assertThat(applications)
                    .hasSize(all.size())
                    .allSatisfy(app -> {
                        assertThat(app.path("appState").asText())
                                .as(app.toString())
                                .isEqualTo("COMPLETED");
                    });
        }
    }

    private static double[] seconds(List<String> ids, Nanos from, Heard to) {
        return ids.stream()
                .filter(id -> to.of(id) != null)
                .mapToDouble(id -> (Objects.requireNonNull(to.of(id)) - from.of(id)) / NANOS)
                .sorted()
                .toArray();
    }

    private static double at(double[] sorted, double share) {
        int index = (int) Math.ceil(share * sorted.length) - 1;
        return sorted.length == 0 ? Double.NaN : sorted[Math.max(0, index)];
    }

    private static String two(double value) {
        return "%.2f".formatted(value);
    }

    private interface Moment {
        Optional<Long> of(String appId);
    }

    private interface Nanos {
        long of(String appId);
    }

    private interface Heard {
        @Nullable Long of(String appId);
    }
}
