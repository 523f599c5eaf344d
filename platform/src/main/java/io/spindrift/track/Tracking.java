package io.spindrift.track;

import io.spindrift.app.AppKey;
import io.spindrift.app.AppSummary;
import io.spindrift.app.Application;
import io.spindrift.app.ApplicationStore;
import io.spindrift.app.Progress;
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

    private final ApplicationStore apps;
    private final StayLedger stays;
    private final Function<LaunchId, LogView> logs;
    private final Map<LaunchId, Instant> failingSince = new HashMap<>();

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

    /// A launch failed for a reason that may pass. It is ordered again on the next beats, for at
    /// most five minutes.
    ///
    /// @return whether this is news
    public boolean failed(AppKey key, LaunchId id, String sentence, Instant now) {
        Instant before = failingSince.putIfAbsent(id, now);
        Instant since = before == null ? now : before;
        if (!now.isBefore(since.plus(LAUNCH_PATIENCE))) {
            failingSince.remove(id);
            refused(key, sentence, now);
            return true;
        }
        return before == null;
    }

    private List<Order> track(Application app, @Nullable Sighting sighting, Instant now) {
        int attempts = app.progress().attempts().size();
        LogView log =
                attempts == 0 ? LogView.NOTHING : logs.apply(new LaunchId(app.id(), attempts));
        Outcome outcome = Tracker.decide(app, sighting, log, stays.of(app.key()), now);
        if (sighting != null) {
            failingSince.remove(sighting.id());
        }
        if (!outcome.stays().isEmpty()) {
            stays.put(outcome.stays());
        }
        if (outcome.progress().equals(app.progress())) {
            return outcome.orders();
        }
        // Someone else may have changed it meanwhile, as by a kill: then the next beat decides.
        Optional<Application> stored =
                apps.update(
                        app.key(),
                        current ->
                                current.progress().equals(app.progress())
                                        ? current.with(outcome.progress(), now)
                                        : current);
        boolean taken =
                stored.map(later -> later.progress().equals(outcome.progress())).orElse(false);
        return taken ? outcome.orders() : List.of();
    }

    /// Of an application that has ended, an earlier attempt, or of nothing that we know.
    private List<Order> past(AppKey key, Sighting sighting, Instant now) {
        Optional<AppSummary> app = apps.summary(key);
        if (app.isPresent()) {
            List<Stay> changed =
                    Stays.changed(key, sighting.id().attempt(), stays.of(key), sighting, now);
            if (!changed.isEmpty()) {
                stays.put(changed);
            }
        }
        if (sighting.over()) {
            return List.of(new Order.Forget(sighting.id()));
        }
        String reason = app.isPresent() ? "its application has ended" : "nobody knows it";
        return List.of(new Order.Kill(sighting.id(), reason));
    }
}
