/** One stage: quantiles of its tasks, when each ran on which executor, every task. */
import { h, replace } from '../../core/dom.js';
import * as format from '../../core/format.js';
import { address } from '../../core/router.js';
import { merge } from '../../core/query.js';
import * as api from '../../api.js';
import { GUTTER, timeAxis } from '../../chart/axis.js';
import { pairsTip, swatch } from '../../chart/tip.js';
import { timeline } from '../../chart/timeline.js';
import { clockTime, facts, lasting, pill, since, stateWord } from '../../ui/basics.js';
import { filterChip, textChip } from '../../ui/filters.js';
import { listing } from '../../ui/listing.js';
import { empty, fill, panel } from '../../ui/panel.js';
import { stackedBar } from '../../ui/stacked.js';
import { marks } from './marks.js';

const QUANTILES = [['durationMillis', 'Duration', format.duration], ['gcMillis', 'GC', format.duration], ['schedulerDelayMillis', 'Scheduler delay', format.duration], ['readBytes', 'Read', format.bytes], ['readRecords', 'Records read', format.count], ['writtenBytes', 'Written', format.bytes], ['shuffleReadBytes', 'Shuffle read', format.bytes], ['shuffleWriteBytes', 'Shuffle write', format.bytes], ['memorySpillBytes', 'Spill (memory)', format.bytes], ['spillBytes', 'Spill (disk)', format.bytes], ['peakExecutionMemoryBytes', 'Peak execution memory', format.bytes]];
const TASK_STATES = ['RUNNING', 'SUCCEEDED', 'FAILED', 'KILLED'];
const CORE_TIME = [['cpuMillis', 'CPU', 'cpu'], ['ioMillis', 'I/O', 'io'], ['shuffleMillis', 'Shuffle', 'shuffle'], ['gcMillis', 'GC', 'gc'], ['internalsMillis', 'Spark internals', 'internals']];

export function show(tab) {
    const { signal, application, state } = tab;
    const [stageId, stageAttempt = '0'] = state.stage.split('.');
    const below = (...parts) => api.applicationPath(application(), 'stages', stageId, stageAttempt, ...parts);
    let asked = null;
    /** Asked once, and again after a failure. */
    const stage = () => {
        asked ??= api.one(below(), { attempt: tab.attempt }, signal).catch(error => {
            asked = null;
            throw error;
        });
        return asked;
    };
    const summary = h('div');
    const lanes = panel({ title: 'Tasks by executor', note: 'drag to zoom, double click for all' });
    const tasks = listing({
        name: 'tasks', label: 'Tasks', title: 'Tasks', columns: taskColumns(), key: row => `${row.taskId}`, defaultSort: '-durationMillis', prefix: 'task-',
        load: (page, now) => api.list(below('tasks'), { attempt: tab.attempt, ...chosen(now), ...page }, signal),
        csv: now => api.url(below('tasks'), { attempt: tab.attempt, ...chosen(now), sort: now['task-sort'], format: 'csv' }),
        nothing: now => empty(now.taskState || now.executor || now.task ? 'No task matches these filters.' : 'No task has started yet.'),
    });
    const back = merge(state, { stage: null, taskState: null, executor: null, task: null, 'task-sort': null, 'task-page': null });
    replace(tab.root, h('nav.crumbs', { 'aria-label': 'Stages', style: { marginBottom: '8px' } }, h('a', { href: address(location.pathname, back) }, 'All stages')), summary, lanes.element, tasks.element);
    fill(summary, async () => stagePanels(await stage()), { lines: 8 });
    fill(lanes.inside, async () => taskLanes(await api.one(below('timeline'), { attempt: tab.attempt, limit: 2000 }, signal), lanes, signal));
    function update(next) {
        tasks.setFilters([
            filterChip(next, 'taskState', 'State', () => TASK_STATES.map(one => [one, stateWord(one)]), { word: stateWord }),
            filterChip(next, 'executor', 'Executor', async () => executorsOf((await stage()).executors)),
            textChip(next, 'task', 'Task id', 'Its id in Spark'),
        ]);
        return tasks.update(next);
    }
    update(state);
    return { update };
}

/** What of the state says which tasks are shown. */
const chosen = now => ({ state: now.taskState, executor: now.executor, task: now.task });

const executorsOf = executors => executors.map(one => one.executorId).sort((one, two) => one.localeCompare(two, 'en', { numeric: true })).map(id => [id, id]);

function stagePanels(stage) {
    const head = panel({ title: `Stage ${stage.stageId}${stage.stageAttempt ? `, attempt ${stage.stageAttempt}` : ''}` });
    const core = stage.coreTime ?? {};
    const total = CORE_TIME.reduce((sum, [key]) => sum + (core[key] ?? 0), 0);
    head.setTools(pill(stage.state), marks(stage));
    head.inside.append(facts([
        ['Name', stage.name], stage.sparkName !== stage.name && ['In Spark', h('code', stage.sparkName)], stage.description && stage.description !== stage.name && ['Description', stage.description],
        ['Started', since(stage.startedAt)], ['Duration', lasting(stage.startedAt, stage.endedAt, stage.endedAt ? stage.durationMillis : undefined)],
        ['Tasks', `${format.count(stage.tasks.completed)} of ${format.count(stage.tasks.total)}${stage.tasks.failed ? `, ${format.count(stage.tasks.failed)} failed` : ''}`],
        ['Read, written', `${format.bytes(stage.readBytes)}, ${format.bytes(stage.writtenBytes)}`],
        ['Shuffle read, written', `${format.bytes(stage.shuffleReadBytes)}, ${format.bytes(stage.shuffleWriteBytes)}`],
        ['Spilled to disk', h(`span${stage.spillBytes ? '.warn' : ''}`, format.bytes(stage.spillBytes))],
        ['Skew', stage.skew ? h(`span${stage.skew >= 5 ? '.warn' : ''}`, `${format.decimal(stage.skew)}×: the longest task took ${format.duration(stage.maxTaskMillis)}, the median ${format.duration(stage.medianTaskMillis)}`) : '–'],
        total > 0 && ['Task time', h('span.row', { style: { flexWrap: 'wrap' } }, stackedBar(CORE_TIME.map(([key, , token]) => ({ token, value: core[key] ?? 0 })), total, 'Task time by category'), CORE_TIME.map(([key, name, token]) => h('span.row', { style: { gap: '4px' } }, swatch({ token }), `${name} ${format.percent((core[key] ?? 0) / total)}`)))],
        stage.failureReason && ['Why it failed', h('pre.trace', { tabindex: '0' }, stage.failureReason)],
    ]), stage.details ? h('details', h('summary', 'Where it comes from in the code'), h('pre.trace', { tabindex: '0' }, stage.details)) : null);
    return [head.element, stage.quantiles ? quantileTable(stage.quantiles) : null];
}

function quantileTable(quantiles) {
    const frame = panel({ title: 'Tasks from the least to the most', flush: true });
    const names = { 0: 'Least', 0.25: '25 %', 0.5: 'Median', 0.75: '75 %', 0.95: '95 %', 1: 'Most' };
    const kept = QUANTILES.filter(([key]) => quantiles[key]?.some(value => value > 0));
    const median = quantiles.at.indexOf(0.5);
    frame.inside.append(h('div.scroll', { tabindex: '0' }, h('table', { 'aria-label': 'Quantiles of tasks' },
        h('thead', h('tr', h('th', { scope: 'col' }, 'Metric'), quantiles.at.map(at => h('th.number', { scope: 'col' }, names[at] ?? `${at * 100} %`)))),
        h('tbody', kept.map(([key, name, show]) => h('tr', h('th', { scope: 'row', style: { position: 'static' } }, name), quantiles[key].map((value, index) => {
            const far = index === quantiles.at.length - 1 && quantiles[key][median] > 0 && value >= 5 * quantiles[key][median];
            return h(`td.number${far ? '.warn' : ''}`, { title: far ? `${Math.round(value / quantiles[key][median])} times the median` : null }, show(value));
        })))))));
    return frame.element;
}

function taskLanes(known, frame, signal) {
    const start = new Date(known.startedAt).getTime();
    const spans = known.lanes.flatMap(lane => lane.tasks.map(task => start + task.startMillis + task.durationMillis));
    if (spans.length === 0) return empty('No task has ended yet.');
    if (known.shown < known.total) frame.setNote(`the ${format.count(known.shown)} longest of ${format.count(known.total)} tasks · drag to zoom, double click for all`);
    const to = Math.max(start + 1, ...spans.slice(0, 1), spans.reduce((most, value) => Math.max(most, value), 0));
    const axis = timeAxis({ from: start, to, left: GUTTER, right: 2, onzoom: range => axis.set(range) });
    frame.setTools(axis.controls());
    const groups = known.lanes.map(lane => ({ name: lane.executorId === 'driver' ? 'driver' : `exec ${lane.executorId}`, spans: lane.tasks.map(task => ({
        start: start + task.startMillis, end: start + task.startMillis + task.durationMillis, label: String(task.index), token: task.state === 'FAILED' ? 'failed' : mostOf(task.coreTime), tip: () => taskTip(task),
    })) }));
    const drawn = timeline({ groups, axis, gutter: GUTTER, label: 'Tasks by executor over time', signal });
    axis.attach(drawn.element);
    return drawn.element;
}

/** The colour of what a task spent most of its time on. */
function mostOf(coreTime) {
    if (!coreTime) return 'cpu';
    return CORE_TIME.reduce((best, one) => ((coreTime[one[0]] ?? 0) > (coreTime[best[0]] ?? 0) ? one : best))[2];
}

function taskTip(task) {
    return pairsTip(`Task ${task.index}`, [['Duration', format.duration(task.durationMillis)], ['State', task.state.toLowerCase()], ...CORE_TIME.map(([key, name]) => (task.coreTime?.[key] ? [name, format.duration(task.coreTime[key])] : null))]);
}

function taskColumns() {
    const bytes = (id, title, rest = {}) => ({ id, title, sort: id, number: true, value: row => row[id], cell: row => format.bytes(row[id]), ...rest });
    return [
        { id: 'index', title: 'Task', sort: 'index', descendingFirst: false, card: 'main', value: row => row.index, cell: row => h('span', { title: `Task id ${row.taskId}` }, row.attempt ? `${row.index}.${row.attempt}` : row.index) },
        { id: 'state', title: 'State', sort: 'state', card: 'side', value: row => row.state, cell: row => pill(row.state) },
        { id: 'executor', title: 'Executor', sort: 'executorId', value: row => row.executorId, cell: row => row.executorId },
        { id: 'locality', title: 'Locality', hidden: true, value: row => row.locality, cell: row => row.locality },
        { id: 'started', title: 'Started', sort: 'startedAt', value: row => row.startedAt, cell: row => clockTime(row.startedAt) },
        { id: 'duration', title: 'Duration', sort: 'durationMillis', number: true, card: 'figure', value: row => row.durationMillis, cell: row => format.duration(row.durationMillis) },
        { id: 'gc', title: 'GC', sort: 'gcMillis', number: true, value: row => row.gcMillis, cell: row => format.duration(row.gcMillis) },
        { id: 'delay', title: 'Delay', sort: 'schedulerDelayMillis', hint: 'Scheduler delay', number: true, hidden: true, value: row => row.schedulerDelayMillis, cell: row => format.duration(row.schedulerDelayMillis) },
        bytes('readBytes', 'Read'), bytes('writtenBytes', 'Written', { hidden: true }), bytes('shuffleReadBytes', 'Shuffle read'), bytes('shuffleWriteBytes', 'Shuffle write'), bytes('spillBytes', 'Spilled'),
        { id: 'error', title: 'Error', clip: true, card: 'full', value: row => row.error, cell: row => row.error ?? '' },
    ];
}
