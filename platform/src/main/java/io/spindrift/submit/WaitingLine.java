package io.spindrift.submit;

import io.spindrift.app.AppKey;
import io.spindrift.app.AppSummary;
import io.spindrift.app.ApplicationStore;
import io.spindrift.cluster.Capacity;
import io.spindrift.runtime.ClusterRuntime;
import io.spindrift.runtime.Room;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// Who of those that wait on a cluster starts now, by the room there is and what each of its parts
/// may have. Safe for many threads.
final class WaitingLine {
    private final ApplicationStore apps;

    /// Of those that have not ended: what they take never changes, and whole applications are not
    /// read on every beat.
    private final Map<AppKey, Claim> claims = new ConcurrentHashMap<>();

    WaitingLine(ApplicationStore apps) {
        this.apps = apps;
    }

    /// @param live the applications of the cluster that have not ended
    /// @param lingering see [Admission#lingering]
    Admission.Plan plan(
            ClusterRuntime runtime, List<AppSummary> live, Capacity lingering, Instant now) {
        Room room = runtime.room();
        if (room.parts().isEmpty()) {
            return Admission.plan(room.total(), live, lingering, now);
        }
        forgetEnded();
        return Admission.plan(
                room.total(), room.parts(), app -> claim(runtime, app), live, lingering, now);
    }

    private Claim claim(ClusterRuntime runtime, AppSummary summary) {
        return claims.computeIfAbsent(
                summary.key(),
                key ->
                        apps.get(key)
                                .map(app -> Claim.of(runtime.part(app.spec()), app.spec()))
                                .orElseThrow());
    }

    private void forgetEnded() {
        Set<AppKey> live = apps.live().stream().map(AppSummary::key).collect(Collectors.toSet());
        claims.keySet().retainAll(live);
    }
}
