package io.spindrift.history.search;

import io.spindrift.history.SearchQuery.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// What kinds are called in queries and facets.
final class KindWords {
    private KindWords() {}

    static String of(Kind kind) {
        return kind == Kind.CONFIGURATION ? "config" : kind.name().toLowerCase(Locale.ROOT);
    }

    static List<String> all() {
        return Arrays.stream(Kind.values()).map(KindWords::of).toList();
    }

    static boolean matches(String text, boolean prefix, Kind kind) {
        String word = text.toLowerCase(Locale.ROOT);
        return prefix
                ? of(kind).startsWith(word)
                : of(kind).equals(word)
                        || (kind == Kind.CONFIGURATION && word.equals("configuration"));
    }
}
