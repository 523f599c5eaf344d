package io.spindrift.history.search;

import java.io.IOException;
import java.util.Objects;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.ConstantScoreScorer;
import org.apache.lucene.search.ConstantScoreWeight;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.TwoPhaseIterator;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;

/// Documents of some runs.
final class RunsQuery extends Query {
    private final RunTable table;
    private final FixedBitSet runs;

    RunsQuery(RunTable table, FixedBitSet runs) {
        this.table = table;
        this.runs = runs;
    }

    @Override
    public Weight createWeight(IndexSearcher searcher, ScoreMode scoreMode, float boost) {
        return new ConstantScoreWeight(this, boost) {
            @Override
            public ScorerSupplier scorerSupplier(LeafReaderContext leaf) throws IOException {
                NumericDocValues number = DocValues.getNumeric(leaf.reader(), RunDocuments.NUMBER);
                DocIdSetIterator all = DocIdSetIterator.all(leaf.reader().maxDoc());
                TwoPhaseIterator ofRuns =
                        new TwoPhaseIterator(all) {
                            @Override
                            public boolean matches() throws IOException {
                                if (!number.advanceExact(all.docID())) {
                                    return false;
                                }
                                int run = table.index(number.longValue());
                                return run >= 0 && runs.get(run);
                            }

                            @Override
                            public float matchCost() {
                                return 20;
                            }
                        };
                return new DefaultScorerSupplier(
                        new ConstantScoreScorer(score(), scoreMode, ofRuns));
            }

            @Override
            public boolean isCacheable(LeafReaderContext leaf) {
                return false;
            }
        };
    }

    @Override
    public void visit(QueryVisitor visitor) {
        visitor.visitLeaf(this);
    }

    @Override
    public String toString(@Nullable String field) {
        return runs.cardinality() + " runs";
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RunsQuery query && query.runs.equals(runs) && query.table == table;
    }

    @Override
    public int hashCode() {
        return Objects.hash(System.identityHashCode(table), runs);
    }
}
