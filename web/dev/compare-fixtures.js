// Made-up comparisons and models of other numbers of executors.
const fig = (name, base, run) => ({ name, base, run, ratio: base ? run / base : null });

export function comparison(application, other) {
    const run = one => ({ appId: one.id, attempt: 1, name: one.job.id, jobId: one.job.id, user: one.user, sparkVersion: one.sparkVersion, state: 'ENDED', startedAt: one.startedAt, endedAt: one.endedAt, durationMillis: one.metrics.durationMillis });
    const stage = (stageId, name) => ({ stageId, stageAttempt: 0, name, state: 'SUCCEEDED' });
    const query = (executionId, name) => ({ executionId, name, state: 'SUCCEEDED' });
    const work = (before, now, spill) => [fig('durationMillis', before * 1000, now * 1000), fig('taskMillis', before * 24_000, now * 24_000), fig('tasks', 200, 400), fig('failedTasks', 0, 2), fig('maxTaskMillis', before * 800, now * 300), fig('gcMillis', 2000, 900), fig('readBytes', 19e10, 19.4e10), fig('shuffleReadBytes', 8e9, 8.1e9), fig('spillBytes', spill, 0)];
    return {
        base: run(other), run: run(application),
        figures: [fig('durationMillis', 1_269_000, 872_000), fig('coreHours', 6.9, 6.21), fig('efficiency', 0.58, 0.71), fig('cpuEfficiency', 0.41, 0.48), fig('taskMillis', 18_200_000, 15_100_000), fig('idleMillis', 9_000_000, 4_100_000), fig('gcMillis', 900_000, 410_000), fig('readBytes', 190e9, 197e9), fig('writtenBytes', 23e9, 23.3e9), fig('shuffleReadBytes', 41e9, 38e9), fig('spillBytes', 8.4e9, 0), fig('peakMemoryBytes', 15.9e9, 14.1e9), fig('failedTasks', 0, 2)],
        config: { same: 31, changed: [{ key: 'spark.executor.memory', base: '12g', run: '14g' }, { key: 'spark.sql.shuffle.partitions', base: '200', run: '400' }, { key: 'spark.sql.adaptive.skewJoin.skewedPartitionFactor', base: null, run: '3' }] },
        stages: [
            { match: 'plan', base: stage(14, 'sort-merge join'), run: stage(14, 'sort-merge join'), figures: work(311, 119, 8.4e9) },
            { match: 'plan', base: stage(12, 'exchange hashpartitioning(customer_id)'), run: stage(12, 'exchange hashpartitioning(customer_id)'), figures: work(120, 131, 0) },
            { match: 'only', base: null, run: stage(15, 'broadcast customers'), figures: [fig('durationMillis', null, 3100), fig('taskMillis', null, 9000)] },
            { match: 'only', base: stage(16, 'count at Etl.scala:40'), run: null, figures: [fig('durationMillis', 9100, null), fig('taskMillis', 41_000, null)] }],
        queries: [
            { match: 'name', base: query(7, 'orders ⋈ customers at Etl.scala:24'), run: query(7, 'orders ⋈ customers at Etl.scala:24'), figures: [fig('durationMillis', 421_000, 206_000)], plan: 'changed', diff: [['=', 0, 'AdaptiveSparkPlan'], ['=', 1, 'Project [region, amount, day]'], ['-', 2, 'SortMergeJoin [customer_id], [customer_id], Inner'], ['+', 2, 'BroadcastHashJoin [customer_id], [customer_id], Inner, BuildRight'], ['-', 3, 'Sort [customer_id ASC NULLS FIRST]'], ['=', 3, 'Exchange hashpartitioning(customer_id, 400)']].map(([mark, depth, text]) => ({ mark, depth, text })) },
            { match: 'plan', base: query(8, 'save at Etl.scala:31'), run: query(8, 'save at Etl.scala:31'), figures: [fig('durationMillis', 301_000, 299_000)], plan: 'same', diff: [] }],
        omitted: { stages: 3, queries: 0 },
    };
}

export function whatIf() {
    const counts = [[10, 1], [20, 1.4], [30, 2], [50, 4], [80, 5], [100, 7], [110, 8], [120, 9], [150, 11], [200, 14], [300, 21], [400, 28]].map(([percent, executors]) => [percent, Math.round(executors)]);
    const millis = executors => 240_000 + 4_400_000 / executors;
    return { attempt: 1, executors: 7, coresPerExecutor: 4, slots: 28, durationMillis: 872_000, driverMillis: 98_000, taskMillis: 15_100_000, modelMillis: Math.round(millis(7)), modelError: -0.0258, trusted: true, notes: ['Two tasks ran twice, as speculation asked for; the model runs them once.'], idealMillis: 637_000, criticalPathMillis: 231_000, oneSlotMillis: 15_198_000, points: counts.map(([percent, executors]) => ({ percent, executors, slots: executors * 4, durationMillis: Math.round(millis(executors)), ratio: millis(executors) / millis(7), coreHours: (millis(executors) * executors * 4) / 3.6e6, utilisation: Math.min(1, 15_100_000 / (millis(executors) * executors * 4)) })), suggestion: { executors: 5, durationMillis: 1_120_000, coreHours: 6.2, text: '5 executors in place of 7 would take 9 % longer and save 0.6 core hours: set spark.executor.instances to 5.' }, criticalPath: [{ stageId: 14, stageAttempt: 0, name: 'sort-merge join', longestTaskMillis: 119_000, waitMillis: 400 }, { stageId: 16, stageAttempt: 0, name: 'save at Etl.scala:31', longestTaskMillis: 14_000, waitMillis: 2100 }] };
}
