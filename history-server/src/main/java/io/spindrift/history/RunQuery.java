package io.spindrift.history;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which runs, in which order. Absent and empty filters let everything through; all given ones must
/// match.
///
/// @param appIds our ids or Spark's
/// @param startedFrom inclusive; `startedTo` is exclusive, and so for ends
/// @param name part of the name, id, user or job id, upper and lower case alike
public record RunQuery(
        Set<String> appIds,
        Set<String> jobIds,
        Set<String> users,
        Set<String> sparkVersions,
        Set<RunState> states,
        @Nullable String name,
        @Nullable Instant startedFrom,
        @Nullable Instant startedTo,
        @Nullable Instant endedFrom,
        @Nullable Instant endedTo,
        boolean withIssuesOnly,
        Sort sort,
        boolean descending,
        int offset,
        int limit) {
    public RunQuery {
        appIds = Set.copyOf(appIds);
        jobIds = Set.copyOf(jobIds);
        users = Set.copyOf(users);
        sparkVersions = Set.copyOf(sparkVersions);
        states = Set.copyOf(states);
        if (offset < 0 || limit < 0) {
            throw new IllegalArgumentException("offset and limit are at least 0");
        }
    }

    /// The newest first, nothing filtered.
    public static RunQuery newest(int limit) {
        return new RunQuery(
                Set.of(),
                Set.of(),
                Set.of(),
                Set.of(),
                Set.of(),
                null,
                null,
                null,
                null,
                null,
                false,
                Sort.STARTED,
                true,
                0,
                limit);
    }

    public enum Sort {
        STARTED,
        ENDED,
        DURATION,
        NAME,
        USER,
        EFFICIENCY,
        TASKS,
        ISSUES
    }
}
