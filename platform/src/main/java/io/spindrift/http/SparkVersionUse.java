package io.spindrift.http;

import io.spindrift.app.AppState;
import io.spindrift.app.AppSummary;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How much a Spark version was used. Pure.
///
/// @param version empty where nothing told it
/// @param lastAt when the last of its applications was submitted
record SparkVersionUse(String version, int applications, int running, int failed, Instant lastAt) {
    /// Of the applications that were submitted since, the version that was used last first.
    static List<SparkVersionUse> of(Collection<AppSummary> apps, Instant since) {
        Map<String, SparkVersionUse> uses = new HashMap<>();
        for (AppSummary app : apps) {
            if (!app.createdAt().isBefore(since)) {
                uses.merge(app.sparkVersion(), one(app), SparkVersionUse::plus);
            }
        }
        return uses.values().stream()
                .sorted(
                        Comparator.comparing(SparkVersionUse::lastAt)
                                .thenComparing(SparkVersionUse::version)
                                .reversed())
                .toList();
    }

    private static SparkVersionUse one(AppSummary app) {
        boolean failed = app.state() == AppState.FAILED || app.state() == AppState.TIMED_OUT;
        return new SparkVersionUse(
                app.sparkVersion(),
                1,
                app.state() == AppState.RUNNING ? 1 : 0,
                failed ? 1 : 0,
                app.createdAt());
    }

    private SparkVersionUse plus(SparkVersionUse other) {
        return new SparkVersionUse(
                version,
                applications + other.applications,
                running + other.running,
                failed + other.failed,
                lastAt.isAfter(other.lastAt) ? lastAt : other.lastAt);
    }
}
