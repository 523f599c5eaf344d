package io.spindrift.history.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.http.NotFoundException;
import io.helidon.webserver.http.ServerRequest;
import io.spindrift.history.AppRun;
import io.spindrift.history.CoreUsage;
import io.spindrift.history.CoreUsage.Bucket;
import io.spindrift.history.ExecutorRun;
import io.spindrift.history.History;
import io.spindrift.history.MemorySample;
import io.spindrift.history.MemorySeries;
import io.spindrift.history.RunId;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Figures over time: cores by what they did, executors, memory.
final class SeriesAnswers {
    private static final int POINTS = 400;
    private static final int POINTS_MIN = 10;
    private static final int POINTS_MAX = 2_000;
    private static final Pattern PLANNED =
            Pattern.compile("killed by driver|idle|exit(ed with)?( exit)? code 0\\b");
    private static final Pattern OUT_OF_MEMORY =
            Pattern.compile("oom|memory limits|code 137|code 52|out of memory");
    private static final Pattern SPOT = Pattern.compile("spot|preempt|decommission");

    private final History history;

    SeriesAnswers(History history) {
        this.history = history;
    }

    Answer metrics(ServerRequest request, RunId run) {
        Parameters query = Parameters.of(request, "from", "to", "points");
        int points = query.integer("points", POINTS, POINTS_MIN, POINTS_MAX);
        AppRun app = app(run);
        Window window = Window.of(app, query);
        CoreUsage usage = history.coreUsage(run, window.buckets(app, points));
        List<Bucket> buckets = window.cut(usage);
        Instant from = window.start(usage);
        List<ExecutorRun> executors = executors(app, run);
        ObjectNode json =
                Json.object()
                        .put("attempt", run.attempt())
                        .put("startedAt", Json.time(from))
                        .put("stepMillis", usage.step().toMillis())
                        .put("points", buckets.size())
                        .put("complete", app.endedAt() != null);
        json.set("granted", series(buckets, Bucket::granted));
        json.set("series", categories(buckets));
        ObjectNode counts = json.putObject("executors");
        int[] granted = granted(executors, from, usage.step().toMillis(), buckets.size());
        counts.set("granted", Json.array().addAll(numbers(granted)));
        counts.set("requested", requested(app, run, granted));
        json.set("markers", markers(app, executors));
        return Answer.one("metrics", json);
    }

    Answer memory(ServerRequest request, RunId run) {
        Parameters query = Parameters.of(request, "points", "executorId");
        int points = query.integer("points", POINTS, POINTS_MIN, POINTS_MAX);
        AppRun app = app(run);
        List<MemorySeries> lines = history.memory(run, points);
        long stepMillis = Math.max(5_000, app.duration().toMillis() / points + 1);
        int steps = (int) (app.duration().toMillis() / stepMillis) + 1;
        Steps grid = new Steps(app.startedAt(), stepMillis, steps);
        Set<String> asked = query.oneOf("executorId");
        ObjectNode json =
                Json.object()
                        .put("attempt", run.attempt())
                        .put("startedAt", Json.time(app.startedAt()))
                        .put("stepMillis", stepMillis)
                        .put("points", steps);
        json.set("worst", worst(lines).map(line -> line(line, grid)).orElse(null));
        ArrayNode executors = json.putArray("executors");
        lines.stream()
                .filter(line -> asked.contains(id(line)))
                .forEach(line -> executors.add(line(line, grid)));
        return Answer.one("memory", json);
    }

    private AppRun app(RunId run) {
        return history.run(run)
                .orElseThrow(
                        () -> new NotFoundException("nothing is known of the run " + run + " yet"));
    }

    /// Those that run tasks: the driver does so in local mode only.
    private List<ExecutorRun> executors(AppRun app, RunId run) {
        return history.executors(run).stream()
                .filter(executor -> app.localMode() || !executor.driver())
                .toList();
    }

    private static ObjectNode categories(List<Bucket> buckets) {
        ObjectNode json = Json.object();
        json.set("cpu", series(buckets, Bucket::cpu));
        json.set("io", series(buckets, Bucket::io));
        json.set("shuffle", series(buckets, Bucket::shuffle));
        json.set("gc", series(buckets, Bucket::gc));
        json.set("internals", series(buckets, Bucket::internals));
        json.set("someIdle", series(buckets, Bucket::someIdle));
        json.set("allIdle", series(buckets, Bucket::allIdle));
        return json;
    }

    /// Three digits are more than a picture shows.
    private static ArrayNode series(List<Bucket> buckets, ToDoubleFunction<Bucket> value) {
        ArrayNode array = Json.array();
        buckets.forEach(
                bucket -> array.add(Math.round(value.applyAsDouble(bucket) * 1_000) / 1_000.0));
        return array;
    }

    /// Null throughout where Spark was asked for no number of executors.
    private ArrayNode requested(AppRun app, RunId run, int[] granted) {
        ArrayNode array = Json.array();
        Optional<ExecutorTarget> target =
                app.localMode()
                        ? Optional.empty()
                        : history.environment(run).flatMap(ExecutorTarget::of);
        if (target.isPresent()) {
            return array.addAll(numbers(target.get().over(granted)));
        }
        for (int i = 0; i < granted.length; i++) {
            array.addNull();
        }
        return array;
    }

    private static List<IntNode> numbers(int[] values) {
        return Arrays.stream(values).mapToObj(IntNode::valueOf).toList();
    }

    private static int[] granted(
            List<ExecutorRun> executors, Instant from, long stepMillis, int points) {
        int[] change = new int[points + 1];
        for (ExecutorRun executor : executors) {
            change[step(executor.addedAt(), from, stepMillis, points)]++;
            if (executor.endedAt() != null) {
                change[step(executor.endedAt(), from, stepMillis, points)]--;
            }
        }
        int[] alive = new int[points];
        int now = 0;
        for (int i = 0; i < points; i++) {
            now += change[i];
            alive[i] = now;
        }
        return alive;
    }

    private static int step(Instant at, Instant from, long stepMillis, int points) {
        long step = Math.floorDiv(at.toEpochMilli() - from.toEpochMilli(), Math.max(1, stepMillis));
        return Math.clamp(step, 0, points);
    }

    private static ArrayNode markers(AppRun app, List<ExecutorRun> executors) {
        ArrayNode array = Json.array();
        for (ExecutorRun executor : executors) {
            String reason = executor.removeReason();
            if (reason != null
                    && !PLANNED.matcher(reason.toLowerCase(Locale.ROOT)).find()
                    && !atTheEnd(app, executor)) {
                array.addObject()
                        .put("at", Json.time(executor.endedAt()))
                        .put("kind", kind(reason.toLowerCase(Locale.ROOT)))
                        .put("executorId", executor.id())
                        .put("reason", reason);
            }
        }
        return array;
    }

    /// Executors of standalone clusters are told to end a moment before the application has ended.
    private static boolean atTheEnd(AppRun app, ExecutorRun executor) {
        return app.endedAt() != null
                && executor.endedAt() != null
                && executor.endedAt().isAfter(app.endedAt().minusSeconds(3));
    }

    private static String kind(String reason) {
        if (OUT_OF_MEMORY.matcher(reason).find()) {
            return "outOfMemory";
        }
        return SPOT.matcher(reason).find() ? "spotLoss" : "executorLost";
    }

    /// The nearest to its limit, or the largest where there are no limits; the driver only where
    /// there is nothing else.
    private static Optional<MemorySeries> worst(List<MemorySeries> lines) {
        return lines.stream()
                .filter(line -> !line.samples().isEmpty())
                .max(
                        Comparator.comparing(
                                        (MemorySeries line) -> !id(line).equals(ExecutorRun.DRIVER))
                                .thenComparingDouble(SeriesAnswers::pressure));
    }

    private static double pressure(MemorySeries line) {
        MemorySample peak = peak(line);
        return peak == null
                ? 0
                : peak.limitBytes() == 0
                        ? peak.totalBytes() / (double) Long.MAX_VALUE
                        : (double) peak.totalBytes() / peak.limitBytes();
    }

    private static @Nullable MemorySample peak(MemorySeries line) {
        return line.samples().stream()
                .max(Comparator.comparingLong(MemorySample::totalBytes))
                .orElse(null);
    }

    private static String id(MemorySeries line) {
        return line.samples().isEmpty() ? line.container() : line.samples().getFirst().executorId();
    }

    private static ObjectNode line(MemorySeries line, Steps grid) {
        MemorySample[] highest = new MemorySample[grid.count()];
        for (MemorySample sample : line.samples()) {
            int at =
                    Math.min(
                            step(sample.at(), grid.from(), grid.millis(), grid.count()),
                            grid.count() - 1);
            if (highest[at] == null || highest[at].totalBytes() < sample.totalBytes()) {
                highest[at] = sample;
            }
        }
        MemorySample peak = peak(line);
        ObjectNode json =
                Json.object()
                        .put("executorId", id(line))
                        .put(
                                "limitBytes",
                                peak == null || peak.limitBytes() == 0 ? null : peak.limitBytes())
                        .put("peakBytes", peak == null ? null : peak.totalBytes())
                        .put("peakAt", peak == null ? null : Json.time(peak.at()));
        ArrayNode heap = json.putArray("heapBytes");
        ArrayNode offHeap = json.putArray("offHeapBytes");
        ArrayNode python = json.putArray("pythonBytes");
        ArrayNode other = json.putArray("otherBytes");
        for (@Nullable MemorySample sample : highest) {
            heap.add(sample == null ? null : sample.jvmBytes());
            offHeap.addNull();
            python.add(sample == null ? null : sample.pythonBytes());
            other.add(sample == null ? null : sample.otherBytes());
        }
        return json;
    }

    /// Points of time at one distance.
    private record Steps(Instant from, long millis, int count) {}
}
