/** All stages of a run; one chosen stage has a page of its own. */
import { h, replace, throttle } from '../../core/dom.js';
import * as format from '../../core/format.js';
import { address, change } from '../../core/router.js';
import { parse } from '../../core/query.js';
import * as api from '../../api.js';
import { bar, lasting, pill, since, stateWord } from '../../ui/basics.js';
import { filterChip, textChip } from '../../ui/filters.js';
import { listing } from '../../ui/listing.js';
import { empty } from '../../ui/panel.js';
import { marks } from './marks.js';

const MARKS = { skew: 'Skew', spill: 'Spill', gc: 'Long GC', failed: 'Failed tasks' };

export async function show(tab) {
    if (tab.state.stage) return (await import('./stage.js')).show(tab);
    const { signal, application } = tab;
    let state = tab.state;
    const rows = listing({
        name: 'stages', missing: tab.missing, label: 'Stages', columns: columns(), key: row => `${row.stageId}.${row.stageAttempt}`, href: stageAddress, defaultSort: '-startedAt',
        load: (page, now) => api.list(api.applicationPath(application(), 'stages'), { attempt: tab.attempt, state: now.stageState, mark: now.mark, job: now.job, sql: now.sql, q: now.q, ...page }, signal),
        csv: now => api.url(api.applicationPath(application(), 'stages'), { attempt: tab.attempt, state: now.stageState, mark: now.mark, job: now.job, sql: now.sql, q: now.q, sort: now.sort, format: 'csv' }),
        nothing: now => (now.q || now.mark || now.stageState || now.job || now.sql ? empty('No stage matches these filters.') : empty('No stage has started yet.')),
    });
    replace(tab.root, rows.element);

    function update(next) {
        state = next;
        rows.setFilters([
            h('input.input.find-in', { type: 'search', placeholder: 'Name', 'aria-label': 'Name', value: state.q ?? '', onchange: event => change({ q: event.target.value.trim() }) }),
            filterChip(state, 'stageState', 'State', () => ['RUNNING', 'SUCCEEDED', 'FAILED', 'SKIPPED', 'PENDING'].map(one => [one, stateWord(one)]), { word: stateWord }),
            filterChip(state, 'mark', 'Marked', () => Object.entries(MARKS), { word: mark => MARKS[mark] ?? mark }),
            textChip(state, 'job', 'Job', 'Its number'), textChip(state, 'sql', 'Query', 'Its number'),
        ]);
        return rows.update(state);
    }
    update(state);
    return { update, live: throttle(4000, () => rows.update(state), signal) };
}

/** A figure of what has begun; what was skipped or waits has none. */
const begun = (show, key) => row => (row.startedAt ? show(row[key]) : '–');

/** The address of a stage, below what is shown now. */
export function stageAddress(stage) {
    const { attempt } = parse(location.search);
    return address(location.pathname, { tab: 'stages', attempt, stage: `${stage.stageId}.${stage.stageAttempt}` });
}

function tasksCell({ tasks, startedAt }) {
    if (!tasks || !startedAt) return '–';
    const running = tasks.completed < tasks.total && tasks.active > 0;
    return [running ? bar(tasks.completed / tasks.total) : null, `${format.count(tasks.completed)} / ${format.count(tasks.total)}`];
}

function columns() {
    return [
        { id: 'id', title: 'Stage', sort: 'stageId', descendingFirst: true, value: row => row.stageId, card: 'main', cell: row => h('a.name', { href: stageAddress(row) }, row.stageAttempt ? `${row.stageId}.${row.stageAttempt}` : row.stageId) },
        { id: 'name', title: 'Name', sort: 'name', card: 'full', clip: true, value: row => row.name, cell: row => [h('span', { title: row.description || row.sparkName }, format.described(row.description || row.name)), marks(row)] },
        { id: 'state', title: 'State', sort: 'state', card: 'side', value: row => row.state, cell: row => pill(row.state) },
        { id: 'started', title: 'Started', sort: 'startedAt', descendingFirst: true, value: row => row.startedAt, cell: row => since(row.startedAt) },
        { id: 'duration', title: 'Duration', sort: 'durationMillis', number: true, card: 'figure', value: row => row.durationMillis, cell: row => lasting(row.startedAt, row.endedAt, row.endedAt ? row.durationMillis : undefined) },
        { id: 'tasks', title: 'Tasks', number: true, card: 'figure', value: row => row.tasks?.total, cell: tasksCell },
        { id: 'taskMillis', title: 'Task time', sort: 'taskMillis', number: true, value: row => row.taskMillis, cell: begun(format.duration, 'taskMillis') },
        { id: 'read', title: 'Read', sort: 'readBytes', number: true, value: row => row.readBytes, cell: begun(format.bytes, 'readBytes') },
        { id: 'written', title: 'Written', sort: 'writtenBytes', number: true, hidden: true, value: row => row.writtenBytes, cell: begun(format.bytes, 'writtenBytes') },
        { id: 'shuffleRead', title: 'Shuffle read', sort: 'shuffleReadBytes', number: true, value: row => row.shuffleReadBytes, cell: begun(format.bytes, 'shuffleReadBytes') },
        { id: 'shuffleWrite', title: 'Shuffle write', sort: 'shuffleWriteBytes', number: true, value: row => row.shuffleWriteBytes, cell: begun(format.bytes, 'shuffleWriteBytes') },
        { id: 'spill', title: 'Spilled', sort: 'spillBytes', number: true, value: row => row.spillBytes, cell: begun(value => (value ? h('span.warn', format.bytes(value)) : format.bytes(0)), 'spillBytes') },
        { id: 'skew', title: 'Skew', sort: 'skew', number: true, hidden: true, hint: 'Longest task over the median', value: row => row.skew, cell: row => (row.skew ? `${format.decimal(row.skew)}×` : '–') },
        { id: 'gc', title: 'GC', sort: 'gcShare', number: true, hidden: true, value: row => row.gcShare, cell: row => format.percent(row.gcShare) },
    ];
}
