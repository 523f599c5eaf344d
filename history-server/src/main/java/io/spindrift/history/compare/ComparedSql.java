package io.spindrift.history.compare;

import io.spindrift.history.SqlRun;
import io.spindrift.history.compare.Pair.Match;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Two queries that compute the same, or one without a partner.
public final class ComparedSql {
    private final Pair<Query> pair;

    private ComparedSql(Pair<Query> pair) {
        this.pair = pair;
    }

    private record Query(SqlRun sql, List<PlanLine> plan) {
        static Query of(SqlRun sql) {
            return new Query(sql, PlanLine.of(sql));
        }

        long millis() {
            return sql.completedAt() == null
                    ? 0
                    : sql.completedAt().toEpochMilli() - sql.submittedAt().toEpochMilli();
        }
    }

    public Match match() {
        return pair.match();
    }

    public @Nullable SqlRun base() {
        return pair.base() == null ? null : pair.base().sql();
    }

    public @Nullable SqlRun run() {
        return pair.run() == null ? null : pair.run().sql();
    }

    /// Whether there are two plans and they are not the same.
    public boolean planChanged() {
        return match() != Match.ONLY
                && !Objects.requireNonNull(pair.base())
                        .plan()
                        .equals(Objects.requireNonNull(pair.run()).plan());
    }

    /// Worked out when asked for: most pairs are not looked at.
    public PlanDiff diff() {
        return planChanged()
                ? PlanDiff.of(
                        Objects.requireNonNull(pair.base()).plan(),
                        Objects.requireNonNull(pair.run()).plan())
                : new PlanDiff(List.of());
    }

    public List<Figure> figures() {
        return List.of(
                figure("durationMillis", Query::millis),
                figure("jobs", ComparedSql::jobs),
                figure("stages", query -> (long) query.sql().stageIds().size()),
                figure("planNodes", query -> (long) query.plan().size()),
                figure("planVersions", query -> (long) query.sql().planVersions()));
    }

    private static long jobs(Query query) {
        SqlRun sql = query.sql();
        return (long) sql.succeededJobs().size()
                + sql.failedJobs().size()
                + sql.runningJobs().size();
    }

    private Figure figure(String name, java.util.function.ToLongFunction<Query> of) {
        return new Figure(
                name,
                pair.base() == null ? null : (double) of.applyAsLong(pair.base()),
                pair.run() == null ? null : (double) of.applyAsLong(pair.run()));
    }

    private long difference() {
        return Math.abs(
                (pair.run() == null ? 0 : pair.run().millis())
                        - (pair.base() == null ? 0 : pair.base().millis()));
    }

    /// Changed plans first, then the greatest difference in time.
    static List<ComparedSql> pairs(List<SqlRun> base, List<SqlRun> run) {
        List<Pair<Query>> pairs =
                new Pairing<Query>(List.of(Match.PLAN, Match.PLAN, Match.NAME))
                        .pair(keyed(base), keyed(run));
        return pairs.stream()
                .map(ComparedSql::new)
                .sorted(
                        Comparator.comparing((ComparedSql each) -> !each.planChanged())
                                .thenComparingLong(each -> -each.difference()))
                .toList();
    }

    private static List<Pairing.Keyed<Query>> keyed(List<SqlRun> sqls) {
        List<Pairing.Keyed<Query>> keyed = new ArrayList<>();
        for (SqlRun sql : sqls) {
            Query query = Query.of(sql);
            String shape = PlanLine.shape(query.plan());
            String name = sql.description();
            keyed.add(
                    new Pairing.Keyed<>(
                            query, List.of(name + "\n" + shape, shape, "name " + name)));
        }
        return keyed;
    }

    /// For each query of one side, which pair it is in: the same number on both sides.
    static Map<Long, Integer> numbers(List<ComparedSql> pairs, boolean ofRun) {
        Map<Long, Integer> numbers = new HashMap<>();
        for (int i = 0; i < pairs.size(); i++) {
            SqlRun sql = ofRun ? pairs.get(i).run() : pairs.get(i).base();
            if (sql != null) {
                numbers.put(sql.id(), i);
            }
        }
        return numbers;
    }
}
