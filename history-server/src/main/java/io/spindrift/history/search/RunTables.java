package io.spindrift.history.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;

/// Makes the table of runs for each new state of the index, out of what it has read of segments
/// before: they never change, only which of their documents still count. Safe for many threads.
final class RunTables {
    private final List<Values> values =
            Searching.FACETS.stream().map(name -> new Values()).toList();
    private Map<Object, Segment> segments = new HashMap<>();
    private @Nullable RunTable newest;
    private @Nullable IndexReader newestOf;

    synchronized RunTable of(IndexReader reader) throws IOException {
        RunTable known = newest;
        if (known != null && reader.equals(newestOf)) {
            return known;
        }
        Map<Object, Segment> current = new HashMap<>();
        List<LeafReader> leaves = reader.leaves().stream().map(LeafReaderContext::reader).toList();
        for (LeafReader leaf : leaves) {
            Object key = leaf.getCoreCacheHelper().getKey();
            Segment segment = segments.get(key);
            current.put(key, segment == null ? read(leaf) : segment);
        }
        RunTable table = new RunTable(values.stream().map(each -> each.texts).toList());
        for (LeafReader leaf : leaves) {
            Segment segment = current.get(leaf.getCoreCacheHelper().getKey());
            if (segment != null) {
                segment.addTo(table, leaf.getLiveDocs());
            }
        }
        table.arrange();
        segments = current;
        newest = table;
        newestOf = reader;
        return table;
    }

    private Segment read(LeafReader leaf) throws IOException {
        PostingsEnum runs =
                leaf.postings(
                        new Term(RunDocuments.KIND, RunDocuments.APPLICATION), PostingsEnum.NONE);
        Segment segment = new Segment();
        if (runs == null) {
            return segment;
        }
        NumericDocValues number = DocValues.getNumeric(leaf, RunDocuments.NUMBER);
        NumericDocValues started = DocValues.getNumeric(leaf, RunDocuments.AT);
        List<OfSegment> facets = new ArrayList<>();
        for (int i = 0; i < Searching.FACETS.size(); i++) {
            facets.add(
                    new OfSegment(
                            values.get(i), DocValues.getSorted(leaf, Searching.FACETS.get(i))));
        }
        for (int document = runs.nextDoc();
                document != DocIdSetIterator.NO_MORE_DOCS;
                document = runs.nextDoc()) {
            int[] valueOf = new int[facets.size()];
            for (int i = 0; i < valueOf.length; i++) {
                valueOf[i] = facets.get(i).of(document);
            }
            segment.runs.add(
                    new Run(document, of(number, document), of(started, document), valueOf));
        }
        return segment;
    }

    private static long of(NumericDocValues values, int document) throws IOException {
        return values.advanceExact(document) ? values.longValue() : 0;
    }

    @SuppressWarnings("ArrayRecordComponent") // only ever read
    private record Run(int document, long number, long startedAt, int[] valueOf) {}

    private static final class Segment {
        private final List<Run> runs = new ArrayList<>();

        void addTo(RunTable table, @Nullable Bits live) {
            for (Run run : runs) {
                if (live == null || live.get(run.document())) {
                    table.add(run.number(), run.startedAt(), run.valueOf());
                }
            }
        }
    }

    /// All texts that one facet has had, numbered as they came.
    private static final class Values {
        private final List<String> texts = new ArrayList<>();
        private final Map<String, Integer> numbers = new HashMap<>();

        int number(String text) {
            return numbers.computeIfAbsent(
                    text,
                    each -> {
                        texts.add(each);
                        return texts.size() - 1;
                    });
        }
    }

    /// The numbers of one segment's values, each looked up once.
    private static final class OfSegment {
        private final Values values;
        private final SortedDocValues stored;
        private final int[] known;

        OfSegment(Values values, SortedDocValues stored) {
            this.values = values;
            this.stored = stored;
            this.known = new int[stored.getValueCount()];
            Arrays.fill(known, -1);
        }

        int of(int document) throws IOException {
            if (!stored.advanceExact(document)) {
                return -1;
            }
            int ordinal = stored.ordValue();
            if (known[ordinal] < 0) {
                known[ordinal] = values.number(stored.lookupOrd(ordinal).utf8ToString());
            }
            return known[ordinal];
        }
    }
}
