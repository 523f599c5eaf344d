package io.spindrift.history.search;

import io.spindrift.history.SearchQuery.Kind;
import io.spindrift.history.search.Clause.All;
import io.spindrift.history.search.Clause.And;
import io.spindrift.history.search.Clause.Match;
import io.spindrift.history.search.Clause.Not;
import io.spindrift.history.search.Clause.Or;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// A query in the parts that a run must have.
///
/// `error:OutOfMemory sql:orders` can be no single document: it asks for runs that have both. So
/// every required part that is about one kind stands alone; a run must have a match of each, and
/// what is shown are those matches.
///
/// @param facts what every run must be
/// @param kinds what may be shown
/// @param without what nothing that is shown may be
/// @param parts each to be found in the run
/// @param kindsAsked whether the query names kinds
record QueryPlan(
        Clause facts,
        Set<Kind> kinds,
        List<Clause> without,
        List<Clause> parts,
        boolean kindsAsked) {
    QueryPlan {
        kinds = Set.copyOf(kinds);
        without = List.copyOf(without);
        parts = List.copyOf(parts);
    }

    static QueryPlan of(Clause clause) {
        List<Clause> facts = new ArrayList<>();
        List<Clause> without = new ArrayList<>();
        List<Clause> parts = new ArrayList<>();
        List<Clause> words = new ArrayList<>();
        Set<Kind> kinds = EnumSet.allOf(Kind.class);
        boolean kindsAsked = false;
        for (Clause each : clause instanceof And and ? and.clauses() : List.of(clause)) {
            if (FactQuery.isFact(each)) {
                facts.add(each);
            } else if (isKind(each)) {
                kinds.removeIf(kind -> !holds(each, kind));
                kindsAsked = true;
            } else if (each instanceof Not not) {
                without.add(not.clause());
            } else if (ofOneKind(each)) {
                parts.add(each);
            } else {
                words.add(each);
            }
        }
        if (!words.isEmpty()) {
            parts.add(words.size() == 1 ? words.getFirst() : new And(words));
        }
        return new QueryPlan(
                facts.isEmpty() ? new All() : new And(facts), kinds, without, parts, kindsAsked);
    }

    /// What one document, or one line, must be to be shown: any of the parts.
    Clause shown() {
        return parts.isEmpty() ? new All() : new Or(parts);
    }

    private static boolean ofOneKind(Clause clause) {
        return clause instanceof Match match
                && match.field() != null
                && match.field().kind() != null;
    }

    private static boolean isKind(Clause clause) {
        return switch (clause) {
            case All all -> false;
            case Match match -> match.field() == Field.KIND;
            case And and -> and.clauses().stream().allMatch(QueryPlan::isKind);
            case Or or -> or.clauses().stream().allMatch(QueryPlan::isKind);
            case Not not -> isKind(not.clause());
        };
    }

    private static boolean holds(Clause clause, Kind kind) {
        return switch (clause) {
            case All all -> true;
            case Match match -> KindWords.matches(match.text(), match.prefix(), kind);
            case And and -> and.clauses().stream().allMatch(each -> holds(each, kind));
            case Or or -> or.clauses().stream().anyMatch(each -> holds(each, kind));
            case Not not -> !holds(not.clause(), kind);
        };
    }
}
