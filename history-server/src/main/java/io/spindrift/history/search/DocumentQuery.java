package io.spindrift.history.search;

import io.spindrift.history.SearchQuery.Kind;
import io.spindrift.history.search.Clause.All;
import io.spindrift.history.search.Clause.And;
import io.spindrift.history.search.Clause.Match;
import io.spindrift.history.search.Clause.Not;
import io.spindrift.history.search.Clause.Or;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/// A clause as a query for documents that have a title and a body: all but lines.
final class DocumentQuery {
    private static final float TITLE_BOOST = 3;

    private final IndexSearcher searcher;
    private final RunTable table;

    DocumentQuery(IndexSearcher searcher, RunTable table) {
        this.searcher = searcher;
        this.table = table;
    }

    Query of(Clause clause, List<Clause> without) throws IOException {
        BooleanQuery.Builder query = new BooleanQuery.Builder().add(query(clause), Occur.MUST);
        for (Clause each : without) {
            query.add(query(each), Occur.MUST_NOT);
        }
        return query.build();
    }

    private Query query(Clause clause) throws IOException {
        if (clause instanceof All) {
            return MatchAllDocsQuery.INSTANCE;
        }
        if (FactQuery.isFact(clause)) {
            return new RunsQuery(table, FactQuery.runs(clause, searcher, table));
        }
        return switch (clause) {
            case All all -> MatchAllDocsQuery.INSTANCE;
            case Match match -> match(match);
            case And and -> join(and.clauses(), Occur.MUST);
            case Or or -> join(or.clauses(), Occur.SHOULD);
            case Not not ->
                    new BooleanQuery.Builder()
                            .add(MatchAllDocsQuery.INSTANCE, Occur.MUST)
                            .add(query(not.clause()), Occur.MUST_NOT)
                            .build();
        };
    }

    private Query join(List<Clause> clauses, Occur occur) throws IOException {
        BooleanQuery.Builder joined = new BooleanQuery.Builder();
        for (Clause clause : clauses) {
            joined.add(query(clause), occur);
        }
        return joined.build();
    }

    private static Query match(Match match) {
        Field field = match.field();
        if (field == null) {
            return anywhere(match.text(), match.prefix());
        }
        if (field == Field.KIND) {
            return kinds(match);
        }
        Kind kind = field.kind();
        if (kind == null || kind == Kind.LOG || kind == Kind.CONFIGURATION) {
            return new MatchNoDocsQuery("only lines have " + field.word());
        }
        Query text =
                field == Field.NAME
                        ? words(RunDocuments.TITLE, match.text(), match.prefix())
                        : anywhere(match.text(), match.prefix());
        return new BooleanQuery.Builder()
                .add(ofKind(kind), Occur.FILTER)
                .add(text, Occur.MUST)
                .build();
    }

    private static Query kinds(Match match) {
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        for (Kind kind : Kind.values()) {
            if (KindWords.matches(match.text(), match.prefix(), kind)) {
                any.add(ofKind(kind), Occur.SHOULD);
            }
        }
        return any.build();
    }

    private static Query ofKind(Kind kind) {
        return new TermQuery(new Term(RunDocuments.KIND, kind.name().toLowerCase(Locale.ROOT)));
    }

    private static Query anywhere(String text, boolean prefix) {
        return new BooleanQuery.Builder()
                .add(
                        new BoostQuery(words(RunDocuments.TITLE, text, prefix), TITLE_BOOST),
                        Occur.SHOULD)
                .add(words(RunDocuments.BODY, text, prefix), Occur.SHOULD)
                .build();
    }

    /// All words of the text side by side; the last may be the start of a word only.
    private static Query words(String field, String text, boolean prefix) {
        List<String> terms = Words.ofQuery(text);
        if (terms.isEmpty()) {
            return new MatchNoDocsQuery("no word in " + text);
        }
        if (prefix) {
            return startingWith(field, terms);
        }
        if (terms.size() == 1) {
            return new TermQuery(new Term(field, terms.getFirst()));
        }
        PhraseQuery.Builder phrase = new PhraseQuery.Builder();
        terms.forEach(term -> phrase.add(new Term(field, term)));
        return phrase.build();
    }

    private static Query startingWith(String field, List<String> terms) {
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        for (String term : terms.subList(0, terms.size() - 1)) {
            all.add(new TermQuery(new Term(field, term)), Occur.MUST);
        }
        return all.add(new PrefixQuery(new Term(field, terms.getLast())), Occur.MUST).build();
    }
}
