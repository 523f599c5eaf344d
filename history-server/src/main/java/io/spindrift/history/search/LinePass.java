package io.spindrift.history.search;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;

/// Looks at documents of lines that may have some that match: the newest, how many there are, and
/// their runs.
///
/// A word that stands in every log has millions of hits, and reading where each stands is what
/// takes time. So once there are more than are counted, a document is read only where it is newer
/// than what is shown, or the first of its run: numbers of applications stay exact.
final class LinePass {
    /// Documents that are looked at in one go; of more, the last ones first.
    private static final int AT_ONCE = 1_024;

    private static final int GROWTH = 4;

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
        for (LeafReaderContext leaf : leaves.reversed()) {
            look(query, clause, without, leaf);
        }
    }

    /// Logs are put as they are written, so the newest lines mostly stand at the end. Postings go
    /// forward only: so the end first, then ever longer stretches before it.
    private void look(LineQuery query, Clause clause, List<Clause> without, LeafReaderContext leaf)
            throws IOException {
        LineNode node = query.node(clause, without, leaf.reader());
        int end = leaf.reader().maxDoc();
        long length = node.cost() <= AT_ONCE ? end : AT_ONCE;
        while (true) {
            int from = (int) Math.max(0, end - length);
            look(node, leaf, from, end);
            if (from == 0) {
                return;
            }
            end = from;
            length *= GROWTH;
            node = query.node(clause, without, leaf.reader());
        }
    }

    private void look(LineNode node, LeafReaderContext leaf, int from, int end) throws IOException {
        LeafReader reader = leaf.reader();
        Bits live = reader.getLiveDocs();
        NumericDocValues number = DocValues.getNumeric(reader, RunDocuments.NUMBER);
        NumericDocValues at = DocValues.getNumeric(reader, RunDocuments.AT);
        for (int document = node.advance(from);
                document < end;
                document = node.advance(document + 1)) {
            if ((live != null && !live.get(document))
                    || !number.advanceExact(document)
                    || !at.advanceExact(document)) {
                continue;
            }
            take(node, leaf.docBase, document, table.index(number.longValue()), at.longValue());
        }
    }

    private void take(LineNode node, int base, int document, int run, long at) throws IOException {
        boolean shown = admission.shows(run);
        if (!shown || found.hasEnough(at)) {
            if (shown) {
                found.leaveOut();
            }
            if (admission.counts(run) && !runs.get(run) && node.has(document)) {
                runs.set(run);
            }
            return;
        }
        long lines = node.lines(document);
        if (lines == 0) {
            return;
        }
        if (run >= 0) {
            runs.set(run);
        }
        found.add(base + document, 0, at, lines, Long.bitCount(lines));
    }
}
