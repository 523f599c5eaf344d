package io.spindrift.history.search;

import io.spindrift.history.SearchResult.Fragment;
import io.spindrift.history.SearchResult.Piece;
import io.spindrift.history.search.Words.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The words that were found, with some text around the first of them.
final class Excerpt {
    private static final int BEFORE = 60;
    private static final int LENGTH = 240;

    private Excerpt() {}

    /// Empty where nothing of the text was looked for.
    static Optional<Fragment> of(String field, String text, Marks marks) {
        List<Word> found =
                Words.ofIndex(text).stream().filter(word -> marks.marks(word.term())).toList();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        int from = begin(text, found.getFirst().start());
        int to = Math.min(text.length(), from + LENGTH);
        return Optional.of(new Fragment(field, pieces(text, from, to, found)));
    }

    /// At a word's start, where one is near.
    private static int begin(String text, int first) {
        int from = text.length() <= LENGTH ? 0 : Math.max(0, first - BEFORE);
        while (from > 0 && from < first && !Character.isWhitespace(text.charAt(from - 1))) {
            from++;
        }
        return from;
    }

    private static List<Piece> pieces(String text, int from, int to, List<Word> found) {
        List<Piece> pieces = new ArrayList<>();
        int at = from;
        for (Word word : found) {
            if (word.end() > to) {
                break;
            }
            if (word.start() < at) {
                continue;
            }
            if (word.start() > at) {
                pieces.add(new Piece(text.substring(at, word.start()), false));
            }
            pieces.add(new Piece(text.substring(word.start(), word.end()), true));
            at = word.end();
        }
        if (at < to) {
            pieces.add(new Piece(text.substring(at, to), false));
        }
        return pieces;
    }
}
