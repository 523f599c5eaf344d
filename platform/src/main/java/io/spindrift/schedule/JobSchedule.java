package io.spindrift.schedule;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// When a job runs by itself, and what then.
///
/// @param cron as it was written, see [Cron]
/// @param timeZone as it was written; blank for UTC
/// @param request the body of the submissions, without ids
/// @param user who gave it; its runs are theirs
/// @param lastRunAt the time at which the last run was due; null before the first
/// @param lastAppId the application that came of it; null where it was refused
/// @param refusal why the last run could not be submitted; null where it was
public record JobSchedule(
        String clusterId,
        String jobId,
        String cron,
        String timeZone,
        boolean suspended,
        Overlap overlap,
        ObjectNode request,
        String user,
        Instant changedAt,
        @Nullable Instant lastRunAt,
        @Nullable String lastAppId,
        @Nullable String refusal) {
    public JobSchedule {
        Objects.requireNonNull(clusterId, "clusterId");
        Objects.requireNonNull(jobId, "jobId");
        Objects.requireNonNull(overlap, "overlap");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(changedAt, "changedAt");
        request = request.deepCopy();
        Timetable.of(cron, timeZone);
    }

    /// What happens when the run before has not ended.
    public enum Overlap {
        /// They run side by side.
        ALLOW,
        /// The next one waits for its end.
        FORBID,
        /// It is ended.
        REPLACE;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// @throws IllegalArgumentException naming those there are
        public static Overlap parse(String text) {
            for (Overlap each : values()) {
                if (each.text().equals(text)) {
                    return each;
                }
            }
            throw new IllegalArgumentException(
                    "'concurrencyPolicy' must be allow, forbid or replace, not '" + text + "'");
        }
    }

    public Timetable timetable() {
        return Timetable.of(cron, timeZone);
    }

    /// After which times are looked for.
    public Instant since() {
        return lastRunAt == null || lastRunAt.isBefore(changedAt) ? changedAt : lastRunAt;
    }

    JobSchedule ran(Instant due, @Nullable String appId, @Nullable String refused) {
        return new JobSchedule(
                clusterId, jobId, cron, timeZone, suspended, overlap, request, user, changedAt, due,
                appId, refused);
    }
}
