package io.spindrift.history.search;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.search.CollectorManager;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;

/// Counts the values that one field has in all documents of a query.
final class Counting extends SimpleCollector {
    private final String field;
    private final Map<String, Long> counts = new HashMap<>();
    private SortedDocValues values = DocValues.emptySorted();
    private long[] seen = new long[0];

    private Counting(String field) {
        this.field = field;
    }

    /// Value to how many documents.
    static Map<String, Long> count(IndexSearcher searcher, Query query, String field)
            throws IOException {
        return searcher.search(
                query,
                new CollectorManager<Counting, Map<String, Long>>() {
                    @Override
                    public Counting newCollector() {
                        return new Counting(field);
                    }

                    @Override
                    public Map<String, Long> reduce(Collection<Counting> all) throws IOException {
                        Map<String, Long> sum = new HashMap<>();
                        for (Counting each : all) {
                            each.flush();
                            each.counts.forEach(
                                    (value, count) -> sum.merge(value, count, Long::sum));
                        }
                        return sum;
                    }
                });
    }

    @Override
    protected void doSetNextReader(LeafReaderContext leaf) throws IOException {
        flush();
        values = DocValues.getSorted(leaf.reader(), field);
        seen = new long[values.getValueCount()];
    }

    @Override
    public void collect(int document) throws IOException {
        if (values.advanceExact(document)) {
            seen[values.ordValue()]++;
        }
    }

    @Override
    public ScoreMode scoreMode() {
        return ScoreMode.COMPLETE_NO_SCORES;
    }

    private void flush() throws IOException {
        for (int ordinal = 0; ordinal < seen.length; ordinal++) {
            if (seen[ordinal] > 0) {
                counts.merge(values.lookupOrd(ordinal).utf8ToString(), seen[ordinal], Long::sum);
            }
        }
        seen = new long[0];
    }
}
