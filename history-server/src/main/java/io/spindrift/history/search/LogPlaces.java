package io.spindrift.history.search;

import io.spindrift.history.LogLines;
import io.spindrift.history.LogLines.LogPlace;
import java.io.IOException;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.Bits;

/// How far a log is in the index: its pieces tell, nothing else is kept.
final class LogPlaces {
    private LogPlaces() {}

    static LogPlace next(IndexSearcher searcher, String stream) throws IOException {
        LogPlace next = LogPlace.START;
        long last = -1;
        for (LeafReaderContext each : searcher.getIndexReader().leaves()) {
            LeafReader leaf = each.reader();
            PostingsEnum pieces =
                    leaf.postings(new Term(LineDocuments.STREAM_OF, stream), PostingsEnum.NONE);
            if (pieces == null) {
                continue;
            }
            Bits live = leaf.getLiveDocs();
            NumericDocValues offset = DocValues.getNumeric(leaf, LineDocuments.OFFSET);
            NumericDocValues first = DocValues.getNumeric(leaf, LineDocuments.FIRST);
            NumericDocValues length = DocValues.getNumeric(leaf, LineDocuments.LENGTH);
            NumericDocValues count = DocValues.getNumeric(leaf, LineDocuments.COUNT);
            for (int document = pieces.nextDoc();
                    document != DocIdSetIterator.NO_MORE_DOCS;
                    document = pieces.nextDoc()) {
                if ((live == null || live.get(document)) && of(offset, document) > last) {
                    last = of(offset, document);
                    boolean full = of(count, document) == LogLines.MAX;
                    next =
                            new LogPlace(
                                    last + (full ? of(length, document) : 0),
                                    of(first, document) + (full ? LogLines.MAX : 0));
                }
            }
        }
        return next;
    }

    private static long of(NumericDocValues values, int document) throws IOException {
        return values.advanceExact(document) ? values.longValue() : 0;
    }
}
