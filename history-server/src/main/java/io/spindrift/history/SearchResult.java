package io.spindrift.history;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What was found, by kind, with counts of what else there is.
public record SearchResult(List<Group> groups, List<Facet> facets) {
    public SearchResult {
        groups = List.copyOf(groups);
        facets = List.copyOf(facets);
    }

    /// The best hits of one kind.
    public record Group(SearchQuery.Kind kind, long total, List<Hit> hits) {
        public Group {
            hits = List.copyOf(hits);
        }
    }

    /// @param key within the run: a Spark job's number, an SQL execution's, a property's name, or
    ///   `1.0` for an error of that stage; absent where the run itself is meant
    /// @param fragments of the matching fields, best first
    public record Hit(
            SearchQuery.Kind kind,
            RunId run,
            @Nullable String jobId,
            @Nullable String key,
            String title,
            Instant at,
            List<Fragment> fragments) {
        public Hit {
            fragments = List.copyOf(fragments);
        }
    }

    /// A piece of a field's text, cut where marks begin and end.
    public record Fragment(String field, List<Piece> pieces) {
        public Fragment {
            pieces = List.copyOf(pieces);
        }
    }

    /// @param matched whether to highlight it
    public record Piece(String text, boolean matched) {}

    /// A field by which hits can be narrowed (`job`, `user`, `state`, `version`, `kind`).
    public record Facet(String name, List<Value> values) {
        public Facet {
            values = List.copyOf(values);
        }
    }

    public record Value(String value, long count) {}
}
