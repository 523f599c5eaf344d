package io.spindrift.history;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What to look for.
///
/// @param text words, "phrases", `field:value`, AND, OR, NOT; empty finds everything
/// @param kinds groups to answer with; all when empty
/// @param filters facet name → values, any of which may match; facets are ANDed
/// @param from runs that started at or after
/// @param to runs that started before
/// @param offset and `limit` count within each group
public record SearchQuery(
        String text,
        Set<Kind> kinds,
        Map<String, Set<String>> filters,
        @Nullable Instant from,
        @Nullable Instant to,
        int offset,
        int limit) {
    public static final int MAX_LIMIT = 500;

    public SearchQuery {
        kinds = Set.copyOf(kinds);
        filters = Map.copyOf(filters);
        if (offset < 0 || limit < 0 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException(
                    "offset is at least 0 and limit 0 to "
                            + MAX_LIMIT
                            + ", not "
                            + offset
                            + ", "
                            + limit);
        }
    }

    /// What can be found.
    public enum Kind {
        APPLICATION,
        JOB,
        STAGE,
        SQL,
        ERROR,
        CONFIGURATION,
        LOG
    }
}
