package io.spindrift.history.search;

import io.spindrift.history.search.Clause.All;
import io.spindrift.history.search.Clause.And;
import io.spindrift.history.search.Clause.Match;
import io.spindrift.history.search.Clause.Not;
import io.spindrift.history.search.Clause.Or;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The words of a query that are highlighted where they are found.
record Marks(Set<String> terms, Set<String> prefixes) {
    static Marks of(List<Clause> clauses) {
        Marks marks = new Marks(new HashSet<>(), new HashSet<>());
        clauses.forEach(marks::add);
        return marks;
    }

    boolean marks(String term) {
        return terms.contains(term) || prefixes.stream().anyMatch(term::startsWith);
    }

    private void add(Clause clause) {
        switch (clause) {
            case All all -> {}
            case Match match -> add(match);
            case And and -> and.clauses().forEach(this::add);
            case Or or -> or.clauses().forEach(this::add);
            case Not not -> {}
        }
    }

    private void add(Match match) {
        if (match.field() != null && match.field().kind() == null) {
            return;
        }
        List<String> words = Words.ofQuery(match.text());
        boolean last = match.prefix() && !words.isEmpty();
        terms.addAll(last ? words.subList(0, words.size() - 1) : words);
        if (last) {
            prefixes.add(words.getLast());
        }
    }
}
