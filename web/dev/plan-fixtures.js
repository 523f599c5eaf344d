// Made-up plans: a join with a skewed side, and one of four hundred operators.
const iso = millis => new Date(millis).toISOString();
const timing = (name, total, spread) => ({ name, type: 'timing', total, text: spread ? `total (min, med, max (stageId: taskId))\n${(total / 1000).toFixed(1)} s (${spread} (stage 14.0: task 212))` : `${total} ms` });
const rows = total => ({ name: 'number of output rows', type: 'sum', total, text: total.toLocaleString('en') });
const size = (name, total) => ({ name, type: 'size', total, text: `total (min, med, max (stageId: taskId))\n${(total / 2 ** 20).toFixed(1)} MiB (1.0 MiB, 2.1 MiB, 9.8 MiB (stage 14.0: task 212))` });

function builder() {
    const nodes = [];
    const edges = [];
    const node = (name, description, metrics = [], codegenId = null, cluster = false) => {
        nodes.push({ id: nodes.length, name, description, codegenId, cluster, metrics });
        return nodes.length - 1;
    };
    const flow = (...chain) => chain.slice(1).forEach((id, index) => edges.push({ fromId: id, toId: chain[index] }));
    return { nodes, edges, node, flow };
}

function join(adaptive) {
    const { nodes, edges, node, flow } = builder();
    const end = node('AdaptiveSparkPlan', `AdaptiveSparkPlan isFinalPlan=${adaptive}`);
    const write = node('Execute InsertIntoHadoopFsRelationCommand', 'Execute InsertIntoHadoopFsRelationCommand file:/lake/revenue, false, [region#12], Parquet', [timing('task commit time', 812), rows(8120331), size('written output', 23.3e9)]);
    node('WholeStageCodegen (5)', 'WholeStageCodegen (5)', [timing('duration', 184000, '2.1 s, 6.2 s, 3.9 m')], null, true);
    const project = node('Project', 'Project [region#12, amount#4, day#9]', [], 5);
    const smj = adaptive ? node('SortMergeJoin', 'SortMergeJoin(skew=true) [customer_id#3L], [customer_id#11L], Inner', [rows(8120331), size('spill size', 4.2e9)], 5) : node('SortMergeJoin', 'SortMergeJoin [customer_id#3L], [customer_id#11L], Inner', [], 5);
    flow(end, write, project, smj);
    const side = (id, table, files, count, sortMillis) => {
        node(`WholeStageCodegen (${id})`, '', [timing('duration', sortMillis * 2.4, '0.2 s, 1.1 s, 9.8 s')], null, true);
        const sort = node('Sort', 'Sort [customer_id#3L ASC NULLS FIRST], false, 0', [timing('sort time', sortMillis, '10 ms, 62 ms, 9.1 s'), size('spill size', count * 20), size('peak memory', 64e6)], id);
        const read = node('AQEShuffleRead', 'AQEShuffleRead coalesced and skewed', [{ name: 'number of partitions', type: 'sum', total: 412, text: '412' }]);
        const exchange = node('Exchange', 'Exchange hashpartitioning(customer_id#3L, 400), ENSURE_REQUIREMENTS, [plan_id=118]', [{ name: 'shuffle write time', type: 'nsTiming', total: 8.1e9, text: '8.1 s' }, size('shuffle bytes written', count * 42), rows(count)]);
        node(`WholeStageCodegen (${id - 1})`, '', [timing('duration', 41000, '0.2 s, 1.1 s, 9.8 s')], null, true);
        const filter = node('Filter', `Filter (isnotnull(customer_id#3L) AND (day#9 >= 2026-01-01))`, [rows(count)], id - 1);
        const columnar = node('ColumnarToRow', 'ColumnarToRow', [rows(count * 1.4)], id - 1);
        const scan = node(`Scan parquet lake.${table}`, `FileScan parquet lake.${table}[customer_id#3L,amount#4] Batched: true, DataFilters: [isnotnull(customer_id#3L)]`, [timing('scan time', 23100, '40 ms, 210 ms, 1.9 s'), size('size of files read', files), { name: 'number of files read', type: 'sum', total: 180, text: '180' }, rows(count * 1.4)]);
        if (adaptive) flow(smj, sort, read, exchange, filter, columnar, scan);
        else { flow(smj, sort, exchange, filter, columnar, scan); edges.splice(edges.findIndex(edge => edge.fromId === read), 0); }
        return exchange;
    };
    side(4, 'orders', 197e9, 8120331, 92000);
    side(2, 'customers', 1.2e9, 210442, 3100);
    return { nodes: adaptive ? nodes : nodes.filter(one => one.name !== 'AQEShuffleRead').map(one => ({ ...one, metrics: one.name.startsWith('Scan') ? one.metrics : [] })), edges };
}

function large() {
    const { nodes, edges, node, flow } = builder();
    const end = node('AdaptiveSparkPlan', 'AdaptiveSparkPlan isFinalPlan=true');
    const union = node('Union', 'Union', []);
    flow(end, union);
    for (let part = 0; nodes.length < 400; part += 1) {
        const chain = [union];
        for (let step = 0; step < 9; step += 1) chain.push(node(['Project', 'BroadcastHashJoin', 'Filter', 'HashAggregate', 'Exchange', 'HashAggregate', 'Project', 'ColumnarToRow', 'Scan parquet '][step], `step ${step} of part ${part} on [customer_id#${step}L]`, [timing('scan time', (part * 7919 + step * 131) % 9000), rows(10 ** (step % 7))]));
        flow(...chain);
        const side = [chain[2]];
        for (let step = 0; step < 3; step += 1) side.push(node(['BroadcastExchange', 'Filter', 'LocalTableScan'][step], '', [rows(80)]));
        flow(...side);
    }
    return { nodes, edges };
}

const TEXT = '== Physical Plan ==\nAdaptiveSparkPlan isFinalPlan=true\n+- == Final Plan ==\n   Execute InsertIntoHadoopFsRelationCommand\n   +- *(5) Project [region#12, amount#4]\n      +- *(5) SortMergeJoin(skew=true) [customer_id#3L], [customer_id#11L], Inner\n         :- *(4) Sort [customer_id#3L ASC NULLS FIRST]\n         :  +- AQEShuffleRead coalesced and skewed\n';

/** One query with its last plan; number 9 has the large one. */
export function sqlDetail(query) {
    return { ...query, group: null, tags: ['nightly'], details: 'com.example.Etl$.main(Etl.scala:31)', planText: TEXT, firstPlanText: '== Physical Plan ==\nSortMergeJoin\n', modifiedConfigs: { 'spark.sql.shuffle.partitions': '400' }, ...(query.executionId === 9 ? large() : join(true)), planVersions: 3 };
}

/** The plans that a query had; with a version, that one with its graph. */
export function sqlPlans(start, version) {
    const plans = [{ version: 1, since: iso(start), planText: '== Physical Plan ==\nSortMergeJoin\n', ...join(false) }, { version: 2, since: iso(start + 41_000), planText: '', ...join(true) }, { version: 3, since: iso(start + 92_000), planText: TEXT, ...join(true) }];
    return version ? plans.filter(plan => String(plan.version) === version) : plans.map(({ version: number, since }) => ({ version: number, since }));
}
