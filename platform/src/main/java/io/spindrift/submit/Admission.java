package io.spindrift.submit;

import io.spindrift.app.AppKey;
import io.spindrift.app.AppSummary;
import io.spindrift.cluster.Capacity;
import io.spindrift.runtime.Container;
import io.spindrift.runtime.Share;
import io.spindrift.runtime.Sighting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Decides which waiting applications of a cluster start: the highest priority first, and within a
/// priority the one that waits longest.
///
/// Nobody overtakes: where the first does not fit, those behind it wait too, so that a large
/// application is never starved by small ones.
public final class Admission {
    private static final Claim NO_CLAIM = new Claim("", Share.NONE);

    private static final Comparator<AppSummary> ORDER =
            Comparator.comparingInt(AppSummary::priority)
                    .reversed()
                    .thenComparing(AppSummary::queuedAt)
                    .thenComparing(AppSummary::createdAt)
                    .thenComparing(AppSummary::id);

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
        return plan(capacity, Map.of(), _ -> NO_CLAIM, live, lingering, now);
    }

    /// Likewise, where parts of the cluster have bounds of their own. Each part has a queue: one
    /// whose first does not fit into its part holds up nobody who takes of another.
    ///
    /// @param parts what applications may have of each; one that is not named has no bound
    static Plan plan(
            Capacity capacity,
            Map<String, Share> parts,
            Function<AppSummary, Claim> claims,
            Collection<AppSummary> live,
            Capacity lingering,
            Instant now) {
        Capacity held = held(live, lingering);
        Map<String, Share> heldOfParts = heldOfParts(live, claims);
        Set<String> full = new HashSet<>();
        List<AppKey> start = new ArrayList<>();
        List<AppKey> queue = new ArrayList<>();
        boolean allFull = false;
        for (AppSummary app : order(live, now)) {
            Claim claim = claims.apply(app);
            Share after = heldOfParts.getOrDefault(claim.part(), Share.NONE).plus(claim.share());
            Share bound = parts.get(claim.part());
            if (bound != null && !bound.fits(after)) {
                full.add(claim.part());
            }
            boolean waits = allFull || full.contains(claim.part());
            if (!waits && capacity.fits(held.plus(wanted(app)))) {
                held = held.plus(wanted(app));
                heldOfParts.put(claim.part(), after);
                start.add(app.key());
            } else {
                allFull |= !waits;
                queue.add(app.key());
            }
        }
        return new Plan(start, queue, held);
    }

    private static Map<String, Share> heldOfParts(
            Collection<AppSummary> live, Function<AppSummary, Claim> claims) {
        Map<String, Share> held = new HashMap<>();
        for (AppSummary app : live) {
            if (app.holdsRoom()) {
                Claim claim = claims.apply(app);
                held.merge(claim.part(), claim.share(), Share::plus);
            }
        }
        return held;
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
        return live.stream().filter(app -> app.waits(now)).sorted(ORDER).toList();
    }

    /// The place of an application among those that wait, from 1; empty when it does not.
    static Optional<Integer> place(AppKey key, Collection<AppSummary> live, Instant now) {
        return live.stream()
                .filter(app -> app.key().equals(key) && app.waits(now))
                .findFirst()
                .map(own ->
                        1
                                + (int)
                                        live.stream()
                                                .filter(app ->
                                                        app.waits(now)
                                                                && ORDER.compare(app, own) < 0)
                                                .count());
    }
}
