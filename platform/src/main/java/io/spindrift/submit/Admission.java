package io.spindrift.submit;

import io.spindrift.app.AppKey;
import io.spindrift.app.AppSummary;
import io.spindrift.cluster.Capacity;
import io.spindrift.runtime.Container;
import io.spindrift.runtime.Sighting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Decides which waiting applications of a cluster start: the highest priority first, and within a
/// priority the one that waits longest.
///
/// Nobody overtakes: where the first does not fit, those behind it wait too, so that a large
/// application is never starved by small ones.
public final class Admission {
    private Admission() {}

    /// @param start those to start now, in this order
    /// @param queue those that wait on, in the order in which they will start
    /// @param held what applications hold of the capacity, with those that start
    public record Plan(List<AppKey> start, List<AppKey> queue, Capacity held) {
        public Plan {
            start = List.copyOf(start);
            queue = List.copyOf(queue);
        }
    }

    /// @param capacity of the whole cluster
    /// @param live its applications that have not ended
    /// @param lingering what is held beside them, see [#lingering]
    public static Plan plan(
            Capacity capacity, Collection<AppSummary> live, Capacity lingering, Instant now) {
        Capacity held = held(live, lingering);
        List<AppKey> start = new ArrayList<>();
        List<AppKey> queue = new ArrayList<>();
        for (AppSummary app : order(live, now)) {
            Capacity wanted = wanted(app);
            if (queue.isEmpty() && capacity.fits(held.plus(wanted))) {
                held = held.plus(wanted);
                start.add(app.key());
            } else {
                queue.add(app.key());
            }
        }
        return new Plan(start, queue, held);
    }

    /// What applications hold: those with an open attempt what they asked for, and what lingers.
    public static Capacity held(Collection<AppSummary> live, Capacity lingering) {
        Capacity held = lingering;
        for (AppSummary app : live) {
            if (app.holdsRoom()) {
                held = held.plus(wanted(app));
            }
        }
        return held;
    }

    /// What processes still hold whose attempt has ended, or that nobody knows.
    public static Capacity lingering(Collection<AppSummary> live, Collection<Sighting> sightings) {
        Map<String, AppSummary> holders = new HashMap<>();
        for (AppSummary app : live) {
            if (app.holdsRoom()) {
                holders.put(app.id(), app);
            }
        }
        Capacity lingering = Capacity.NONE;
        for (Sighting sighting : sightings) {
            AppSummary holder = holders.get(sighting.id().appId());
            if (holder == null || holder.attempts() != sighting.id().attempt()) {
                lingering = lingering.plus(holding(sighting));
            }
        }
        return lingering;
    }

    private static Capacity holding(Sighting sighting) {
        Capacity holding = Capacity.NONE;
        for (Container container : sighting.holding()) {
            holding =
                    holding.plus(
                            new Capacity(container.coreRequestMilliCores(), container.memoryMib()));
        }
        return holding;
    }

    /// What an application is admitted by.
    public static Capacity wanted(AppSummary app) {
        return new Capacity(app.requestedMilliCores(), app.requestedMemoryMib());
    }

    private static List<AppSummary> order(Collection<AppSummary> live, Instant now) {
        return live.stream()
                .filter(app -> app.waits(now))
                .sorted(
                        Comparator.comparingInt(AppSummary::priority)
                                .reversed()
                                .thenComparing(AppSummary::queuedAt)
                                .thenComparing(AppSummary::createdAt)
                                .thenComparing(AppSummary::id))
                .toList();
    }
}
