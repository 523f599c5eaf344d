package io.spindrift.history.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.FilteringTokenFilter;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.core.FlattenGraphFilter;
import org.apache.lucene.analysis.miscellaneous.WordDelimiterGraphFilter;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.apache.lucene.analysis.util.CharTokenizer;

/// Words of code and prose: cut at what is no letter, digit or underscore, and again within
/// `camelCase` and `snake_case`, in lower case. The index keeps the uncut word beside its parts, so
/// that `outofmemoryerror` and `OutOfMemory` both find `OutOfMemoryError`.
final class WordAnalyzer extends Analyzer {
    private static final int TERM_MAX = 256;

    private final boolean whole;

    private WordAnalyzer(boolean whole) {
        this.whole = whole;
    }

    static WordAnalyzer forIndex() {
        return new WordAnalyzer(true);
    }

    static WordAnalyzer forQuery() {
        return new WordAnalyzer(false);
    }

    /// A word with where it stands in the text.
    record Word(String term, int start, int end) {}

    List<Word> words(String text) {
        List<Word> words = new ArrayList<>();
        try (TokenStream tokens = tokenStream("text", text)) {
            CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
            OffsetAttribute offset = tokens.addAttribute(OffsetAttribute.class);
            tokens.reset();
            while (tokens.incrementToken()) {
                words.add(new Word(term.toString(), offset.startOffset(), offset.endOffset()));
            }
            tokens.end();
            return words;
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory is always read", e);
        }
    }

    @Override
    protected TokenStreamComponents createComponents(String field) {
        Tokenizer words =
                CharTokenizer.fromTokenCharPredicate(
                        each -> Character.isLetterOrDigit(each) || each == '_');
        int flags =
                WordDelimiterGraphFilter.GENERATE_WORD_PARTS
                        | WordDelimiterGraphFilter.GENERATE_NUMBER_PARTS
                        | WordDelimiterGraphFilter.SPLIT_ON_CASE_CHANGE
                        | (whole ? WordDelimiterGraphFilter.PRESERVE_ORIGINAL : 0);
        TokenStream parts = new WordDelimiterGraphFilter(words, flags, null);
        TokenStream flat = whole ? new FlattenGraphFilter(parts) : parts;
        return new TokenStreamComponents(words, new Typeable(new LowerCaseFilter(flat)));
    }

    /// Drops words that nobody types: base64 and such.
    private static final class Typeable extends FilteringTokenFilter {
        private final CharTermAttribute term = addAttribute(CharTermAttribute.class);

        Typeable(TokenStream input) {
            super(input);
        }

        @Override
        protected boolean accept() {
            return term.length() > 0 && term.length() <= TERM_MAX;
        }
    }
}
