package io.spindrift.history.search;

import io.spindrift.history.SearchQuery.Kind;
import io.spindrift.history.search.Clause.All;
import io.spindrift.history.search.Clause.And;
import io.spindrift.history.search.Clause.Match;
import io.spindrift.history.search.Clause.Not;
import io.spindrift.history.search.Clause.Or;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.jspecify.annotations.Nullable;

/// A query for Lucene, in the parts that a run must have.
///
/// `error:OutOfMemory sql:orders` can be no single document: it asks for runs that have both. So
/// every required part that is about one kind stands alone; a run must have a match of each, and
/// what is shown are those matches.
///
/// @param facts what every hit must fulfil: facts of its run, and what it must not be
/// @param parts each to be found in the run; together with `facts` one document, where there is but
///   one
record QueryPlan(Query facts, List<Query> parts, Set<String> terms, Set<String> prefixes) {
    private static final float TITLE_BOOST = 3;
    private static final WordAnalyzer WORDS = WordAnalyzer.forQuery();

    QueryPlan {
        parts = List.copyOf(parts);
        terms = Set.copyOf(terms);
        prefixes = Set.copyOf(prefixes);
    }

    static QueryPlan of(Clause clause) {
        Marks marks = new Marks(new HashSet<>(), new HashSet<>());
        BooleanQuery.Builder facts =
                new BooleanQuery.Builder().add(MatchAllDocsQuery.INSTANCE, Occur.FILTER);
        BooleanQuery.Builder words = new BooleanQuery.Builder();
        List<Query> parts = new ArrayList<>();
        boolean free = false;
        for (Clause each : clause instanceof And and ? and.clauses() : List.of(clause)) {
            if (each instanceof Not not) {
                facts.add(
                        query(not.clause(), new Marks(new HashSet<>(), new HashSet<>())),
                        Occur.MUST_NOT);
            } else if (isFact(each)) {
                facts.add(query(each, marks), Occur.FILTER);
            } else if (ofOneKind(each)) {
                parts.add(query(each, marks));
            } else {
                words.add(query(each, marks), Occur.MUST);
                free = true;
            }
        }
        if (free) {
            parts.add(words.build());
        }
        return new QueryPlan(facts.build(), parts, marks.terms(), marks.prefixes());
    }

    private record Marks(Set<String> terms, Set<String> prefixes) {}

    private static boolean isFact(Clause clause) {
        return switch (clause) {
            case All all -> true;
            case Match match -> match.field() != null && match.field().kind() == null;
            case And and -> and.clauses().stream().allMatch(QueryPlan::isFact);
            case Or or -> or.clauses().stream().allMatch(QueryPlan::isFact);
            case Not not -> isFact(not.clause());
        };
    }

    private static boolean ofOneKind(Clause clause) {
        return clause instanceof Match match
                && match.field() != null
                && match.field().kind() != null;
    }

    private static Query query(Clause clause, Marks marks) {
        return switch (clause) {
            case All all -> MatchAllDocsQuery.INSTANCE;
            case Match match -> match(match, marks);
            case And and -> join(and.clauses(), Occur.MUST, marks);
            case Or or -> join(or.clauses(), Occur.SHOULD, marks);
            case Not not ->
                    new BooleanQuery.Builder()
                            .add(MatchAllDocsQuery.INSTANCE, Occur.MUST)
                            .add(
                                    query(
                                            not.clause(),
                                            new Marks(new HashSet<>(), new HashSet<>())),
                                    Occur.MUST_NOT)
                            .build();
        };
    }

    private static Query join(List<Clause> clauses, Occur occur, Marks marks) {
        BooleanQuery.Builder joined = new BooleanQuery.Builder();
        clauses.forEach(clause -> joined.add(query(clause, marks), occur));
        return joined.build();
    }

    private static Query match(Match match, Marks marks) {
        Field field = match.field();
        if (field == null) {
            return anywhere(match.text(), match.prefix(), marks);
        }
        return switch (field) {
            case STATE, USER, JOB, APP, VERSION -> fact(field.word(), match);
            case KIND ->
                    fact(
                            RunDocuments.KIND,
                            new Match(field, kindWord(match.text()), match.prefix()));
            case NAME, KEY ->
                    ofKind(field, words(RunDocuments.TITLE, match.text(), match.prefix(), marks));
            case VALUE ->
                    ofKind(field, words(RunDocuments.BODY, match.text(), match.prefix(), marks));
            case CONF -> ofKind(field, property(match, marks));
            case STARTED, DURATION, TASKS, READ, WRITTEN, SHUFFLE, SPILL, EFFICIENCY ->
                    range(field, match.text());
            case SQL, ERROR, LOG -> ofKind(field, anywhere(match.text(), match.prefix(), marks));
        };
    }

    private static Query range(Field field, String text) {
        Measure measure = java.util.Objects.requireNonNull(field.measure());
        Measure.Numbers numbers = measure.range(field, text);
        return LongPoint.newRangeQuery(field.word(), numbers.least(), numbers.most());
    }

    /// `key=value`, or the key or value alone.
    private static Query property(Match match, Marks marks) {
        int equals = match.text().indexOf('=');
        if (equals < 0) {
            return anywhere(match.text(), match.prefix(), marks);
        }
        return new BooleanQuery.Builder()
                .add(
                        words(RunDocuments.TITLE, match.text().substring(0, equals), false, marks),
                        Occur.MUST)
                .add(
                        words(
                                RunDocuments.BODY,
                                match.text().substring(equals + 1),
                                match.prefix(),
                                marks),
                        Occur.MUST)
                .build();
    }

    private static Query ofKind(Field field, Query query) {
        Kind kind = java.util.Objects.requireNonNull(field.kind());
        return new BooleanQuery.Builder()
                .add(
                        new TermQuery(
                                new Term(RunDocuments.KIND, kind.name().toLowerCase(Locale.ROOT))),
                        Occur.FILTER)
                .add(query, Occur.MUST)
                .build();
    }

    private static Query fact(String name, Match match) {
        Term term = new Term(name, match.text().toLowerCase(Locale.ROOT));
        return match.prefix() ? new PrefixQuery(term) : new TermQuery(term);
    }

    private static String kindWord(String text) {
        return text.equalsIgnoreCase("config") ? Kind.CONFIGURATION.name() : text;
    }

    private static Query anywhere(String text, boolean prefix, Marks marks) {
        return new BooleanQuery.Builder()
                .add(
                        new BoostQuery(words(RunDocuments.TITLE, text, prefix, marks), TITLE_BOOST),
                        Occur.SHOULD)
                .add(words(RunDocuments.BODY, text, prefix, marks), Occur.SHOULD)
                .build();
    }

    /// All words of the text side by side; the last may be the start of a word only.
    private static Query words(String field, String text, boolean prefix, Marks marks) {
        List<String> terms = WORDS.words(text).stream().map(WordAnalyzer.Word::term).toList();
        if (terms.isEmpty()) {
            return new MatchNoDocsQuery("no word in " + text);
        }
        if (prefix) {
            return startingWith(field, terms, marks);
        }
        marks.terms().addAll(terms);
        if (terms.size() == 1) {
            return new TermQuery(new Term(field, terms.getFirst()));
        }
        PhraseQuery.Builder phrase = new PhraseQuery.Builder();
        terms.forEach(term -> phrase.add(new Term(field, term)));
        return phrase.build();
    }

    private static Query startingWith(String field, List<String> terms, Marks marks) {
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        for (String term : terms.subList(0, terms.size() - 1)) {
            marks.terms().add(term);
            all.add(new TermQuery(new Term(field, term)), Occur.MUST);
        }
        marks.prefixes().add(terms.getLast());
        return all.add(new PrefixQuery(new Term(field, terms.getLast())), Occur.MUST).build();
    }

    /// What one document must be to be shown: any of the parts.
    Query shown(@Nullable Query within) {
        BooleanQuery.Builder query = new BooleanQuery.Builder().add(facts, Occur.FILTER);
        if (within != null) {
            query.add(within, Occur.FILTER);
        }
        if (!parts.isEmpty()) {
            BooleanQuery.Builder any = new BooleanQuery.Builder();
            parts.forEach(part -> any.add(part, Occur.SHOULD));
            query.add(any.build(), Occur.MUST);
        }
        return query.build();
    }
}
