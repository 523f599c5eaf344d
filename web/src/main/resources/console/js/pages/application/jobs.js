/** Spark's jobs: one row an action of the program; each leads to its stages. */
import { h, replace, throttle } from '../../core/dom.js';
import * as format from '../../core/format.js';
import { parse } from '../../core/query.js';
import { address } from '../../core/router.js';
import * as api from '../../api.js';
import { bar, lasting, pill, since, stateWord } from '../../ui/basics.js';
import { filterChip } from '../../ui/filters.js';
import { listing } from '../../ui/listing.js';
import { empty } from '../../ui/panel.js';

const STATES = ['RUNNING', 'SUCCEEDED', 'FAILED', 'UNKNOWN'];

const to = state => address(location.pathname, { attempt: parse(location.search).attempt, ...state });
/** A job's own page is the list of its stages. */
const jobStages = row => to({ tab: 'stages', job: row.jobId });

export function show(tab) {
    const { signal, application } = tab;
    let state = tab.state;
    const rows = listing({
        name: 'spark-jobs', missing: tab.missing, label: 'Spark jobs', key: row => String(row.jobId), href: jobStages, defaultSort: '-jobId', columns: columns(),
        load: (page, now) => api.list(api.applicationPath(application(), 'jobs'), { attempt: tab.attempt, state: now.jobState, ...page }, signal),
        csv: now => api.url(api.applicationPath(application(), 'jobs'), { attempt: tab.attempt, state: now.jobState, sort: now.sort, format: 'csv' }),
        nothing: now => (now.jobState ? empty('No job is in this state.') : empty('No Spark job has started yet.', { hint: 'Each action of the program, such as a write or a count, starts one or more.' })),
    });
    replace(tab.root, rows.element);
    const update = next => {
        state = next;
        rows.setFilters([filterChip(state, 'jobState', 'State', () => STATES.map(one => [one, stateWord(one)]), { word: stateWord })]);
        return rows.update(state);
    };
    update(state);
    return { update, live: throttle(4000, () => rows.update(state), signal) };
}

function columns() {
    return [
        { id: 'id', title: 'Job', sort: 'jobId', descendingFirst: true, card: 'main', value: row => row.jobId, cell: row => h('a.name', { href: jobStages(row) }, row.jobId) },
        { id: 'name', title: 'Name', sort: 'name', card: 'full', clip: true, value: row => row.name, cell: row => h('span', { title: row.description || row.sparkName }, format.described(row.description || row.name)) },
        { id: 'state', title: 'State', sort: 'state', card: 'side', value: row => row.state, cell: row => pill(row.state) },
        { id: 'started', title: 'Started', sort: 'startedAt', descendingFirst: true, value: row => row.startedAt, cell: row => since(row.startedAt) },
        { id: 'duration', title: 'Duration', sort: 'durationMillis', number: true, card: 'figure', value: row => row.durationMillis, cell: row => lasting(row.startedAt, row.endedAt, row.endedAt ? row.durationMillis : undefined) },
        { id: 'stages', title: 'Stages', number: true, card: 'figure', hint: 'Done, and those that were not needed again', value: row => row.stageIds.length, cell: stagesCell },
        { id: 'tasks', title: 'Tasks', number: true, card: 'figure', value: row => row.tasks?.total, cell: tasksCell },
        { id: 'query', title: 'Query', number: true, value: row => row.executionId, cell: row => (row.executionId === null || row.executionId === undefined ? '–' : h('a', { href: to({ tab: 'sql', query: row.executionId }) }, row.executionId)) },
        { id: 'group', title: 'Group', clip: 'narrow', hidden: true, value: row => row.group, cell: row => row.group ?? '' },
        { id: 'tags', title: 'Tags', clip: 'narrow', hidden: true, value: row => row.tags?.join(' '), cell: row => (row.tags ?? []).join(', ') },
        { id: 'failure', title: 'Failure', clip: true, card: 'full', value: row => row.failure, cell: row => (row.failure ? h('span.bad', { title: row.failure.slice(0, 2000) }, row.failure.trim().split('\n', 1)[0].slice(0, 200)) : '') },
    ];
}

function stagesCell({ stages, stageIds }) {
    if (!stages) return format.count(stageIds.length);
    return [`${format.count(stages.completed)} / ${format.count(stageIds.length)}`, stages.failed ? h('small.bad', `${stages.failed} failed`) : stages.skipped ? h('small', `${stages.skipped} skipped`) : null];
}

function tasksCell({ tasks }) {
    if (!tasks) return '–';
    const running = tasks.active > 0 && tasks.completed < tasks.total;
    return [running ? bar(tasks.completed / tasks.total) : null, `${format.count(tasks.completed)} / ${format.count(tasks.total)}`, tasks.failed ? h('small.bad', `${format.count(tasks.failed)} failed`) : null];
}
