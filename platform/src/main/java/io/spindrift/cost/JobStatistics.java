package io.spindrift.cost;

import io.spindrift.app.AppState;
import io.spindrift.app.AppSummary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A job as its runs show it.
///
/// @param runs how many there were, ever
/// @param lastRuns the last 30, newest last
/// @param medians null before the first run ended
/// @param failedShare of the last runs that ended and were not killed, as the success rate counts
///   them: those that failed or ran out of time; null without any
public record JobStatistics(
        String jobId,
        List<String> clusterIds,
        int runs,
        Instant lastRunAt,
        List<AppSummary> lastRuns,
        @Nullable RunMedians medians,
        @Nullable Double failedShare) {
    private static final int LAST_RUNS = 30;
    private static final Comparator<AppSummary> ORDER =
            Comparator.comparing(AppSummary::createdAt).thenComparing(AppSummary::id);

    public JobStatistics {
        Objects.requireNonNull(jobId, "jobId");
        clusterIds = List.copyOf(clusterIds);
        Objects.requireNonNull(lastRunAt, "lastRunAt");
        lastRuns = List.copyOf(lastRuns);
    }

    /// The statistics of each job that these applications belong to, by job id.
    public static Map<String, JobStatistics> byJob(Collection<AppSummary> apps) {
        Map<String, List<AppSummary>> runs = new LinkedHashMap<>();
        for (AppSummary app : apps) {
            String job = app.jobId();
            if (job != null) {
                runs.computeIfAbsent(job, key -> new ArrayList<>()).add(app);
            }
        }
        Map<String, JobStatistics> statistics = new LinkedHashMap<>();
        runs.forEach((job, mine) -> of(job, mine).ifPresent(all -> statistics.put(job, all)));
        return statistics;
    }

    /// The statistics of one job; empty when none of these applications is of it.
    public static Optional<JobStatistics> of(String jobId, Collection<AppSummary> apps) {
        List<AppSummary> mine = runsOf(jobId, apps);
        if (mine.isEmpty()) {
            return Optional.empty();
        }
        List<AppSummary> last = mine.subList(Math.max(0, mine.size() - LAST_RUNS), mine.size());
        SortedSet<String> clusters = new TreeSet<>();
        mine.forEach(app -> clusters.add(app.clusterId()));
        return Optional.of(
                new JobStatistics(
                        jobId,
                        List.copyOf(clusters),
                        mine.size(),
                        mine.getLast().createdAt(),
                        last,
                        RunMedians.of(mine.reversed().stream()).orElse(null),
                        failedShare(last)));
    }

    private static List<AppSummary> runsOf(String jobId, Collection<AppSummary> apps) {
        return apps.stream().filter(app -> jobId.equals(app.jobId())).sorted(ORDER).toList();
    }

    /// A kill is a person's doing and tells nothing of the job.
    private static @Nullable Double failedShare(List<AppSummary> runs) {
        List<AppState> ends =
                runs.stream()
                        .map(AppSummary::state)
                        .filter(state -> state.terminal() && state != AppState.KILLED)
                        .toList();
        long failed = ends.stream().filter(state -> !state.successful()).count();
        return ends.isEmpty() ? null : Double.valueOf((double) failed / ends.size());
    }
}
