package io.spindrift.history.search;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;

/// Words of code and prose: cut at what is no letter or digit, and again within `camelCase`, in
/// lower case. The index keeps the uncut word beside its parts, so that `outofmemoryerror` and
/// `OutOfMemory` both find `OutOfMemoryError`.
///
/// Written by hand, for it is most of what putting a line of a log costs.
final class Words {
    /// Longer ones nobody types: base64 and such.
    private static final int TERM_MAX = 128;

    private final boolean whole;
    private CharSequence text = "";
    private int at;
    private int partAt;
    private int wordEnd;
    private boolean wholeSaid;

    private int start;
    private int end;
    private int increment;

    /// @param whole whether an uncut word comes before its parts
    Words(boolean whole) {
        this.whole = whole;
    }

    /// A word with where it stands in the text.
    record Word(String term, int start, int end) {}

    static List<Word> ofIndex(String text) {
        return all(text, true);
    }

    static List<String> ofQuery(String text) {
        return all(text, false).stream().map(Word::term).toList();
    }

    private static List<Word> all(String text, boolean whole) {
        Words words = new Words(whole);
        words.read(text);
        List<Word> all = new ArrayList<>();
        while (words.next()) {
            char[] letters = new char[words.length()];
            words.copyTo(letters);
            all.add(new Word(new String(letters), words.start, words.end));
        }
        return all;
    }

    static Analyzer analyzer() {
        return new Analyzer() {
            @Override
            protected TokenStreamComponents createComponents(String field) {
                return new TokenStreamComponents(new WordTokenizer());
            }
        };
    }

    void read(CharSequence next) {
        text = next;
        at = 0;
        partAt = 0;
        wordEnd = 0;
    }

    boolean next() {
        do {
            if (!step()) {
                return false;
            }
        } while (length() > TERM_MAX);
        return true;
    }

    int length() {
        return end - start;
    }

    /// 0 for the first part of a word that was said whole.
    int increment() {
        return increment;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    void copyTo(char[] letters) {
        for (int i = start; i < end; i++) {
            char letter = text.charAt(i);
            letters[i - start] =
                    letter < 128
                            ? (char) (letter >= 'A' && letter <= 'Z' ? letter + 32 : letter)
                            : Character.toLowerCase(letter);
        }
    }

    private boolean step() {
        if (partAt < wordEnd) {
            part(wholeSaid ? 0 : 1);
            return true;
        }
        int length = text.length();
        while (at < length && !isWord(text.charAt(at))) {
            at++;
        }
        if (at == length) {
            return false;
        }
        int wordStart = at;
        while (at < length && isWord(text.charAt(at))) {
            at++;
        }
        partAt = wordStart;
        wordEnd = at;
        if (whole && boundary(wordStart) < wordEnd) {
            start = wordStart;
            end = wordEnd;
            increment = 1;
            wholeSaid = true;
            return true;
        }
        part(1);
        return true;
    }

    private void part(int step) {
        start = partAt;
        end = boundary(partAt);
        partAt = end;
        increment = step;
        wholeSaid = false;
    }

    /// Where a capital follows a small letter.
    private int boundary(int from) {
        for (int i = from + 1; i < wordEnd; i++) {
            if (Character.isUpperCase(text.charAt(i))
                    && Character.isLowerCase(text.charAt(i - 1))) {
                return i;
            }
        }
        return wordEnd;
    }

    private static boolean isWord(char letter) {
        return letter < 128
                ? (letter >= 'a' && letter <= 'z')
                        || (letter >= 'A' && letter <= 'Z')
                        || (letter >= '0' && letter <= '9')
                : Character.isLetterOrDigit(letter);
    }

    /// For fields that are one text.
    private static final class WordTokenizer extends Tokenizer {
        private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
        private final OffsetAttribute offset = addAttribute(OffsetAttribute.class);
        private final PositionIncrementAttribute position =
                addAttribute(PositionIncrementAttribute.class);
        private final Words words = new Words(true);
        private int length;

        @Override
        public void reset() throws IOException {
            super.reset();
            String text = text(input);
            length = text.length();
            words.read(text);
        }

        @Override
        public boolean incrementToken() {
            clearAttributes();
            if (!words.next()) {
                return false;
            }
            words.copyTo(term.resizeBuffer(words.length()));
            term.setLength(words.length());
            offset.setOffset(words.start(), words.end());
            position.setPositionIncrement(words.increment());
            return true;
        }

        @Override
        public void end() throws IOException {
            super.end();
            offset.setOffset(length, length);
        }

        private static String text(Reader reader) throws IOException {
            StringBuilder text = new StringBuilder();
            char[] piece = new char[4096];
            for (int read = reader.read(piece); read >= 0; read = reader.read(piece)) {
                text.append(piece, 0, read);
            }
            return text.toString();
        }
    }
}
