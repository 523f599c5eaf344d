package io.spindrift.history.search;

import io.spindrift.history.SearchQuery.Kind;
import io.spindrift.history.search.Clause.And;
import io.spindrift.history.search.Clause.Match;
import io.spindrift.history.search.Clause.Not;
import io.spindrift.history.search.Clause.Or;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.StringHelper;

/// A clause as a [LineNode], for lines of logs or for properties, in one segment after another.
final class LineQuery {
    private static final int BEGINNINGS_MAX = 1_024;

    private final Kind kind;
    private final IndexSearcher searcher;
    private final RunTable table;
    private final Map<Clause, FixedBitSet> runs = new HashMap<>();

    /// @param kind LOG or CONFIGURATION
    LineQuery(Kind kind, IndexSearcher searcher, RunTable table) {
        this.kind = kind;
        this.searcher = searcher;
        this.table = table;
    }

    LineNode node(Clause clause, List<Clause> without, LeafReader leaf) throws IOException {
        List<Clause> clauses = new ArrayList<>(List.of(clause));
        without.forEach(each -> clauses.add(new Not(each)));
        return new OfLeaf(leaf).all(clauses);
    }

    private final class OfLeaf {
        private final LeafReader leaf;

        OfLeaf(LeafReader leaf) {
            this.leaf = leaf;
        }

        private LineNode node(Clause clause) throws IOException {
            if (clause instanceof Clause.All) {
                return everything();
            }
            if (FactQuery.isFact(clause)) {
                return ofRuns(clause);
            }
            return switch (clause) {
                case Clause.All all -> everything();
                case Match match -> match(match);
                case And and -> all(and.clauses());
                case Or or -> {
                    List<LineNode> any = new ArrayList<>();
                    for (Clause each : or.clauses()) {
                        any.add(node(each));
                    }
                    yield either(any);
                }
                case Not not -> all(List.of(not));
            };
        }

        private LineNode all(List<Clause> clauses) throws IOException {
            List<LineNode> with = new ArrayList<>();
            List<LineNode> without = new ArrayList<>();
            for (Clause each : clauses) {
                if (each instanceof Not not) {
                    without.add(node(not.clause()));
                } else {
                    with.add(node(each));
                }
            }
            if (with.isEmpty()) {
                with.add(everything());
            }
            return with.size() == 1 && without.isEmpty()
                    ? with.getFirst()
                    : new LineNode.Both(with, without);
        }

        private LineNode everything() throws IOException {
            PostingsEnum documents =
                    leaf.postings(
                            new Term(RunDocuments.KIND, kind.name().toLowerCase(Locale.ROOT)),
                            PostingsEnum.NONE);
            return documents == null
                    ? new LineNode.None()
                    : new LineNode.All(documents, DocValues.getNumeric(leaf, LineDocuments.COUNT));
        }

        private LineNode ofRuns(Clause clause) throws IOException {
            FixedBitSet found = runs.get(clause);
            if (found == null) {
                found = FactQuery.runs(clause, searcher, table);
                runs.put(clause, found);
            }
            return everything() instanceof LineNode.All all
                    ? new LineNode.OfRuns(
                            all, DocValues.getNumeric(leaf, RunDocuments.NUMBER), table, found)
                    : new LineNode.None();
        }

        private LineNode match(Match match) throws IOException {
            Field field = match.field();
            if (field == Field.KIND) {
                return KindWords.matches(match.text(), match.prefix(), kind)
                        ? everything()
                        : new LineNode.None();
            }
            if (field != null && field.kind() != kind) {
                return new LineNode.None();
            }
            if (kind == Kind.LOG) {
                return words(LineDocuments.LINE, match.text(), match.prefix());
            }
            if (field == Field.KEY) {
                return words(LineDocuments.KEYS, match.text(), match.prefix());
            }
            if (field == Field.VALUE) {
                return words(LineDocuments.VALUES, match.text(), match.prefix());
            }
            int equals = field == Field.CONF ? match.text().indexOf('=') : -1;
            return equals < 0
                    ? either(
                            List.of(
                                    words(LineDocuments.KEYS, match.text(), match.prefix()),
                                    words(LineDocuments.VALUES, match.text(), match.prefix())))
                    : new LineNode.Both(
                            List.of(
                                    words(
                                            LineDocuments.KEYS,
                                            match.text().substring(0, equals),
                                            false),
                                    words(
                                            LineDocuments.VALUES,
                                            match.text().substring(equals + 1),
                                            match.prefix())),
                            List.of());
        }

        private LineNode either(List<LineNode> any) {
            List<LineNode> there =
                    any.stream().filter(node -> !(node instanceof LineNode.None)).toList();
            return there.isEmpty()
                    ? new LineNode.None()
                    : there.size() == 1 ? there.getFirst() : new LineNode.Either(there);
        }

        /// All words of the text side by side; the last may be the start of a word only.
        private LineNode words(String field, String text, boolean prefix) throws IOException {
            List<String> words = Words.ofQuery(text);
            Terms terms = leaf.terms(field);
            if (words.isEmpty() || terms == null) {
                return new LineNode.None();
            }
            List<PostingsEnum> postings = new ArrayList<>();
            for (String word : prefix ? words.subList(0, words.size() - 1) : words) {
                PostingsEnum found = leaf.postings(new Term(field, word), PostingsEnum.POSITIONS);
                if (found == null) {
                    return new LineNode.None();
                }
                postings.add(found);
            }
            if (prefix) {
                List<LineNode> all = new ArrayList<>();
                postings.forEach(each -> all.add(new LineNode.Word(each)));
                all.add(beginning(terms, words.getLast()));
                return all.size() == 1 ? all.getFirst() : new LineNode.Both(all, List.of());
            }
            return postings.size() == 1
                    ? new LineNode.Word(postings.getFirst())
                    : new LineNode.Phrase(postings);
        }

        private LineNode beginning(Terms terms, String prefix) throws IOException {
            BytesRef start = new BytesRef(prefix);
            TermsEnum each = terms.iterator();
            List<LineNode> any = new ArrayList<>();
            TermsEnum.SeekStatus found = each.seekCeil(start);
            boolean more = found != TermsEnum.SeekStatus.END;
            while (more && StringHelper.startsWith(each.term(), start)) {
                if (any.size() == BEGINNINGS_MAX) {
                    throw new IllegalArgumentException(
                            "more than "
                                    + BEGINNINGS_MAX
                                    + " words in log lines begin with "
                                    + prefix
                                    + "; write more of the word");
                }
                any.add(new LineNode.Word(each.postings(null, PostingsEnum.POSITIONS)));
                more = each.next() != null;
            }
            return either(any);
        }
    }
}
