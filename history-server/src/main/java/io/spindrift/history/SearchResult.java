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

    /// The best hits of one kind; of log lines and properties, each line is a hit.
    ///
    /// @param exact whether there are no more than `total`; very many are not counted to the end
    public record Group(SearchQuery.Kind kind, long total, boolean exact, List<Hit> hits) {
        public Group {
            hits = List.copyOf(hits);
        }
    }

    /// @param key within the run: a Spark job's number, an SQL execution's, a property's name, a
    ///   log's container, or `1.0` for a stage or an error of it; absent where the run itself is
    ///   meant
    /// @param spot of a log line alone: where it stands
    /// @param fragments of the matching fields, best first
    public record Hit(
            SearchQuery.Kind kind,
            RunId run,
            @Nullable String jobId,
            @Nullable String key,
            @Nullable LogSpot spot,
            String title,
            Instant at,
            List<Fragment> fragments) {
        public Hit {
            fragments = List.copyOf(fragments);
        }
    }

    /// A line of a container's log.
    ///
    /// @param line its number, from 0, of the lines that were kept when the log was read
    /// @param offset how many bytes of the log lie before it
    public record LogSpot(String stream, long line, long offset) {}

    /// A piece of a field's text, cut where marks begin and end.
    public record Fragment(String field, List<Piece> pieces) {
        public Fragment {
            pieces = List.copyOf(pieces);
        }
    }

    /// @param matched whether to highlight it
    public record Piece(String text, boolean matched) {}

    /// A field by which hits can be narrowed: `kind`, counting hits, or `state user job cluster
    /// version type`, counting runs that have hits and fulfil whatever else was chosen.
    public record Facet(String name, List<Value> values) {
        public Facet {
            values = List.copyOf(values);
        }
    }

    /// @param exact whether there are no more than `count`
    public record Value(String value, long count, boolean exact) {
        public Value(String value, long count) {
            this(value, count, true);
        }
    }
}
