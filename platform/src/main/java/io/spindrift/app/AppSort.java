package io.spindrift.app;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a list of applications may be sorted by. What is not known yet comes last, either way
/// round.
public enum AppSort {
    ID("id"),
    JOB("jobId"),
    STATE("appState"),
    USER("user"),
    CLUSTER("clusterId"),
    SPARK_VERSION("sparkVersion"),
    SOURCE("submissionSource"),
    CREATED("createdAt"),
    UPDATED("updatedAt"),
    STARTED("startedAt"),
    ENDED("endedAt"),
    DURATION("durationMillis"),
    COST("cost"),
    CORE_HOURS("coreHours"),
    EFFICIENCY("efficiency"),
    ISSUES("issues");

    private static final long ERROR_WEIGHT = 1_000_000;

    private final String text;

    AppSort(String text) {
        this.text = text;
    }

    /// Its name in the API.
    public String text() {
        return text;
    }

    public static Optional<AppSort> parse(String text) {
        for (AppSort sort : values()) {
            if (sort.text.equals(text)) {
                return Optional.of(sort);
            }
        }
        return Optional.empty();
    }

    /// Applications that are alike come newest first.
    Comparator<AppSummary> order(boolean descending, Instant now) {
        Comparator<AppSummary> newestFirst =
                Comparator.comparing(AppSummary::createdAt)
                        .reversed()
                        .thenComparing(AppSummary::id);
        Comparator<AppSummary> byValue =
                (left, right) -> compare(value(left, now), value(right, now), descending);
        return byValue.thenComparing(newestFirst);
    }

    private @Nullable Comparable<?> value(AppSummary app, Instant now) {
        return switch (this) {
            case ID -> app.id();
            case JOB -> app.jobId();
            case STATE -> app.state().name();
            case USER -> app.user();
            case CLUSTER -> app.clusterId();
            case SPARK_VERSION -> app.sparkVersion();
            case SOURCE -> app.source().text();
            case CREATED -> app.createdAt();
            case UPDATED -> app.updatedAt();
            case STARTED -> app.startedAt();
            case ENDED -> app.endedAt();
            case DURATION -> app.durationMillis(now);
            case COST -> app.figures().costNanos();
            case CORE_HOURS -> app.figures().coreMillis();
            case EFFICIENCY -> app.figures().efficiency();
            case ISSUES -> app.figures().errors() * ERROR_WEIGHT + app.figures().warnings();
        };
    }

    @SuppressWarnings("unchecked") // both come from one case of the switch above
    private static int compare(
            @Nullable Comparable<?> left, @Nullable Comparable<?> right, boolean descending) {
        if (left == null) {
            return right == null ? 0 : 1;
        }
        if (right == null) {
            return -1;
        }
        int order = ((Comparable<Object>) left).compareTo(right);
        return descending ? -order : order;
    }
}
