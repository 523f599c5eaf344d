package io.spindrift.app;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The applications of each job by the time at which they were made. Safe for many threads.
final class JobRuns {
    private static final NavigableMap<Turn, AppSummary> NONE = new ConcurrentSkipListMap<>();

    private final Map<String, NavigableMap<Turn, AppSummary>> byJob = new ConcurrentHashMap<>();

    /// What the applications of a job are ordered by, none of which ever changes.
    ///
    /// @param key null for a time before all that were made at it
    private record Turn(Instant createdAt, @Nullable AppKey key) implements Comparable<Turn> {
        private static final Comparator<Turn> ORDER =
                Comparator.comparing(Turn::createdAt)
                        .thenComparing(turn -> turn.key() == null ? "" : turn.key().appId())
                        .thenComparing(turn -> turn.key() == null ? "" : turn.key().clusterId());

        static Turn of(AppSummary app) {
            return new Turn(app.createdAt(), app.key());
        }

        @Override
        public int compareTo(Turn other) {
            return ORDER.compare(this, other);
        }
    }

    /// Adds an application, or takes it as it is now; one without a job is passed over.
    void put(AppSummary app) {
        String job = app.jobId();
        if (job != null) {
            byJob.compute(
                    job,
                    (_, known) -> {
                        NavigableMap<Turn, AppSummary> runs =
                                known == null ? new ConcurrentSkipListMap<>() : known;
                        runs.put(Turn.of(app), app);
                        return runs;
                    });
        }
    }

    void remove(AppSummary app) {
        String job = app.jobId();
        if (job != null) {
            byJob.computeIfPresent(
                    job,
                    (_, runs) -> {
                        runs.remove(Turn.of(app));
                        return runs.isEmpty() ? null : runs;
                    });
        }
    }

    /// The oldest first.
    List<AppSummary> of(String job) {
        return List.copyOf(byJob.getOrDefault(job, NONE).values());
    }

    /// Those of its job that were made before it, the newest first.
    Stream<AppSummary> before(AppSummary app) {
        String job = app.jobId();
        return job == null
                ? Stream.empty()
                : byJob
                        .getOrDefault(job, NONE)
                        .headMap(new Turn(app.createdAt(), null), false)
                        .descendingMap()
                        .values()
                        .stream();
    }
}
