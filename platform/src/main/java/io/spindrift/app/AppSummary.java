package io.spindrift.app;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What lists, admission and statistics need of an application: all that is kept in memory of those
/// that have ended.
///
/// @param requestedMilliCores what driver and executors are admitted by, together
/// @param requestedMemoryMib likewise
/// @param queuedAt since when it waits, or waited
/// @param retryAt null unless an attempt failed and the next is due then
/// @param attempts how many there were
/// @param holdsRoom whether its last attempt has not ended
/// @param stopping whether it is to end
public record AppSummary(
        AppKey key,
        UUID internalId,
        @Nullable String jobId,
        String displayName,
        String user,
        SubmissionSource source,
        AppState state,
        AppType type,
        String sparkVersion,
        Map<String, String> labels,
        int priority,
        long requestedMilliCores,
        long requestedMemoryMib,
        Instant createdAt,
        Instant queuedAt,
        @Nullable Instant retryAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        Instant updatedAt,
        int attempts,
        boolean holdsRoom,
        boolean stopping,
        Figures figures) {
    public AppSummary {
        Objects.requireNonNull(key, "key");
        labels = Map.copyOf(labels);
    }

    static AppSummary of(Application app) {
        AppSpec spec = app.spec();
        Progress progress = app.progress();
        return new AppSummary(
                app.key(),
                app.internalId(),
                app.jobId(),
                app.origin().displayName(),
                app.origin().user(),
                app.origin().source(),
                app.state(),
                spec.type(),
                spec.sparkVersion(),
                spec.labels(),
                spec.priority(),
                spec.requestedMilliCores(),
                spec.requestedMemoryMib(),
                app.createdAt(),
                app.queuedAt(),
                progress.retryAt(),
                app.startedAt().orElse(null),
                app.endedAt().orElse(null),
                app.updatedAt(),
                progress.attempts().size(),
                app.holdsRoom(),
                progress.stop() != null,
                app.figures());
    }

    public String id() {
        return key.appId();
    }

    public String clusterId() {
        return key.clusterId();
    }

    /// Whether others started it, and we only look on.
    public boolean observed() {
        return source.observed();
    }

    /// Whether it waits for room, as [Application#waits].
    public boolean waits(Instant now) {
        if (state.terminal() || stopping) {
            return false;
        }
        return attempts == 0 || (retryAt != null && !retryAt.isAfter(now));
    }

    /// From the entry into RUNNING to the end, or to `now`; null before it ran.
    public @Nullable Long durationMillis(Instant now) {
        if (startedAt == null) {
            return null;
        }
        Instant end = endedAt == null ? now : endedAt;
        return Math.max(0, end.toEpochMilli() - startedAt.toEpochMilli());
    }
}
