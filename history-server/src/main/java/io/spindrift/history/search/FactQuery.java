package io.spindrift.history.search;

import io.spindrift.history.search.Clause.All;
import io.spindrift.history.search.Clause.And;
import io.spindrift.history.search.Clause.Match;
import io.spindrift.history.search.Clause.Not;
import io.spindrift.history.search.Clause.Or;
import java.io.IOException;
import java.util.Locale;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.FixedBitSet;

/// Which runs a clause of facts means: `state:failed`, `duration:>10m` and what is made of such.
final class FactQuery {
    private FactQuery() {}

    static boolean isFact(Clause clause) {
        return switch (clause) {
            case All all -> true;
            case Match match -> match.field() != null && match.field().ofRuns();
            case And and -> and.clauses().stream().allMatch(FactQuery::isFact);
            case Or or -> or.clauses().stream().allMatch(FactQuery::isFact);
            case Not not -> isFact(not.clause());
        };
    }

    static FixedBitSet runs(Clause clause, IndexSearcher searcher, RunTable table)
            throws IOException {
        if (clause instanceof All) {
            return table.all();
        }
        FixedBitSet found = new FixedBitSet(Math.max(1, table.size()));
        Query applications =
                new BooleanQuery.Builder()
                        .add(
                                new TermQuery(
                                        new Term(RunDocuments.KIND, RunDocuments.APPLICATION)),
                                Occur.FILTER)
                        .add(query(clause), Occur.FILTER)
                        .build();
        OnePass.over(searcher, applications, new Found(table, found));
        return found;
    }

    private static Query query(Clause clause) {
        return switch (clause) {
            case All all -> MatchAllDocsQuery.INSTANCE;
            case Match match -> match(match);
            case And and -> join(and.clauses(), Occur.FILTER);
            case Or or -> join(or.clauses(), Occur.SHOULD);
            case Not not ->
                    new BooleanQuery.Builder()
                            .add(MatchAllDocsQuery.INSTANCE, Occur.FILTER)
                            .add(query(not.clause()), Occur.MUST_NOT)
                            .build();
        };
    }

    private static Query join(java.util.List<Clause> clauses, Occur occur) {
        BooleanQuery.Builder joined = new BooleanQuery.Builder();
        clauses.forEach(clause -> joined.add(query(clause), occur));
        return joined.build();
    }

    private static Query match(Match match) {
        Field field = java.util.Objects.requireNonNull(match.field());
        Measure measure = field.measure();
        if (measure != null) {
            Measure.Numbers numbers = measure.range(field, match.text());
            return LongPoint.newRangeQuery(field.word(), numbers.least(), numbers.most());
        }
        Term term = new Term(field.word(), match.text().toLowerCase(Locale.ROOT));
        return match.prefix() ? new PrefixQuery(term) : new TermQuery(term);
    }

    private static final class Found extends SimpleCollector {
        private final RunTable table;
        private final FixedBitSet found;
        private NumericDocValues number = DocValues.emptyNumeric();

        Found(RunTable table, FixedBitSet found) {
            this.table = table;
            this.found = found;
        }

        @Override
        protected void doSetNextReader(LeafReaderContext leaf) throws IOException {
            number = DocValues.getNumeric(leaf.reader(), RunDocuments.NUMBER);
        }

        @Override
        public void collect(int document) throws IOException {
            if (number.advanceExact(document)) {
                int run = table.index(number.longValue());
                if (run >= 0) {
                    found.set(run);
                }
            }
        }

        @Override
        public ScoreMode scoreMode() {
            return ScoreMode.COMPLETE_NO_SCORES;
        }
    }
}
