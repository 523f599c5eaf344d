package io.spindrift.history.search;

import io.spindrift.history.SearchQuery.Kind;
import java.io.IOException;
import java.util.Map;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.search.Scorable;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;

/// Looks once at each document of a query: the best of each kind, their numbers, and their runs.
final class DocumentPass extends SimpleCollector {
    private final RunTable table;
    private final Admission admission;
    private final Map<Kind, Found> found;
    private final FixedBitSet runs;
    private final boolean scored;

    private int base;
    private NumericDocValues number = DocValues.emptyNumeric();
    private NumericDocValues at = DocValues.emptyNumeric();
    private SortedDocValues kind = DocValues.emptySorted();
    private @Nullable Found[] ofOrdinal = new Found[0];
    private @Nullable Scorable scorer;

    /// @param found filled
    /// @param runs filled with those that have a hit, also where that is not shown
    /// @param scored whether some are better than others
    DocumentPass(
            RunTable table,
            Admission admission,
            Map<Kind, Found> found,
            FixedBitSet runs,
            boolean scored) {
        this.table = table;
        this.admission = admission;
        this.found = found;
        this.runs = runs;
        this.scored = scored;
    }

    @Override
    protected void doSetNextReader(LeafReaderContext leaf) throws IOException {
        base = leaf.docBase;
        number = DocValues.getNumeric(leaf.reader(), RunDocuments.NUMBER);
        at = DocValues.getNumeric(leaf.reader(), RunDocuments.AT);
        kind = DocValues.getSorted(leaf.reader(), RunDocuments.KIND);
        ofOrdinal = new Found[kind.getValueCount()];
        for (int i = 0; i < ofOrdinal.length; i++) {
            ofOrdinal[i] = found.get(Kind.valueOf(kind.lookupOrd(i).utf8ToString()));
        }
    }

    @Override
    public void setScorer(Scorable next) {
        scorer = next;
    }

    @Override
    public void collect(int document) throws IOException {
        if (!number.advanceExact(document)) {
            return;
        }
        int run = table.index(number.longValue());
        boolean shown = admission.shows(run);
        if ((!shown && !admission.counts(run)) || !kind.advanceExact(document)) {
            return;
        }
        Found ofKind = ofOrdinal[kind.ordValue()];
        if (ofKind == null) {
            return;
        }
        if (run >= 0) {
            runs.set(run);
        }
        if (shown && at.advanceExact(document)) {
            float score = scored && scorer != null ? scorer.score() : 0;
            ofKind.add(base + document, score, at.longValue(), 0, 1);
        }
    }

    @Override
    public ScoreMode scoreMode() {
        return scored ? ScoreMode.COMPLETE : ScoreMode.COMPLETE_NO_SCORES;
    }
}
