package io.spindrift.history.ingest;

import io.spindrift.history.ContainerLoad;
import io.spindrift.history.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The newest load of each container that tells of itself. Nothing outlasts the process: they tell
/// again within seconds. Thread-safe.
final class LiveLoads {
    /// Of a container that has not told for so long, nothing is known any more.
    private static final Duration FRESH = Duration.ofMinutes(1);

    private static final int RUNS_MAX = 10_000;
    private static final int CONTAINERS_MAX = 10_000;

    private final Map<RunId, Map<String, Heard>> runs = new HashMap<>();

    /// @param heardAt by our clock, where the load has that of the container
    private record Heard(ContainerLoad load, Instant heardAt) {}

    /// Takes them up to a bound of runs, and of containers of one.
    synchronized void put(RunId run, List<ContainerLoad> loads, Instant now) {
        if (!runs.containsKey(run) && runs.size() >= RUNS_MAX) {
            return;
        }
        Map<String, Heard> containers = runs.computeIfAbsent(run, _ -> new HashMap<>());
        for (ContainerLoad load : loads) {
            Heard before = containers.get(load.container());
            boolean newer = before == null || load.at().isAfter(before.load().at());
            if (newer && (before != null || containers.size() < CONTAINERS_MAX)) {
                containers.put(load.container(), new Heard(load, now));
            }
        }
    }

    synchronized List<ContainerLoad> of(RunId run, Instant now) {
        return runs.getOrDefault(run, Map.of()).values().stream()
                .filter(heard -> fresh(heard, now))
                .map(Heard::load)
                .toList();
    }

    /// Drops what is not fresh any more.
    synchronized void sweep(Instant now) {
        runs.values().forEach(each -> each.values().removeIf(heard -> !fresh(heard, now)));
        runs.values().removeIf(Map::isEmpty);
    }

    private static boolean fresh(Heard heard, Instant now) {
        return !heard.heardAt().plus(FRESH).isBefore(now);
    }
}
