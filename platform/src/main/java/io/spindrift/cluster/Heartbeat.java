package io.spindrift.cluster;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// How a cluster is, as told from looks at it, one after another. Pure.
///
/// One look proves little: a request may be lost, or the first one come through while an API server
/// still starts. So a state changes when several looks in a row say the same; nothing is known yet
/// while connecting, so there the first answer counts.
///
/// @param verdict what the last looks say in a row, which becomes the state with the next few
/// @param agreeing how many looks in a row say so
/// @param missedSince when it did not answer for the first time; null while it answers
public record Heartbeat(
        ClusterState state,
        @Nullable String reason,
        ClusterState verdict,
        int agreeing,
        @Nullable Instant missedSince) {
    static final int TO_MISS = 3;
    static final int TO_CHANGE = 2;

    /// Before the first look.
    public static Heartbeat connecting() {
        return new Heartbeat(
                ClusterState.PROGRESSING, "connecting", ClusterState.PROGRESSING, 0, null);
    }

    public Heartbeat after(Pulse pulse, Instant now) {
        ClusterState next = verdict(pulse);
        int same = next == verdict ? Math.min(agreeing + 1, TO_MISS) : 1;
        Instant since =
                pulse instanceof Pulse.Missed ? missedSince == null ? now : missedSince : null;
        boolean changes = next == state || same >= needed(next);
        return changes
                ? new Heartbeat(next, reason(pulse, since), next, same, since)
                : new Heartbeat(state, reason, next, same, since);
    }

    private int needed(ClusterState next) {
        if (next == ClusterState.UNREACHABLE) {
            return state == ClusterState.PROGRESSING ? TO_CHANGE : TO_MISS;
        }
        return state == ClusterState.PROGRESSING ? 1 : TO_CHANGE;
    }

    private static ClusterState verdict(Pulse pulse) {
        return switch (pulse) {
            case Pulse.Well _ -> ClusterState.AVAILABLE;
            case Pulse.Warned _ -> ClusterState.DEGRADED;
            case Pulse.Hindered _ -> ClusterState.FAILING;
            case Pulse.Missed _ -> ClusterState.UNREACHABLE;
        };
    }

    private static @Nullable String reason(Pulse pulse, @Nullable Instant since) {
        return switch (pulse) {
            case Pulse.Well _ -> null;
            case Pulse.Warned warned -> warned.sentence();
            case Pulse.Hindered hindered -> hindered.sentence();
            case Pulse.Missed missed ->
                    "its API server has not answered since "
                            + (since == null ? "?" : since.truncatedTo(ChronoUnit.SECONDS))
                            + ": "
                            + missed.error();
        };
    }
}
