// What made-up applications did: stages, tasks, queries, executors, series over time.
import { connect, environment, storage, streaming } from './part-fixtures.js';
import { sqlDetail, sqlPlans } from './plan-fixtures.js';

const iso = millis => new Date(millis).toISOString();
const gib = number => Math.round(number * 2 ** 30);
const STAGES = Number(process.env.STAGES ?? 0);

/** The answer to a history question about one application; null when there is none. */
export function history(application, parts, query) {
    const start = new Date(application.startedAt ?? application.createdAt).getTime() + 5000;
    const end = application.endedAt ? new Date(application.endedAt).getTime() : Date.now();
    const stages = makeStages(start, end);
    const paged = items => { const offset = Number(query.get('offset') ?? 0); return { items: sorted(items, query.get('sort')).slice(offset, offset + Number(query.get('limit') ?? 50)), total: items.length }; };
    const one = parts[0];
    if (one === 'metrics') return metrics(start, end, Number(query.get('points') ?? 400));
    if (one === 'memory') return memory(start, end);
    if (one === 'timeline') return timeline(start, end, stages);
    if (one === 'issues') return { items: issues() };
    if (one === 'executors') return { items: executors(start, end) };
    if (one === 'environment') return { items: [environment()] };
    if (one === 'storage') return parts[1] && !parts[2] ? { items: storage(parts) } : paged(storage(parts));
    if (one === 'streaming') return parts[1] ? { items: streaming(parts[1], start, end) } : paged(streaming(null, start, end));
    if (one === 'connect') return paged(connect(parts, start));
    if (one === 'jobs') return paged([3, 4, 5].map(id => ({ jobId: id, name: ['load orders', 'join customers', 'write parquet'][id - 3], sparkName: `save at Etl.scala:${id}`, description: null, state: id === 5 ? 'FAILED' : 'SUCCEEDED', startedAt: iso(start + (id - 3) * 60_000), endedAt: iso(start + (id - 2) * 60_000), durationMillis: 60_000, executionId: 7, stageIds: [id * 3, id * 3 + 1], stages: { active: 0, completed: 1, skipped: id === 4 ? 1 : 0, failed: id === 5 ? 1 : 0 }, tasks: { total: 400, completed: 388, active: 0, failed: id === 5 ? 12 : 0 }, failure: id === 5 ? 'Job aborted due to stage failure: Task 7 in stage 16.0 failed 4 times\n\tat org.apache' : null, group: null, tags: ['nightly'] })));
    if (one === 'sql' && parts[2] === 'plans') return { items: sqlPlans(start, parts[3]) };
    if (one === 'sql') return parts[1] ? { items: [sqlDetail({ ...queries(start, end)[0], executionId: Number(parts[1]) })] } : paged(queries(start, end));
    if (one === 'stages' && parts.length === 1) return paged(stages.filter(stage => (!query.get('mark') || stage.marks.includes(query.get('mark'))) && (!query.get('state') || query.get('state').split(',').includes(stage.state)) && (!query.get('q') || stage.name.includes(query.get('q')))));
    if (one === 'stages' && parts[3] === 'tasks') return paged(tasks(start));
    if (one === 'stages' && parts[3] === 'timeline') return stageTimeline(start);
    if (one === 'stages') return { items: [stageDetail(stages.find(stage => String(stage.stageId) === parts[1]) ?? stages[0], start)] };
    return null;
}

function sorted(items, sort) {
    if (!sort) return items;
    const field = sort.replace('-', '');
    return [...items].sort((a, b) => (a[field] > b[field] ? 1 : a[field] < b[field] ? -1 : 0) * (sort.startsWith('-') ? -1 : 1));
}

function makeStages(start, end) {
    const span = end - start;
    const shape = STAGES
        ? [...Array(STAGES).keys()].map(i => [i, `stage ${i}`, (i / STAGES) * 0.97, (i / STAGES) * 0.97 + 0.002 + (i % 7) * 0.003, 100, i % 11 === 0 ? 5 : 1.4])
        : [[11, 'scan parquet orders', 0.02, 0.22, 180, 1.4], [12, 'exchange hashpartitioning(customer_id)', 0.07, 0.34, 400, 2.1], [13, 'scan parquet customers', 0.36, 0.5, 40, 1.2], [14, 'sort-merge join', 0.41, 0.66, 400, 37], [15, 'sort', 0.66, 0.82, 400, 1.6], [16, 'save at Etl.scala:31', 0.75, 0.96, 200, 1.3]];
    return shape.map(([stageId, name, from, to, count, skew]) => ({
        stageId, stageAttempt: 0, name, description: null, state: to > 0.98 ? 'RUNNING' : 'SUCCEEDED', startedAt: iso(start + from * span), endedAt: iso(start + to * span), durationMillis: Math.round((to - from) * span), jobIds: [3], executionId: 7,
        tasks: { total: count, completed: count, active: 0, failed: stageId === 14 ? 2 : 0, killed: 0 }, taskMillis: count * 6200, readBytes: gib(count / 9), writtenBytes: gib(1), shuffleReadBytes: gib(4), shuffleWriteBytes: gib(3.2), spillBytes: stageId === 14 ? gib(9.8) : 0, memorySpillBytes: 0,
        medianTaskMillis: 6200, maxTaskMillis: 6200 * skew, skew, gcShare: 0.06, marks: skew > 5 ? ['skew', 'spill'] : [], failureReason: null,
    }));
}

function stageDetail(stage, start) {
    const spread = base => [0.2, 0.7, 1, 1.3, 2.4, 8].map(factor => Math.round(base * factor));
    return { ...stage, details: 'org.apache.spark.sql.DataFrameWriter.save(DataFrameWriter.scala:239)\ncom.example.Etl$.main(Etl.scala:31)\ncom.example.Etl.main(Etl.scala)', parentIds: [stage.stageId - 1], attempts: [0], coreTime: { cpuMillis: 9e5, ioMillis: 3e5, shuffleMillis: 4e5, gcMillis: 1e5, internalsMillis: 3e4 },
        quantiles: { at: [0, 0.25, 0.5, 0.75, 0.95, 1], durationMillis: spread(6200), gcMillis: spread(120), schedulerDelayMillis: spread(9), readBytes: spread(gib(0.02)), readRecords: spread(12000), writtenBytes: spread(0), shuffleReadBytes: spread(gib(0.31)), shuffleWriteBytes: spread(gib(0.2)), memorySpillBytes: spread(0), spillBytes: [0, 0, 0, 0, gib(0.4), gib(9.8)], peakExecutionMemoryBytes: spread(gib(0.2)) },
        executors: ['0', '1', '2', '3'].map(executorId => ({ executorId, taskMillis: 5e5, succeeded: 99, failed: 1, killed: 0, readBytes: gib(5), writtenBytes: 0, shuffleReadBytes: gib(4), shuffleWriteBytes: gib(2), spillBytes: 0, gcMillis: 9000 })), accumulators: [{ name: 'number of output rows', value: '8 120 331' }], start };
}

const tasks = start => [...Array(400).keys()].map(i => ({ taskId: 9000 + i, index: i, attempt: 0, state: i === 7 ? 'FAILED' : 'SUCCEEDED', executorId: String(i % 4), host: '127.0.0.1', locality: 'PROCESS_LOCAL', speculative: false, startedAt: iso(start + i * 900), durationMillis: i === 212 ? 231_000 : 5200 + (i * 37) % 2400, gcMillis: (i * 7) % 240, schedulerDelayMillis: 6, readBytes: gib(0.02), readRecords: 12000, writtenBytes: 0, shuffleReadBytes: i === 212 ? gib(9.8) : gib(0.31), shuffleWriteBytes: gib(0.2), memorySpillBytes: 0, spillBytes: i === 212 ? gib(4) : 0, peakExecutionMemoryBytes: gib(0.3), error: i === 7 ? 'java.io.IOException: No space left on device' : null }));

const stageTimeline = start => ({ startedAt: iso(start), endedAt: iso(start + 360_000), total: 400, shown: 400, lanes: ['0', '1', '2', '3'].map((executorId, lane) => ({ executorId, tasks: [...Array(100).keys()].map(i => ({ taskId: i, index: i * 4 + lane, startMillis: (i >> 2) * 13_000 + (i % 4) * 300, durationMillis: i === 53 && lane === 0 ? 200_000 : 9000 + (i * 37) % 3000, state: 'SUCCEEDED', coreTime: { cpuMillis: 5000, ioMillis: 2000, shuffleMillis: 1000, gcMillis: 500, internalsMillis: 100 } })) })) });

const queries = (start, end) => [7, 8].map((executionId, i) => ({ executionId, rootExecutionId: executionId, name: ['orders ⋈ customers at Etl.scala:24', 'save at Etl.scala:31'][i], description: ['orders ⋈ customers at Etl.scala:24', 'save at Etl.scala:31'][i], state: 'SUCCEEDED', startedAt: iso(start + (i ? 0.66 : 0.02) * (end - start)), endedAt: iso(start + (i ? 0.96 : 0.66) * (end - start)), durationMillis: Math.round(0.5 * (end - start)), jobIds: i ? [5] : [3, 4], stageIds: [11, 12], planVersions: 3, error: null }));

const executors = (start, end) => [...Array(8).keys()].map(i => ({ executorId: i === 7 ? 'driver' : String(i), hostPort: `127.0.0.1:${41000 + i}`, active: false, cores: i === 7 ? 1 : 4, slots: 4, addedAt: iso(start + i * 800), endedAt: iso(end), endReason: i === 3 ? 'Command exited with code 137' : null, tasks: { total: 232, completed: 230, active: 0, failed: i === 3 ? 2 : 0, killed: 0 }, taskMillis: 2_400_000, slotMillis: 3_300_000, gcMillis: 120_000, gcShare: 0.05, coreTime: { cpuMillis: 1, ioMillis: 1, shuffleMillis: 1, gcMillis: 1, internalsMillis: 1 }, readBytes: gib(26), writtenBytes: gib(3), shuffleReadBytes: gib(9), shuffleWriteBytes: gib(8), spillBytes: i === 3 ? gib(4) : 0, excluded: false, memory: i === 6 ? null : { limitBytes: gib(16), peakBytes: gib(14.9 - i * 1.3), heapBytes: gib(9.4 - i), offHeapBytes: gib(0.4), pythonBytes: gib(3.9 - i * 0.2), otherBytes: gib(0.9), source: 'sampled' } }));

function metrics(start, end, points) {
    const n = Math.min(points, 400);
    const at = [...Array(n).keys()].map(i => (i / n) * 88);
    const bump = (center, width, height) => at.map(i => height * Math.exp(-((i - center) ** 2) / (2 * width * width)));
    const add = (...many) => at.map((_, i) => many.reduce((total, one) => total + one[i], 0));
    const noisy = (one, share) => one.map((value, i) => Math.max(0, value * (1 + share * Math.sin(i * 2.3) * Math.cos(i * 1.1))));
    const granted = at.map(i => (i < 3 ? 4 * Math.floor(i) : i < 8 ? 12 + Math.floor(i - 3) * 3 : i < 74 ? 28 : Math.max(4, 28 - Math.floor(i - 74) * 2)));
    const busy = { cpu: noisy(add(bump(14, 7, 13), bump(36, 9, 15), bump(62, 8, 10)), 0.12), io: noisy(add(bump(10, 5, 7), bump(68, 6, 7)), 0.2), shuffle: noisy(add(bump(25, 4, 9), bump(47, 5, 8)), 0.2), gc: noisy(add(bump(38, 8, 2.2), bump(52, 6, 1.6)), 0.3), internals: at.map(i => 0.5 + 0.4 * Math.abs(Math.sin(i))) };
    const used = at.map((_, i) => Object.values(busy).reduce((total, one) => total + one[i], 0));
    for (const one of Object.values(busy)) one.forEach((value, i) => { if (used[i] > granted[i]) one[i] = used[i] ? (value * granted[i]) / used[i] : 0; });
    const idle = granted.map((value, i) => Math.max(0, value - used[i]));
    const all = at.map((i, index) => (((i > 29 && i < 33) || i > 80) ? idle[index] : 0));
    return { attempt: 1, startedAt: iso(start), stepMillis: (end - start) / n, points: n, granted, series: { ...busy, someIdle: idle.map((value, i) => value - all[i]), allIdle: all }, executors: { granted: granted.map(value => Math.ceil(value / 4)), requested: at.map(i => (i < 70 ? 7 : 1)) }, markers: [{ at: iso(start + (end - start) * 0.61), kind: 'outOfMemory', executorId: '3', reason: 'exit code 137' }], complete: true };
}

function memory(start, end) {
    const n = 180;
    const wave = (base, height, center) => [...Array(n).keys()].map(i => gib(base + height * Math.exp(-((i - center) ** 2) / 2400) + 0.2 * Math.sin(i / 3)));
    return { attempt: 1, startedAt: iso(start), stepMillis: (end - start) / n, points: n, worst: { executorId: '7', limitBytes: gib(16), peakBytes: gib(14.9), peakAt: iso(start + 0.6 * (end - start)), heapBytes: wave(1.6, 8.4, 80), offHeapBytes: wave(0.4, 0, 80).map(() => null), pythonBytes: wave(0.4, 4.1, 112), otherBytes: wave(0.9, 0, 90) }, executors: ['0', '1'].map((executorId, i) => ({ executorId, limitBytes: gib(16), peakBytes: gib(9 + i), peakAt: iso(start + 0.5 * (end - start)), heapBytes: wave(1.6, 5 + i * 2, 70), offHeapBytes: wave(0.2, 0, 9), pythonBytes: wave(0.4, 2, 100), otherBytes: wave(0.9, 0, 90) })) };
}

const timeline = (start, end, stages) => ({ attempt: 1, startedAt: iso(start), endedAt: iso(end), jobs: [[3, 'load orders', 0.02, 0.34], [4, 'join customers', 0.36, 0.66], [5, 'write parquet', 0.66, 0.96]].map(([jobId, name, from, to]) => ({ jobId, name, state: 'SUCCEEDED', startedAt: iso(start + from * (end - start)), endedAt: iso(start + to * (end - start)), executionId: 7, stageIds: [11] })), sql: queries(start, end).map(query => ({ ...query, name: query.description })), stages, executors: [], omitted: { jobs: 0, sql: 0, stages: 0 } });

const issues = () => [
    { rule: 'skew', version: 1, severity: 'warning', title: 'Stage 14 is skewed: one task of 400 took 3 m 51 s, the median 6.2 s', evidence: 'Task 212 read 9.8 GiB of shuffle data, the median 0.31 GiB.', advice: 'Filter or salt the key customer_id = 0, or set spark.sql.adaptive.skewJoin.skewedPartitionFactor to 3.', wastedCoreHours: 1.31, detail: null, link: { kind: 'stage', id: '14.0' }, evidences: [] },
    { rule: 'out-of-memory', version: 1, severity: 'error', title: 'Executor 3 ran out of memory', evidence: 'It ended with exit code 137 while stage 14 ran; 15.9 GiB of 16 GiB were in use.', advice: 'Give it more memory (executor.memoryOverhead 4g), or fewer cores so that fewer tasks share it.', wastedCoreHours: 0.4, detail: 'java.lang.OutOfMemoryError: Java heap space\n\tat java.base/java.util.Arrays.copyOf(Arrays.java:3541)', link: { kind: 'executor', id: '3' }, evidences: [] },
    { rule: 'idle-cores', version: 1, severity: 'info', title: 'Executors were released 40 s after the last wide stage', evidence: 'spark.dynamicAllocation.executorIdleTimeout is 60 s.', advice: 'Dynamic allocation could give them back at once.', wastedCoreHours: 0.22, detail: null, link: null, evidences: [] }];

/** A log of a few thousand lines, one of them an error. */
export function logOf(container) {
    const lines = [];
    for (let i = 0; i < 4000; i += 1) {
        const stamp = `26/11/21 09:${String(15 + Math.floor(i / 600)).padStart(2, '0')}:${String(Math.floor(i / 10) % 60).padStart(2, '0')}`;
        if (i === 2600) lines.push(`${stamp} ERROR Executor: Exception in task 212.0 in stage 14.0 (TID 9212)`, 'java.lang.OutOfMemoryError: Java heap space', '\tat java.base/java.util.Arrays.copyOf(Arrays.java:3541)', '\tat org.apache.spark.unsafe.map.BytesToBytesMap.allocate(BytesToBytesMap.java:882)');
        else if (i % 97 === 0) lines.push(`${stamp} WARN TaskMemoryManager: Failed to allocate a page (67108864 bytes), try again.`);
        else lines.push(`${stamp} INFO ${container === 'driver' ? 'TaskSetManager' : 'Executor'}: Finished task ${i}.0 in stage ${11 + (i % 6)}.0 (TID ${9000 + i}) in ${400 + (i * 31) % 900} ms on 127.0.0.1 (executor ${i % 4}) (${i % 400}/400)`);
    }
    return `${lines.join('\n')}\n`;
}
