package io.spindrift.history.search;

import io.spindrift.history.RunId;
import io.spindrift.history.SearchQuery;
import io.spindrift.history.SearchQuery.Kind;
import io.spindrift.history.SearchResult;
import io.spindrift.history.SearchResult.Facet;
import io.spindrift.history.SearchResult.Fragment;
import io.spindrift.history.SearchResult.Group;
import io.spindrift.history.SearchResult.Hit;
import io.spindrift.history.SearchResult.Piece;
import io.spindrift.history.SearchResult.Value;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopFieldDocs;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// One search, carried out against one state of the index.
final class Searching {
    private static final List<String> FACETS = List.of("state", "user", "job", "version");
    private static final int FACET_VALUES_MAX = 50;
    private static final int FRAGMENTS_MAX = 2;

    /// More runs than this are not joined: the first of them are.
    private static final int RUNS_MAX = 20_000;

    private static final Sort BEST =
            new Sort(
                    SortField.FIELD_SCORE,
                    new SortField(RunDocuments.AT, SortField.Type.LONG, true));

    private final IndexSearcher searcher;
    private final SearchQuery asked;
    private final QueryPlan plan;

    Searching(IndexSearcher searcher, SearchQuery asked, QueryPlan plan) {
        this.searcher = searcher;
        this.asked = asked;
        this.plan = plan;
    }

    SearchResult result() throws IOException {
        Query all = plan.shown(runs());
        List<Group> groups = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            if (asked.kinds().isEmpty() || asked.kinds().contains(kind)) {
                Group group = group(all, kind);
                if (group.total() > 0) {
                    groups.add(group);
                }
            }
        }
        List<Facet> facets = new ArrayList<>();
        facets.add(facet(all, RunDocuments.KIND, "kind"));
        for (String name : FACETS) {
            facets.add(facet(all, name, name));
        }
        return new SearchResult(groups, facets);
    }

    /// The runs that have every part, where there are several; else no bound.
    private @Nullable Query runs() throws IOException {
        if (plan.parts().size() < 2) {
            return null;
        }
        Set<String> runs = null;
        for (Query part : plan.parts()) {
            Query query =
                    filtered(
                            new BooleanQuery.Builder()
                                    .add(plan.facts(), Occur.FILTER)
                                    .add(part, Occur.FILTER)
                                    .build());
            Set<String> having = Counting.count(searcher, query, RunDocuments.RUN).keySet();
            runs =
                    runs == null
                            ? having
                            : runs.stream().filter(having::contains).collect(Collectors.toSet());
        }
        List<BytesRef> terms =
                runs == null
                        ? List.of()
                        : runs.stream().sorted().limit(RUNS_MAX).map(BytesRef::new).toList();
        return new TermInSetQuery(RunDocuments.RUN, terms);
    }

    private Group group(Query all, Kind kind) throws IOException {
        Query query =
                new BooleanQuery.Builder()
                        .add(filtered(all), Occur.MUST)
                        .add(
                                new TermQuery(
                                        new Term(
                                                RunDocuments.KIND,
                                                kind.name().toLowerCase(Locale.ROOT))),
                                Occur.FILTER)
                        .build();
        long total = searcher.count(query);
        if (total == 0 || asked.limit() == 0) {
            return new Group(kind, total, List.of());
        }
        int most = (int) Math.min(Integer.MAX_VALUE - 1L, (long) asked.offset() + asked.limit());
        TopFieldDocs top =
                searcher.search(query, Math.min(most, searcher.getIndexReader().maxDoc()), BEST);
        List<Hit> hits = new ArrayList<>();
        for (int i = asked.offset(); i < top.scoreDocs.length; i++) {
            hits.add(hit(kind, top.scoreDocs[i]));
        }
        return new Group(kind, total, hits);
    }

    private Hit hit(Kind kind, ScoreDoc found) throws IOException {
        int id = found instanceof FieldDoc field ? field.doc : found.doc;
        Document document = searcher.storedFields().document(id);
        String title = document.get(RunDocuments.TITLE);
        String body = document.get(RunDocuments.BODY);
        List<Fragment> fragments = new ArrayList<>();
        Excerpt.of("title", title, plan.terms(), plan.prefixes()).ifPresent(fragments::add);
        Excerpt.of("body", body, plan.terms(), plan.prefixes()).ifPresent(fragments::add);
        if (fragments.isEmpty() && kind == Kind.CONFIGURATION) {
            fragments.add(new Fragment("body", List.of(new Piece(body, false))));
        }
        return new Hit(
                kind,
                new RunId(
                        document.get(RunDocuments.APP_ID),
                        document.getField(RunDocuments.ATTEMPT).numericValue().intValue()),
                document.get(RunDocuments.JOB_ID),
                document.get(RunDocuments.KEY),
                title,
                Instant.ofEpochMilli(document.getField(RunDocuments.AT).numericValue().longValue()),
                fragments.subList(0, Math.min(FRAGMENTS_MAX, fragments.size())));
    }

    private Facet facet(Query all, String field, String name) throws IOException {
        Map<String, Long> counts = Counting.count(searcher, filtered(all), field);
        return new Facet(
                name,
                counts.entrySet().stream()
                        .sorted(
                                Map.Entry.<String, Long>comparingByValue()
                                        .reversed()
                                        .thenComparing(
                                                Map.Entry.comparingByKey(
                                                        Comparator.naturalOrder())))
                        .limit(FACET_VALUES_MAX)
                        .map(entry ->
                                new Value(
                                        name.equals("kind") ? word(entry.getKey()) : entry.getKey(),
                                        entry.getValue()))
                        .toList());
    }

    private static String word(String kind) {
        return kind.equals(Kind.CONFIGURATION.name()) ? "config" : kind.toLowerCase(Locale.ROOT);
    }

    private Query filtered(Query query) {
        BooleanQuery.Builder filtered = new BooleanQuery.Builder().add(query, Occur.MUST);
        asked.filters()
                .forEach((name, values) -> {
                    if (!FACETS.contains(name)) {
                        throw new IllegalArgumentException(
                                "there is no facet " + name + "; there are " + FACETS);
                    }
                    List<BytesRef> terms =
                            values.stream()
                                    .map(value -> new BytesRef(value.toLowerCase(Locale.ROOT)))
                                    .sorted()
                                    .toList();
                    filtered.add(new TermInSetQuery(name, terms), Occur.FILTER);
                });
        if (asked.from() != null || asked.to() != null) {
            long from = asked.from() == null ? Long.MIN_VALUE : asked.from().toEpochMilli();
            long to = asked.to() == null ? Long.MAX_VALUE : asked.to().toEpochMilli() - 1;
            filtered.add(LongPoint.newRangeQuery("started", from, to), Occur.FILTER);
        }
        return filtered.build();
    }
}
