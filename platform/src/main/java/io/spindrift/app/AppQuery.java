package io.spindrift.app;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which applications a list shows, and how. An empty set filters nothing.
///
/// @param labels wanted labels; an empty value stands for any value
/// @param createdFrom at or after
/// @param createdTo before
/// @param hasIssues whether warnings or errors were found; null for both
/// @param text a part of the id, name or job, in any case; empty for all
public record AppQuery(
        Set<String> clusterIds,
        Set<AppState> states,
        Set<String> jobIds,
        Set<String> users,
        Set<String> sources,
        Set<String> sparkVersions,
        Map<String, String> labels,
        @Nullable Instant createdFrom,
        @Nullable Instant createdTo,
        @Nullable Boolean hasIssues,
        String text,
        AppSort sort,
        boolean descending,
        int offset,
        int limit) {
    public AppQuery {
        clusterIds = Set.copyOf(clusterIds);
        states = Set.copyOf(states);
        jobIds = Set.copyOf(jobIds);
        users = Set.copyOf(users);
        sources = Set.copyOf(sources);
        sparkVersions = Set.copyOf(sparkVersions);
        labels = Map.copyOf(labels);
        text = text.toLowerCase(Locale.ROOT);
        Objects.requireNonNull(sort, "sort");
        if (offset < 0 || limit < 1) {
            throw new IllegalArgumentException("offset and limit are not negative");
        }
    }

    /// The newest applications of all clusters.
    public static AppQuery newest(int limit) {
        return new AppQuery(
                Set.of(),
                Set.of(),
                Set.of(),
                Set.of(),
                Set.of(),
                Set.of(),
                Map.of(),
                null,
                null,
                null,
                "",
                AppSort.CREATED,
                true,
                0,
                limit);
    }

    boolean matches(AppSummary app) {
        String job = app.jobId();
        return in(clusterIds, app.clusterId())
                && in(states, app.state())
                && in(users, app.user())
                && in(sources, app.source().text())
                && in(sparkVersions, app.sparkVersion())
                && (jobIds.isEmpty() || (job != null && jobIds.contains(job)))
                && matchesLabels(app)
                && matchesTime(app)
                && matchesIssues(app)
                && matchesText(app, job == null ? "" : job);
    }

    private static <T> boolean in(Set<T> wanted, T value) {
        return wanted.isEmpty() || wanted.contains(value);
    }

    private boolean matchesLabels(AppSummary app) {
        return labels.entrySet().stream()
                .allMatch(label -> {
                    String value = app.labels().get(label.getKey());
                    return value != null
                            && (label.getValue().isEmpty() || label.getValue().equals(value));
                });
    }

    private boolean matchesTime(AppSummary app) {
        return (createdFrom == null || !app.createdAt().isBefore(createdFrom))
                && (createdTo == null || app.createdAt().isBefore(createdTo));
    }

    private boolean matchesIssues(AppSummary app) {
        return hasIssues == null
                || hasIssues == (app.figures().errors() + app.figures().warnings() > 0);
    }

    private boolean matchesText(AppSummary app, String job) {
        return text.isEmpty()
                || app.id().toLowerCase(Locale.ROOT).contains(text)
                || app.displayName().toLowerCase(Locale.ROOT).contains(text)
                || job.toLowerCase(Locale.ROOT).contains(text);
    }
}
