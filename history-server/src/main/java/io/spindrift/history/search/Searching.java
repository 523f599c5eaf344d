package io.spindrift.history.search;

import io.spindrift.history.SearchQuery;
import io.spindrift.history.SearchQuery.Kind;
import io.spindrift.history.SearchResult;
import io.spindrift.history.SearchResult.Facet;
import io.spindrift.history.SearchResult.Group;
import io.spindrift.history.SearchResult.Value;
import io.spindrift.history.search.Admission.Tally;
import io.spindrift.history.search.Clause.All;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.FixedBitSet;

/// One search, carried out against one state of the index.
final class Searching {
    /// Facts of runs by which answers are counted and narrowed.
    static final List<String> FACETS =
            List.of("state", "user", "job", "cluster", "version", "type");

    private static final int FACET_VALUES_MAX = 50;
    private static final int FEW_RUNS = 500;

    /// Kinds of which nobody wants all there are: shown for words, or when asked for.
    private static final Set<Kind> LINES = EnumSet.of(Kind.CONFIGURATION, Kind.LOG);

    private final IndexSearcher searcher;
    private final RunTable table;
    private final SearchQuery asked;
    private final QueryPlan plan;
    private final DocumentQuery documents;

    Searching(IndexSearcher searcher, RunTable table, SearchQuery asked, QueryPlan plan) {
        this.searcher = searcher;
        this.table = table;
        this.asked = asked;
        this.plan = plan;
        this.documents = new DocumentQuery(searcher, table);
    }

    SearchResult result() throws IOException {
        FixedBitSet ofFacts = FactQuery.runs(plan.facts(), searcher, table);
        boolean facts = !(plan.facts() instanceof All);
        Admission admission = new Admission(table, ofFacts, facts, asked);
        if (plan.parts().size() > 1) {
            for (Clause part : plan.parts()) {
                FixedBitSet having = new FixedBitSet(Math.max(1, table.size()));
                look(part, admission, found(Found::none, EnumSet.allOf(Kind.class)), having);
                admission.restrict(having);
            }
        }
        Map<Kind, Found> found = found(() -> Found.best(most()), kinds());
        FixedBitSet runs = new FixedBitSet(Math.max(1, table.size()));
        look(plan.shown(), admission, found, runs);
        return new SearchResult(groups(found), facets(found, admission.count(runs)));
    }

    /// The lines and documents that a clause means.
    private void look(Clause clause, Admission admission, Map<Kind, Found> found, FixedBitSet runs)
            throws IOException {
        boolean scored = !(clause instanceof All);
        if (!LINES.containsAll(found.keySet())) {
            OnePass.over(
                    searcher,
                    ofFew(documents.of(clause, plan.without()), admission, scored),
                    new DocumentPass(table, admission, withoutLines(found), runs, scored));
        }
        for (Kind kind : LINES) {
            Found lines = found.get(kind);
            if (lines != null) {
                new LinePass(table, admission, lines, runs)
                        .look(
                                new LineQuery(kind, searcher, table),
                                clause,
                                plan.without(),
                                searcher.getIndexReader().leaves());
            }
        }
    }

    /// All documents of a few runs are found by their runs; of many, by looking at all there are.
    private static Query ofFew(Query query, Admission admission, boolean words) {
        Optional<List<Long>> few = words ? Optional.empty() : admission.few(FEW_RUNS);
        if (few.isEmpty()) {
            return query;
        }
        List<BytesRef> keys = few.get().stream().map(RunDocuments::key).sorted().toList();
        return new BooleanQuery.Builder()
                .add(query, Occur.MUST)
                .add(new TermInSetQuery(RunDocuments.RUN, keys), Occur.FILTER)
                .build();
    }

    private static Map<Kind, Found> withoutLines(Map<Kind, Found> found) {
        Map<Kind, Found> others = new EnumMap<>(found);
        others.keySet().removeAll(LINES);
        return others;
    }

    private static Map<Kind, Found> found(Supplier<Found> each, Set<Kind> kinds) {
        Map<Kind, Found> found = new EnumMap<>(Kind.class);
        kinds.forEach(kind -> found.put(kind, each.get()));
        return found;
    }

    /// All kinds that the query lets through, for each is counted, also where it is not shown.
    private Set<Kind> kinds() {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        for (Kind kind : plan.kinds()) {
            boolean all = plan.parts().isEmpty() && LINES.contains(kind);
            if (!all || plan.kindsAsked() || asked.kinds().contains(kind)) {
                kinds.add(kind);
            }
        }
        return kinds;
    }

    private int most() {
        return Math.min(1_000_000, asked.offset() + asked.limit());
    }

    private List<Group> groups(Map<Kind, Found> found) throws IOException {
        HitReader hits = new HitReader(searcher, Marks.of(plan.parts()));
        List<Group> groups = new ArrayList<>();
        for (Map.Entry<Kind, Found> each : found.entrySet()) {
            Kind kind = each.getKey();
            long total = each.getValue().total();
            if (total > 0 && (asked.kinds().isEmpty() || asked.kinds().contains(kind))) {
                List<Found.Document> best = each.getValue().bestFirst();
                groups.add(
                        new Group(
                                kind,
                                total,
                                each.getValue().exact(),
                                hits.read(kind, best, asked.offset(), asked.limit())));
            }
        }
        return groups;
    }

    private static List<Facet> facets(Map<Kind, Found> found, Map<String, List<Tally>> counts) {
        List<Facet> facets = new ArrayList<>();
        List<Value> kinds = new ArrayList<>();
        found.forEach((kind, each) -> {
            if (each.total() > 0) {
                kinds.add(new Value(KindWords.of(kind), each.total(), each.exact()));
            }
        });
        kinds.sort(Comparator.comparingLong(Value::count).reversed());
        facets.add(new Facet("kind", kinds));
        for (String name : FACETS) {
            facets.add(
                    new Facet(
                            name,
                            counts.getOrDefault(name, List.of()).stream()
                                    .sorted(
                                            Comparator.comparingLong(Tally::count)
                                                    .reversed()
                                                    .thenComparing(Tally::value))
                                    .limit(FACET_VALUES_MAX)
                                    .map(tally -> new Value(tally.value(), tally.count()))
                                    .toList()));
        }
        return facets;
    }
}
