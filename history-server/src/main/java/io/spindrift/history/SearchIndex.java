package io.spindrift.history;

import java.util.List;

/// Finds runs and their parts by words. Safe for use from several threads.
///
/// The index is derived: it may be deleted whole and is then filled again from rows. What is put is
/// found after [#commit] at the latest, and survives a crash from then on.
public interface SearchIndex {
    /// Replaces whatever was known of the run. Idempotent.
    void put(RunFacts facts, List<Issue> issues);

    /// Idempotent.
    void remove(RunId run);

    /// Makes puts and removals durable and visible.
    void commit();

    /// @throws IllegalArgumentException with a plain sentence when the query cannot be read
    SearchResult search(SearchQuery query);

    /// How a query that is being typed may go on, best first.
    default List<SearchSuggestion> complete(String text) {
        return List.of();
    }
}
