package io.spindrift.history;

import org.jspecify.annotations.Nullable;

/// How a query that is being typed may go on.
///
/// @param text the whole query with the last word completed
/// @param word the last word, completed
/// @param about what it means, in a few words
/// @param count how many runs have it; absent for fields
public record SearchSuggestion(String text, String word, String about, @Nullable Long count) {}
