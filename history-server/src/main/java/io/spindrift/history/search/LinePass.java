package io.spindrift.history.search;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;

/// Looks once at each document of lines that may have some that match: the newest, how many there
/// are, and their runs.
final class LinePass {
    private final RunTable table;
    private final Admission admission;
    private final Found found;
    private final FixedBitSet runs;

    LinePass(RunTable table, Admission admission, Found found, FixedBitSet runs) {
        this.table = table;
        this.admission = admission;
        this.found = found;
        this.runs = runs;
    }

    void look(LineQuery query, Clause clause, List<Clause> without, List<LeafReaderContext> leaves)
            throws IOException {
        for (LeafReaderContext leaf : leaves) {
            look(query.node(clause, without, leaf.reader()), leaf);
        }
    }

    private void look(LineNode node, LeafReaderContext leaf) throws IOException {
        LeafReader reader = leaf.reader();
        Bits live = reader.getLiveDocs();
        NumericDocValues number = DocValues.getNumeric(reader, RunDocuments.NUMBER);
        NumericDocValues at = DocValues.getNumeric(reader, RunDocuments.AT);
        for (int document = node.advance(0);
                document != DocIdSetIterator.NO_MORE_DOCS;
                document = node.advance(document + 1)) {
            if ((live != null && !live.get(document)) || !number.advanceExact(document)) {
                continue;
            }
            int run = table.index(number.longValue());
            boolean shown = admission.shows(run);
            if (!shown && !admission.counts(run)) {
                continue;
            }
            long lines = node.lines(document);
            if (lines == 0) {
                continue;
            }
            if (run >= 0) {
                runs.set(run);
            }
            if (shown && at.advanceExact(document)) {
                found.add(leaf.docBase + document, 0, at.longValue(), lines, Long.bitCount(lines));
            }
        }
    }
}
