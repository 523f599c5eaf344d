package io.spindrift.server;

import io.spindrift.app.AppSpec;
import io.spindrift.app.Problem;
import io.spindrift.cluster.Capacity;
import io.spindrift.http.SparkRuntime;
import io.spindrift.runtime.ClusterRuntime;
import io.spindrift.runtime.Container;
import io.spindrift.runtime.ContainerId;
import io.spindrift.runtime.Exit;
import io.spindrift.runtime.ExitReason;
import io.spindrift.runtime.Health;
import io.spindrift.runtime.Launch;
import io.spindrift.runtime.LaunchId;
import io.spindrift.runtime.LogChunk;
import io.spindrift.runtime.LogFile;
import io.spindrift.runtime.LogStream;
import io.spindrift.runtime.Logs;
import io.spindrift.runtime.MemoryReading;
import io.spindrift.runtime.Room;
import io.spindrift.runtime.Sighting;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// A runtime without processes: drivers start at once and end when told, or when killed.
final class FakeSpark implements ClusterRuntime {
    private static final List<String> VERSIONS = List.of("4.3.0", "3.5.9");
    private static final Capacity ROOM = new Capacity(8000, 32768);

    /// What those write whose ids begin with `python`.
    private static final String TRACEBACK =
            "Traceback (most recent call last):\n  File \"etl.py\", line 1\nKeyError: 'day'\n";

    private final InstantSource clock;
    private final Map<LaunchId, Sighting> attempts = new ConcurrentHashMap<>();

    /// What drivers have written to standard error beside what all write.
    private final Map<String, String> written = new ConcurrentHashMap<>();

    /// What its next checks find.
    volatile Health health = new Health(true, "v1.34.1", List.of(), List.of());

    FakeSpark(InstantSource clock) {
        this.clock = clock;
    }

    static List<SparkRuntime> versions() {
        return List.of(
                new SparkRuntime("4.3.0", true, "2.13", 25),
                new SparkRuntime("3.5.9", false, "2.12", 17));
    }

    void end(String appId, int exitCode) {
        ExitReason reason = exitCode == 0 ? ExitReason.COMPLETED : ExitReason.FAILED;
        end(new LaunchId(appId, 1), exitCode, reason);
    }

    /// Has a driver write to its standard error.
    void write(String appId, String text) {
        written.merge(appId, text, String::concat);
    }

    private void end(LaunchId id, int exitCode, ExitReason reason) {
        attempts.computeIfPresent(
                id,
                (same, sighting) ->
                        new Sighting(
                                id,
                                sighting.containers().stream()
                                        .map(container -> ended(container, exitCode, reason))
                                        .toList(),
                                null));
    }

    private Container ended(Container container, int exitCode, ExitReason reason) {
        return new Container(
                container.id(),
                container.host(),
                container.cores(),
                container.coreRequestMilliCores(),
                container.memoryMib(),
                container.startedAt(),
                new Exit(clock.instant(), exitCode, reason, reason.text()));
    }

    @Override
    public void start() {}

    @Override
    public Health check() {
        return health;
    }

    @Override
    public List<Problem> refusals(AppSpec spec) {
        List<Problem> problems = new ArrayList<>();
        if (!VERSIONS.contains(spec.sparkVersion())) {
            String message = "Spark " + spec.sparkVersion() + " is not installed";
            problems.add(new Problem("NO_SUCH_RUNTIME", message, "sparkVersion"));
        }
        if (spec.mainApplicationFile().contains("missing")) {
            String message = "there is no file " + spec.mainApplicationFile();
            problems.add(new Problem("NO_SUCH_FILE", message, "mainApplicationFile"));
        }
        return problems;
    }

    @Override
    public void launch(Launch launch) {
        Instant now = clock.instant();
        List<Container> containers =
                List.of(
                        container(ContainerId.DRIVER, 200, now),
                        container(ContainerId.executor("0"), 800, now));
        attempts.putIfAbsent(launch.id(), new Sighting(launch.id(), containers, null));
    }

    private static Container container(ContainerId id, int milliCores, Instant at) {
        return new Container(id, "local", 1, milliCores, 1408, at, null);
    }

    @Override
    public void kill(LaunchId id, Duration grace) {
        end(id, 143, ExitReason.STOPPED);
    }

    @Override
    public List<Sighting> sightings() {
        return List.copyOf(attempts.values());
    }

    @Override
    public List<MemoryReading> memory() {
        return List.of();
    }

    @Override
    public void forget(LaunchId id) {
        attempts.computeIfPresent(id, (same, sighting) -> sighting.over() ? null : sighting);
    }

    /// Where drivers' UIs are said to be; nowhere until set.
    volatile @Nullable InetSocketAddress ui;

    @Override
    public Optional<InetSocketAddress> sparkUi(LaunchId id) {
        Sighting sighting = attempts.get(id);
        return sighting == null || sighting.over() ? Optional.empty() : Optional.ofNullable(ui);
    }

    @Override
    public Room room() {
        return new Room(ROOM, Capacity.NONE, 500, 1024);
    }

    @Override
    public Logs logs() {
        return new FakeLogs();
    }

    @Override
    public void tend() {}

    @Override
    public void close() {}

    /// Every container has written the same lines to standard error; drivers whatever they were
    /// told to, too.
    private final class FakeLogs implements Logs {
        @Override
        public List<LogFile> list(LaunchId id) {
            return List.of(file(id, ContainerId.DRIVER), file(id, ContainerId.executor("0")));
        }

        private LogFile file(LaunchId id, ContainerId container) {
            int size = bytes(id, container).length;
            return new LogFile(id, container, LogStream.STDERR, size, size, live(id, container));
        }

        @Override
        public Optional<LogChunk> read(
                LaunchId id, ContainerId container, LogStream stream, long offset, int maxBytes) {
            byte[] bytes = bytes(id, container);
            int from = (int) Math.min(offset, bytes.length);
            int to = Math.min(bytes.length, from + maxBytes);
            return Optional.of(
                    new LogChunk(from, Arrays.copyOfRange(bytes, from, to), live(id, container)));
        }

        private byte[] bytes(LaunchId id, ContainerId container) {
            String more = container.driver() ? written.getOrDefault(id.appId(), "") : "";
            String all = id.appId().startsWith("python") ? TRACEBACK : "line one\nline two\n";
            return (all + more).getBytes(StandardCharsets.UTF_8);
        }

        private boolean live(LaunchId id, ContainerId container) {
            Sighting sighting = attempts.get(id);
            return container.driver()
                    && written.containsKey(id.appId())
                    && sighting != null
                    && !sighting.over();
        }

        @Override
        public void remove(LaunchId id) {}
    }
}
