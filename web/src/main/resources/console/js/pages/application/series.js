/** Answers of the API as series for charts. Pure but for the tips. */
import { h } from '../../core/dom.js';
import * as format from '../../core/format.js';
import { pairsTip } from '../../chart/tip.js';
import { pill } from '../../ui/basics.js';

const CORES = [['cpu', 'CPU', 'cpu'], ['io', 'I/O', 'io'], ['shuffle', 'Shuffle', 'shuffle'], ['gc', 'GC', 'gc'], ['internals', 'Spark internals', 'internals'], ['someIdle', 'Some cores idle', 'some-idle'], ['allIdle', 'All cores idle', 'all-idle']];

function times({ startedAt, stepMillis, points }) {
    const start = new Date(startedAt).getTime();
    return [...Array(points).keys()].map(index => start + index * stepMillis);
}

const largest = values => values.reduce((most, value) => (value > most ? value : most), 0);

/** Cores in use by category, in the order in which they are stacked. */
export function coreSeries(metrics) {
    return {
        x: times(metrics), most: largest(metrics.granted),
        series: CORES.map(([key, label, token]) => ({ label, token, values: metrics.series[key], hatched: key === 'allIdle' })),
    };
}

/** Executors that were there, and how many were asked for where the log tells. */
export function executorSeries(metrics) {
    const { granted, requested } = metrics.executors;
    const series = [{ label: 'Granted', token: 'series-5', values: granted }];
    if (requested?.some(value => value !== null)) series.push({ label: 'Requested', token: 'gc', values: requested, line: true, dashed: true, stepped: 'before' });
    return { x: times(metrics), most: largest(granted), series };
}

/** One container's memory at the times at which it was measured: a line of the answer has a place for every step, empty ones too. */
export function measured(memory, line) {
    const grid = times(memory);
    const steps = grid.map((_, index) => index).filter(index => line.heapBytes[index] !== null && line.heapBytes[index] !== undefined);
    const at = key => steps.map(index => line[key][index] ?? 0);
    return { x: steps.map(index => grid[index]), heapBytes: at('heapBytes'), offHeapBytes: at('offHeapBytes'), pythonBytes: at('pythonBytes'), otherBytes: at('otherBytes') };
}

/** Memory of one container by kind, and its limit as a line. */
export function memorySeries(memory, line) {
    const values = measured(memory, line);
    const { x } = values;
    const kinds = [['heapBytes', values.offHeapBytes.some(value => value) ? 'JVM heap' : 'JVM', 'cpu'], ['offHeapBytes', 'Off-heap', 'shuffle'], ['pythonBytes', 'Python', 'io'], ['otherBytes', 'Other', 'some-idle']];
    const series = kinds.filter(([key]) => key === 'heapBytes' || values[key].some(value => value)).map(([key, label, token]) => ({ label, token, values: values[key] }));
    if (line.limitBytes) series.push({ label: 'Limit', token: 'failed', values: x.map(() => line.limitBytes), line: true, dashed: true });
    return { x, series };
}

/** Jobs, queries and stages as bars; `open` are what a click does. */
export function spanGroups(known, end, open) {
    const span = one => ({ start: new Date(one.startedAt).getTime(), end: one.endedAt ? new Date(one.endedAt).getTime() : end });
    const told = list => list.filter(one => one.startedAt);
    const failed = one => one.state === 'FAILED';
    return [
        { name: 'Jobs', spans: told(known.jobs).map(job => ({ ...span(job), label: `Job ${job.jobId} · ${format.described(job.name)}`, token: failed(job) ? 'failed' : 'accent-soft', tip: () => jobTip(job, end) })) },
        { name: 'SQL', spans: told(known.sql).map(query => ({ ...span(query), label: `Query ${query.executionId} · ${format.described(query.name)}`, token: failed(query) ? 'failed' : 'some-idle', tip: () => simpleTip(`Query ${query.executionId} · ${format.described(query.name)}`, query, end), open: () => open.sql(query) })) },
        { name: 'Stages', spans: told(known.stages).map(stage => ({ ...span(stage), label: stageLabel(stage), token: stageToken(stage), tip: () => stageTip(stage, end), open: () => open.stage(stage) })) },
    ];
}

function stageLabel(stage) {
    const marks = stage.skew >= 5 ? ` · skew ${Math.round(stage.skew)}×` : '';
    return `Stage ${stage.stageId}${marks} · ${format.described(stage.name)}`;
}

function stageToken(stage) {
    if (stage.state === 'FAILED') return 'failed';
    if (stage.skew >= 5 || stage.spillBytes > 0) return 'gc';
    return stage.state === 'RUNNING' ? 'series-5' : 'cpu';
}

const lasted = (one, end) => format.duration((one.endedAt ? new Date(one.endedAt) : end) - new Date(one.startedAt));

function simpleTip(title, one, end) {
    return [h('div', pill(one.state)), ...pairsTip(title, [['Started', `${one.startedAt.slice(11, 23)} UTC`], ['Duration', lasted(one, end)]])];
}

function jobTip(job, end) {
    return [h('div', pill(job.state)), ...pairsTip(`Job ${job.jobId} · ${format.described(job.name)}`, [['Duration', lasted(job, end)], ['Stages', job.stageIds.join(', ')]])];
}

function stageTip(stage, end) {
    const tasks = stage.tasks;
    const bytes = (name, value) => (value ? [name, format.bytes(value)] : null);
    return [h('div', pill(stage.state)), ...pairsTip(`Stage ${stage.stageId} · ${format.described(stage.name)}`, [
        ['Duration', lasted(stage, end)], tasks && ['Tasks', `${format.count(tasks.completed)} of ${format.count(tasks.total)}${tasks.failed ? `, ${tasks.failed} failed` : ''}`],
        bytes('Read', stage.readBytes), bytes('Written', stage.writtenBytes), bytes('Shuffle read', stage.shuffleReadBytes), bytes('Shuffle write', stage.shuffleWriteBytes), bytes('Spilled', stage.spillBytes),
        stage.skew ? ['Skew', `${format.decimal(stage.skew)}× the median`] : null,
        stage.sparkName && stage.sparkName !== stage.name ? ['In Spark', stage.sparkName] : null,
    ])];
}
