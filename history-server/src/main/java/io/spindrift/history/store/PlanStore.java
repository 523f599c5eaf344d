package io.spindrift.history.store;

import io.spindrift.history.RunId;
import io.spindrift.history.SqlPlanVersion;
import io.spindrift.history.store.SqlState.OldPlan;
import io.spindrift.history.store.ValuesStore.Numbered;
import io.spindrift.kv.Batch;
import io.spindrift.kv.Range;
import io.spindrift.kv.Reading;
import io.spindrift.kv.RowCodec;
import io.spindrift.kv.RowReader;
import io.spindrift.kv.RowWriter;
import io.spindrift.kv.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Plans that adaptive execution has replaced; the one that holds is in `history.plan`.
///
/// ```
/// history.plan.old   run sql version 0 → OldPlan
/// ```
final class PlanStore {
    static final Table<Numbered, OldPlan> OLD =
            new Table<>("history.plan.old", ValuesStore.NUMBERED, new Codec());

    private PlanStore() {}

    static void put(SqlState sql, RunId run, Batch batch) {
        for (OldPlan each : sql.replaced) {
            batch.put(OLD, new Numbered(run, sql.id, each.version(), 0), each);
        }
    }

    static void forget(RunId run, Batch batch) {
        batch.deleteAll(OLD, Range.prefix(ValuesStore.part(run)));
    }

    /// Without nodes, edges and texts.
    static List<SqlPlanVersion> versions(Reading rows, RunId run, long sqlId) {
        Optional<SqlState> sql = rows.get(SqlStore.SQLS, new Numbered(run, sqlId, 0, 0));
        if (sql.isEmpty() || sql.get().planVersions == 0) {
            return List.of();
        }
        List<SqlPlanVersion> versions = new ArrayList<>();
        Range all = Range.prefix(ValuesStore.part(run, sqlId));
        AnswerStore.each(
                rows, OLD, all, old -> versions.add(named(old.version(), old.sinceMillis())));
        versions.add(named(sql.get().planVersions, sql.get().planSinceMillis));
        return versions;
    }

    private static SqlPlanVersion named(int version, long sinceMillis) {
        return new SqlPlanVersion(
                version, Instant.ofEpochMilli(sinceMillis), "", List.of(), List.of());
    }

    static Optional<SqlPlanVersion> version(Reading rows, RunId run, long sqlId, int version) {
        return rows.get(SqlStore.SQLS, new Numbered(run, sqlId, 0, 0))
                .flatMap(sql -> {
                    if (version == sql.planVersions) {
                        return rows.get(SqlStore.PLANS, new Numbered(run, sqlId, 0, 0))
                                .map(plan -> shown(sql, version, sql.planSinceMillis, plan));
                    }
                    return rows.get(OLD, new Numbered(run, sqlId, version, 0))
                            .map(old -> shown(sql, version, old.sinceMillis(), old.plan()));
                });
    }

    private static SqlPlanVersion shown(SqlState sql, int version, long sinceMillis, SqlPlan plan) {
        return new SqlPlanVersion(
                version,
                Instant.ofEpochMilli(sinceMillis),
                plan.text(),
                plan.nodes().stream().map(node -> node.toRun(sql.metrics)).toList(),
                plan.edges());
    }

    private static final class Codec implements RowCodec<OldPlan> {
        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(OldPlan old, RowWriter out) {
            out.count(old.version()).count(old.sinceMillis());
            SqlStore.writePlan(old.plan(), out);
        }

        @Override
        public OldPlan read(RowReader in) {
            return new OldPlan((int) in.count(), in.count(), SqlStore.readPlan(in));
        }
    }
}
