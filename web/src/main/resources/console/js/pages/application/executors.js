/** Executors and the driver: memory against its limit, tasks, why each ended; chosen ones as lines over time. */
import { alone } from '../../core/alone.js';
import { h, replace, throttle } from '../../core/dom.js';
import * as format from '../../core/format.js';
import { list } from '../../core/query.js';
import { change } from '../../core/router.js';
import * as api from '../../api.js';
import { makeChart } from '../../chart/chart.js';
import { chartPanel } from '../../chart/panel.js';
import { lasting, pill, since } from '../../ui/basics.js';
import { listing } from '../../ui/listing.js';
import { empty } from '../../ui/panel.js';
import { stackedBar } from '../../ui/stacked.js';
import { measured } from './series.js';
import { whatIf } from './whatif.js';

const LINES_AT_MOST = 6;

export function show(tab) {
    const { signal, application } = tab;
    let state = tab.state;
    const place = h('div');
    const select = {
        has: id => list(state, 'executors').includes(id),
        change: (id, chosen) => {
            const others = list(state, 'executors').filter(one => one !== id);
            change({ executors: (chosen ? [...others, id].slice(-LINES_AT_MOST) : others).join(',') }, { keepPage: true });
        },
    };
    const rows = listing({
        name: 'executors', missing: tab.missing, label: 'Executors', columns: columns(alone || application().observed), key: row => row.executorId, local: true, defaultSort: '-peak', select,
        load: async () => api.list(api.applicationPath(application(), 'executors'), { attempt: tab.attempt, limit: 500 }, signal),
        nothing: () => empty('No executor has been started yet.'),
        filters: [h('span.muted', 'Choose some to see their memory over time')],
    });
    const model = whatIf(tab);
    replace(tab.root, place, rows.element, model.element);
    model.load();

    let shownIds = '';
    function paintLines() {
        const ids = list(state, 'executors');
        if (ids.join() === shownIds) return;
        shownIds = ids.join();
        if (ids.length === 0) return void replace(place);
        const lines = chartPanel({ title: 'Memory of the chosen', name: 'executor-memory', load: async () => {
            const memory = await api.one(api.applicationPath(application(), 'memory'), { attempt: tab.attempt, executorId: ids.join(','), points: 600 }, signal);
            const known = memory.executors.map(one => ({ ...measured(memory, one), executorId: one.executorId })).filter(one => one.x.length > 0);
            if (known.length === 0) return empty('No memory was measured for these.');
            const x = [...new Set(known.flatMap(one => one.x))].sort((one, two) => one - two);
            const series = known.map((one, index) => ({ label: one.executorId === 'driver' ? 'Driver' : `Executor ${one.executorId}`, token: `series-${(index % 9) + 1}`, line: true, values: spread(one, x) }));
            return { chart: await makeChart({ kind: 'area', x, series, value: format.bytes, label: 'Memory of the chosen executors over time', signal, reduction: 'max' }) };
        } });
        replace(place, lines.element);
        lines.reload();
    }

    function update(next) {
        state = next;
        paintLines();
        return rows.update(state);
    }
    update(state);
    return { update, live: throttle(4000, () => rows.update(state), signal) };
}

/** A container's sums at the times of all. */
function spread(line, x) {
    const at = new Map(line.x.map((time, index) => [time, index]));
    const sum = index => ['heapBytes', 'offHeapBytes', 'pythonBytes', 'otherBytes'].reduce((total, key) => total + line[key][index], 0);
    return x.map(time => (at.has(time) ? sum(at.get(time)) : null));
}

function memoryCell({ memory }) {
    if (!memory?.peakBytes) return '–';
    const share = memory.limitBytes ? memory.peakBytes / memory.limitBytes : null;
    const parts = [['cpu', memory.heapBytes, 'JVM'], ['shuffle', memory.offHeapBytes, 'off-heap'], ['io', memory.pythonBytes, 'Python'], ['some-idle', memory.otherBytes, 'other']].filter(([, value]) => value);
    const title = `${parts.map(([, value, name]) => `${name} ${format.bytes(value)}`).join(', ')}${memory.limitBytes ? `; limit ${format.bytes(memory.limitBytes)}` : ''}`;
    return h('span.row.to-right', stackedBar(parts.map(([token, value]) => ({ token, value })), memory.limitBytes, title),
        h(`span${share > 0.9 ? '.bad' : ''}`, { style: { minWidth: '72px' } }, format.bytes(memory.peakBytes)));
}

/** Outside of local mode the driver runs no tasks. */
const runs = show => row => (row.executorId === 'driver' && !row.cores ? '–' : show(row));

/** Addresses that the log tells may be anything. */
const logsOf = row => Object.entries(row.logUrls ?? {}).filter(([, url]) => /^https?:\/\//.test(url));

/** Of what the platform runs itself, logs have a tab of their own. */
function columns(elsewhere) {
    return [
        { id: 'id', title: 'Executor', sort: 'executorId', value: row => row.executorId, card: 'main', cell: row => h('b', { style: { fontWeight: 500 } }, row.executorId === 'driver' ? 'driver' : row.executorId) },
        { id: 'state', title: 'State', value: row => (row.active ? 'active' : 'ended'), card: 'side', cell: row => pill(row.active ? 'ACTIVE' : 'DEAD') },
        { id: 'peak', title: 'Peak memory', sort: 'peak', number: true, card: 'full', value: row => row.memory?.peakBytes ?? null, cell: memoryCell },
        { id: 'share', title: 'Of limit', sort: 'share', number: true, value: row => (row.memory?.limitBytes ? row.memory.peakBytes / row.memory.limitBytes : null), cell: row => format.percent(row.memory?.limitBytes ? row.memory.peakBytes / row.memory.limitBytes : null) },
        { id: 'cores', title: 'Cores', sort: 'cores', number: true, value: row => row.cores, cell: runs(row => row.cores ?? '–') },
        { id: 'tasks', title: 'Tasks', sort: 'tasks', number: true, card: 'figure', value: row => row.tasks.completed, cell: runs(row => format.count(row.tasks.completed)) },
        { id: 'failed', title: 'Failed', sort: 'failed', number: true, value: row => row.tasks.failed, cell: runs(row => (row.tasks.failed ? h('span.bad', format.count(row.tasks.failed)) : '0')) },
        { id: 'busy', title: 'Busy', sort: 'busy', number: true, hint: 'Task time over the time of its slots', value: row => (row.slotMillis ? row.taskMillis / row.slotMillis : null), cell: row => format.percent(row.slotMillis ? row.taskMillis / row.slotMillis : null) },
        { id: 'gc', title: 'GC', sort: 'gcShare', number: true, value: row => row.gcShare, cell: row => h(`span${row.gcShare > 0.1 ? '.warn' : ''}`, format.percent(row.gcShare)) },
        { id: 'read', title: 'Read', sort: 'readBytes', number: true, value: row => row.readBytes, cell: runs(row => format.bytes(row.readBytes)) },
        { id: 'shuffle', title: 'Shuffle read', sort: 'shuffleReadBytes', number: true, hidden: true, value: row => row.shuffleReadBytes, cell: row => format.bytes(row.shuffleReadBytes) },
        { id: 'shuffleWrite', title: 'Shuffle write', sort: 'shuffleWriteBytes', number: true, hidden: true, value: row => row.shuffleWriteBytes, cell: row => format.bytes(row.shuffleWriteBytes) },
        { id: 'spill', title: 'Spilled', sort: 'spillBytes', number: true, value: row => row.spillBytes, cell: runs(row => format.bytes(row.spillBytes)) },
        { id: 'node', title: 'Node', clip: true, hidden: true, value: row => row.hostPort, cell: row => row.hostPort ?? '–' },
        { id: 'added', title: 'Added', sort: 'addedAt', hidden: true, value: row => row.addedAt, cell: row => since(row.addedAt) },
        { id: 'lifetime', title: 'Lifetime', sort: 'lifetime', number: true, value: row => (row.addedAt ? (row.endedAt ? new Date(row.endedAt) : Date.now()) - new Date(row.addedAt) : null), cell: row => lasting(row.addedAt, row.endedAt) },
        { id: 'end', title: 'Why it ended', clip: 'narrow', card: 'full', value: row => row.endReason, cell: row => row.endReason ?? '' },
        elsewhere ? { id: 'logs', title: 'Logs', hint: 'Where its cluster manager keeps them', card: 'full', value: row => logsOf(row).length, cell: row => h('span.row', logsOf(row).map(([name, url]) => h('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, name))) } : null,
    ].filter(Boolean);
}
