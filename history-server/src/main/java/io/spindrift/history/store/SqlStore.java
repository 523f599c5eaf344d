package io.spindrift.history.store;

import io.spindrift.history.JobRun.JobStatus;
import io.spindrift.history.SqlRun.PlanEdge;
import io.spindrift.history.SqlRun.SqlStatus;
import io.spindrift.history.StageId;
import io.spindrift.history.eventlog.SparkEvent.MetricInfo;
import io.spindrift.history.store.SqlState.SqlMetric;
import io.spindrift.history.store.ValuesStore.Numbered;
import io.spindrift.kv.RowCodec;
import io.spindrift.kv.RowReader;
import io.spindrift.kv.RowWriter;
import io.spindrift.kv.Table;
import java.util.Map;
import java.util.TreeMap;

/// SQL executions; their plans apart, which are large and seldom change.
///
/// ```
/// history.sql    run sql 0 0 → SqlState
/// history.plan   run sql 0 0 → SqlPlan
/// ```
final class SqlStore {
    static final Table<Numbered, SqlState> SQLS =
            new Table<>("history.sql", ValuesStore.NUMBERED, new Codec());
    static final Table<Numbered, SqlPlan> PLANS =
            new Table<>("history.plan", ValuesStore.NUMBERED, new PlanCodec());

    private SqlStore() {}

    static void writePlan(SqlPlan plan, RowWriter out) {
        out.text(plan.text()).textOrNull(plan.firstText());
        out.list(plan.nodes(), PlanCodec::writeNode);
        out.list(plan.edges(), (edge, to) -> to.number(edge.fromId()).number(edge.toId()));
    }

    static SqlPlan readPlan(RowReader in) {
        return new SqlPlan(
                in.text(),
                in.textOrNull(),
                in.list(PlanCodec::readNode),
                in.list(from -> new PlanEdge(from.number(), from.number())));
    }

    private static final class Codec implements RowCodec<SqlState> {
        @Override
        public int version() {
            return 2;
        }

        @Override
        public void write(SqlState sql, RowWriter out) {
            out.number(sql.id).number(sql.rootId).text(sql.description).text(sql.details);
            out.constant(sql.status).count(sql.submittedMillis).count(sql.completedMillis);
            out.textOrNull(sql.error);
            out.list(
                    sql.jobs.entrySet(),
                    (job, to) -> to.number(job.getKey()).constant(job.getValue()));
            ValuesStore.writeIntegers(sql.stageIds, out);
            out.textOrNull(sql.group);
            ValuesStore.writeTexts(sql.tags, out);
            out.texts(sql.modifiedConfigs).count(sql.planVersions);
            out.list(new TreeMap<>(sql.metrics).entrySet(), Codec::writeMetric);
            out.count(sql.planSinceMillis).count(sql.replacedLetters).textOrNull(sql.queryId);
        }

        private static void writeMetric(Map.Entry<Long, SqlMetric> entry, RowWriter out) {
            SqlMetric metric = entry.getValue();
            out.number(entry.getKey());
            ValuesStore.writeSketch(metric.values, out);
            out.number(metric.maxStage).number(metric.maxStageAttempt).number(metric.maxTask);
            out.count(metric.told);
            out.list(
                    metric.stages.entrySet(),
                    (each, to) ->
                            to.number(each.getKey().id())
                                    .number(each.getKey().attempt())
                                    .number(each.getValue()));
        }

        @Override
        public SqlState read(RowReader in) {
            SqlState sql = new SqlState(in.number());
            sql.dirty = false;
            sql.rootId = in.number();
            sql.description = in.text();
            sql.details = in.text();
            sql.status = in.constant(SqlStatus.class);
            sql.submittedMillis = in.count();
            sql.completedMillis = in.count();
            sql.error = in.textOrNull();
            in.list(from -> Map.entry(from.integer(), from.constant(JobStatus.class)))
                    .forEach(job -> sql.jobs.put(job.getKey(), job.getValue()));
            sql.stageIds.addAll(ValuesStore.readIntegers(in));
            sql.group = in.textOrNull();
            sql.tags = ValuesStore.readTexts(in);
            sql.modifiedConfigs = in.texts();
            sql.planVersions = (int) in.count();
            in.list(Codec::readMetric)
                    .forEach(metric -> sql.metrics.put(metric.getKey(), metric.getValue()));
            sql.planSinceMillis = in.version() > 1 ? in.count() : sql.submittedMillis;
            sql.replacedLetters = in.version() > 1 ? in.count() : 0;
            sql.queryId = in.version() > 1 ? in.textOrNull() : null;
            return sql;
        }

        /// Rows of before kept the driver's latest value apart.
        private static void readOfDriver(SqlMetric metric, RowReader in) {
            boolean ofDriver = in.flag();
            long value = in.number();
            if (ofDriver) {
                metric.addOfDriver(value);
            }
        }

        private static Map.Entry<Long, SqlMetric> readMetric(RowReader in) {
            long id = in.number();
            SqlMetric metric = new SqlMetric(ValuesStore.readSketch(in));
            metric.maxStage = in.integer();
            metric.maxStageAttempt = in.integer();
            metric.maxTask = in.number();
            if (in.version() > 1) {
                metric.told = in.count();
                in.list(from ->
                                Map.entry(
                                        new StageId(from.integer(), from.integer()),
                                        from.integer()))
                        .forEach(each -> metric.stages.put(each.getKey(), each.getValue()));
            } else {
                readOfDriver(metric, in);
            }
            return Map.entry(id, metric);
        }
    }

    private static final class PlanCodec implements RowCodec<SqlPlan> {
        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(SqlPlan plan, RowWriter out) {
            writePlan(plan, out);
        }

        private static void writeNode(SqlPlan.Node node, RowWriter out) {
            Integer codegen = node.codegenId();
            out.number(node.id()).text(node.name()).text(node.description());
            out.number(codegen == null ? -1 : codegen).flag(node.cluster());
            out.list(
                    node.metrics(),
                    (metric, to) ->
                            to.text(metric.name())
                                    .number(metric.accumulatorId())
                                    .text(metric.type()));
        }

        @Override
        public SqlPlan read(RowReader in) {
            return readPlan(in);
        }

        private static SqlPlan.Node readNode(RowReader in) {
            long id = in.number();
            String name = in.text();
            String description = in.text();
            int codegen = in.integer();
            return new SqlPlan.Node(
                    id,
                    name,
                    description,
                    codegen < 0 ? null : Integer.valueOf(codegen),
                    in.flag(),
                    in.list(from -> new MetricInfo(from.text(), from.number(), from.text())));
        }
    }
}
