package io.spindrift.history.search;

import io.spindrift.history.SearchSuggestion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;
import org.jspecify.annotations.Nullable;

/// What may follow in the box: fields, then their values with how many runs have them.
final class Completion {
    /// Keys of properties, whole.
    static final String PROPERTY = "property";

    private static final int MOST = 12;
    private static final int TERMS_LOOKED_AT = 2_000;

    private final IndexSearcher searcher;
    private final RunTable table;

    Completion(IndexSearcher searcher, RunTable table) {
        this.searcher = searcher;
        this.table = table;
    }

    List<SearchSuggestion> of(String text) throws IOException {
        if (isWithinQuotes(text)) {
            return List.of();
        }
        int start = text.length();
        while (start > 0
                && !Character.isWhitespace(text.charAt(start - 1))
                && text.charAt(start - 1) != '(') {
            start--;
        }
        String lead = text.substring(0, start);
        String word = text.substring(start);
        if (word.startsWith("-")) {
            lead = lead + "-";
            word = word.substring(1);
        }
        int colon = word.indexOf(':');
        if (colon < 0) {
            return fields(lead, word.toLowerCase(Locale.ROOT));
        }
        @Nullable Field field = Field.of(word.substring(0, colon)).orElse(null);
        if (field == null) {
            return List.of();
        }
        String before = lead + word.substring(0, colon + 1);
        return values(field, before, word.substring(0, colon + 1), word.substring(colon + 1));
    }

    private static boolean isWithinQuotes(String text) {
        return text.chars().filter(letter -> letter == '"').count() % 2 == 1;
    }

    private static List<SearchSuggestion> fields(String lead, String begun) {
        List<SearchSuggestion> fields = new ArrayList<>();
        for (Field field : Field.values()) {
            if (field.word().startsWith(begun)) {
                String word = field.word() + ":";
                fields.add(new SearchSuggestion(lead + word, word, field.about(), null));
            }
        }
        return fields;
    }

    private List<SearchSuggestion> values(Field field, String before, String name, String begun)
            throws IOException {
        if (field == Field.KIND) {
            return KindWords.all().stream()
                    .filter(kind -> kind.startsWith(begun.toLowerCase(Locale.ROOT)))
                    .map(kind -> new SearchSuggestion(before + kind, name + kind, "", null))
                    .toList();
        }
        if (field == Field.CONF || field == Field.KEY) {
            return terms(PROPERTY, begun, before, name, field == Field.CONF ? "=" : "");
        }
        if (field == Field.APP) {
            return terms(Field.APP.word(), begun, before, name, "");
        }
        if (Searching.FACETS.contains(field.word())) {
            return facet(field, before, name, begun.toLowerCase(Locale.ROOT));
        }
        return field.measure() == null || !begun.isEmpty()
                ? List.of()
                : examples(field.measure(), before, name);
    }

    private static List<SearchSuggestion> examples(Measure measure, String before, String name) {
        return measure.examples().stream()
                .map(each -> new SearchSuggestion(before + each, name + each, "", null))
                .toList();
    }

    private List<SearchSuggestion> facet(Field field, String before, String name, String begun) {
        RunTable.Facet facet = table.facet(field.word());
        long[] counts = new long[facet.values().size()];
        for (int run = 0; run < table.size(); run++) {
            if (facet.valueOf(run) >= 0) {
                counts[facet.valueOf(run)]++;
            }
        }
        List<SearchSuggestion> found = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            String value = facet.values().get(i);
            if (value.toLowerCase(Locale.ROOT).startsWith(begun)) {
                String word = quoted(value);
                found.add(new SearchSuggestion(before + word, name + word, "", counts[i]));
            }
        }
        return best(found);
    }

    private static String quoted(String value) {
        boolean plain = value.chars().noneMatch(letter -> letter == ' ' || letter == '(');
        return plain ? value : '"' + value.replace("\"", "") + '"';
    }

    private List<SearchSuggestion> terms(
            String field, String begun, String before, String name, String after)
            throws IOException {
        Map<String, Long> counts = new TreeMap<>();
        BytesRef start = new BytesRef(begun.toLowerCase(Locale.ROOT));
        for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
            Terms terms = leaf.reader().terms(field);
            if (terms == null) {
                continue;
            }
            TermsEnum each = terms.iterator();
            boolean more = each.seekCeil(start) != TermsEnum.SeekStatus.END;
            for (int looked = 0;
                    more && looked < TERMS_LOOKED_AT && StringHelper.startsWith(each.term(), start);
                    looked++) {
                counts.merge(each.term().utf8ToString(), (long) each.docFreq(), Long::sum);
                more = each.next() != null;
            }
        }
        List<SearchSuggestion> found = new ArrayList<>();
        counts.forEach((value, count) ->
                found.add(
                        new SearchSuggestion(
                                before + value + after, name + value + after, "", count)));
        return best(found);
    }

    private static List<SearchSuggestion> best(List<SearchSuggestion> found) {
        return found.stream()
                .sorted(
                        Comparator.comparingLong((SearchSuggestion each) ->
                                        each.count() == null ? 0 : -each.count())
                                .thenComparing(SearchSuggestion::word))
                .limit(MOST)
                .toList();
    }
}
