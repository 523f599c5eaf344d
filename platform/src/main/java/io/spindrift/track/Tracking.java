package io.spindrift.track;

import io.spindrift.app.AppKey;
import io.spindrift.app.AppSummary;
import io.spindrift.app.Application;
import io.spindrift.app.ApplicationStore;
import io.spindrift.app.FailureClass;
import io.spindrift.app.Progress;
import io.spindrift.runtime.ExitReason;
import io.spindrift.runtime.LaunchId;
import io.spindrift.runtime.Sighting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Takes sightings to heart: stores what the tracker makes of them, and hands back what is to be
/// done. For one thread; whatever fails or is lost between two beats is made good by the next.
public final class Tracking {
    /// How long launches that fail for no reason of their own are tried again.
    private static final Duration LAUNCH_PATIENCE = Duration.ofMinutes(5);

    /// How long it is waited for what others hold.
    private static final Duration HINDRANCE_PATIENCE = Duration.ofMinutes(15);

    private static final long LONGEST_WAIT_SECONDS = 15;

    private final ApplicationStore apps;
    private final StayLedger stays;
    private final Function<LaunchId, LogView> logs;
    private final Map<LaunchId, Failing> failing = new HashMap<>();

    /// Whether something was written in this beat.
    private boolean unsynced;

    /// @param logs what the event log of an attempt has told so far
    public Tracking(ApplicationStore apps, StayLedger stays, Function<LaunchId, LogView> logs) {
        this.apps = apps;
        this.stays = stays;
        this.logs = logs;
    }

    /// One beat for one cluster.
    ///
    /// @param sightings all of the cluster
    /// @return what is to be done, each of which may be repeated. Before [Order.Forget] is carried
    ///   out, whatever depends on the containers' ends must be stored: they are final then
    public List<Order> beat(String clusterId, List<Sighting> sightings, Instant now) {
        Map<LaunchId, Sighting> left = new LinkedHashMap<>();
        sightings.forEach(sighting -> left.put(sighting.id(), sighting));
        List<Order> orders = new ArrayList<>();
        for (AppSummary app : apps.live()) {
            if (app.clusterId().equals(clusterId) && (app.attempts() > 0 || app.stopping())) {
                Sighting last =
                        app.attempts() == 0
                                ? null
                                : left.remove(new LaunchId(app.id(), app.attempts()));
                apps.get(app.key()).ifPresent(full -> orders.addAll(track(full, last, now)));
            }
        }
        for (Sighting rest : left.values()) {
            orders.addAll(past(new AppKey(clusterId, rest.id().appId()), rest, now));
        }
        if (unsynced) {
            // Once for all of them, before anything is done by it.
            apps.sync();
            unsynced = false;
        }
        return orders;
    }

    /// A launch was refused for good: the application fails with this sentence.
    public void refused(AppKey key, String sentence, Instant now) {
        apps.update(
                key,
                app -> {
                    Progress next = Tracker.refused(app, sentence, now);
                    return next.equals(app.progress()) ? app : app.with(next, now);
                });
    }

    /// A launch failed for a reason that may pass. It is ordered again on the next beats, for some
    /// minutes; then the attempt has failed, and its restart policy decides.
    ///
    /// @param hindrance what is in its way, where that is known
    /// @return whether this is news
    public boolean failed(
            AppKey key, LaunchId id, @Nullable ExitReason hindrance, String sentence, Instant now) {
        boolean first = !failing.containsKey(id);
        Failing tried = failing.getOrDefault(id, new Failing(now, now, 0)).again(now);
        Duration patience = hindrance == null ? LAUNCH_PATIENCE : HINDRANCE_PATIENCE;
        boolean borne = now.isBefore(tried.since().plus(patience));
        if (borne) {
            failing.put(id, tried);
        } else {
            failing.remove(id);
        }
        FailureClass known = hindrance == null ? null : hindrance.failure();
        FailureClass why = known == null ? FailureClass.NOT_LAUNCHED : known;
        apps.update(
                key,
                app -> {
                    Progress next =
                            borne
                                    ? Tracker.hindered(app, id.attempt(), sentence)
                                    : Tracker.notLaunched(app, id.attempt(), why, sentence, now);
                    return next.equals(app.progress()) ? app : app.with(next, now);
                });
        return first || !borne;
    }

    private List<Order> track(Application app, @Nullable Sighting sighting, Instant now) {
        int attempts = app.progress().attempts().size();
        LogView log =
                attempts == 0 ? LogView.NOTHING : logs.apply(new LaunchId(app.id(), attempts));
        Outcome outcome = Tracker.decide(app, sighting, log, stays.of(app.key()), now);
        List<Order> orders = outcome.orders().stream().filter(order -> !waits(order, now)).toList();
        if (attempts > 0 && (sighting != null || !outcome.progress().attempts().getLast().open())) {
            failing.remove(new LaunchId(app.id(), attempts));
        }
        if (!outcome.stays().isEmpty()) {
            put(outcome.stays());
        }
        if (outcome.progress().equals(app.progress())) {
            return orders;
        }
        // Someone else may have changed it meanwhile, as by a kill: then the next beat decides.
        unsynced = true;
        Optional<Application> stored =
                apps.updateSoon(
                        app.key(),
                        current ->
                                current.progress().equals(app.progress())
                                        ? current.with(outcome.progress(), now)
                                        : current);
        boolean taken =
                stored.map(later -> later.progress().equals(outcome.progress())).orElse(false);
        return taken ? orders : List.of();
    }

    private void put(List<Stay> all) {
        stays.put(all);
        unsynced = true;
    }

    /// A launch that failed just now is not repeated on each beat.
    private boolean waits(Order order, Instant now) {
        Failing tried = failing.get(order.id());
        return order instanceof Order.Launch && tried != null && now.isBefore(tried.next());
    }

    /// Of an application that has ended, an earlier attempt, or of nothing that we know.
    private List<Order> past(AppKey key, Sighting sighting, Instant now) {
        Optional<AppSummary> app = apps.summary(key);
        if (app.isPresent()) {
            List<Stay> changed =
                    Stays.changed(key, sighting.id().attempt(), stays.of(key), sighting, now);
            if (!changed.isEmpty()) {
                put(changed);
            }
        }
        if (sighting.over()) {
            return List.of(new Order.Forget(sighting.id()));
        }
        String reason = app.isPresent() ? "its application has ended" : "nobody knows it";
        return List.of(new Order.Kill(sighting.id(), reason));
    }

    /// A launch that fails, and when it is to be tried next.
    private record Failing(Instant since, Instant next, int tries) {
        Failing again(Instant now) {
            long wait = Math.min(LONGEST_WAIT_SECONDS, 1L << Math.min(tries, 10));
            return new Failing(since, now.plusSeconds(wait), tries + 1);
        }
    }
}
