/** SQL queries as a table; one chosen query has a page of its own. */
import { h, replace, throttle } from '../../core/dom.js';
import * as format from '../../core/format.js';
import { parse } from '../../core/query.js';
import { address } from '../../core/router.js';
import * as api from '../../api.js';
import { lasting, pill, since } from '../../ui/basics.js';
import { listing } from '../../ui/listing.js';
import { empty } from '../../ui/panel.js';

export async function show(tab) {
    return tab.state.query ? (await import('./query.js')).show(tab) : showList(tab);
}

const queryAddress = row => address(location.pathname, { tab: 'sql', attempt: parse(location.search).attempt, query: row.executionId });

function showList(tab) {
    const { signal, application } = tab;
    let state = tab.state;
    const rows = listing({
        name: 'sql', missing: tab.missing, label: 'SQL queries', key: row => String(row.executionId), href: queryAddress, defaultSort: '-executionId',
        columns: [
            { id: 'id', title: 'Query', sort: 'executionId', descendingFirst: true, card: 'main', value: row => row.executionId, cell: row => h('a.name', { href: queryAddress(row) }, row.executionId) },
            { id: 'name', title: 'Description', clip: true, card: 'full', value: row => row.name, cell: row => h('span', { title: row.name }, format.described(row.name)) },
            { id: 'state', title: 'State', sort: 'state', card: 'side', value: row => row.state, cell: row => pill(row.state) },
            { id: 'started', title: 'Started', sort: 'startedAt', descendingFirst: true, value: row => row.startedAt, cell: row => since(row.startedAt) },
            { id: 'duration', title: 'Duration', sort: 'durationMillis', number: true, card: 'figure', value: row => row.durationMillis, cell: row => lasting(row.startedAt, row.endedAt, row.endedAt ? row.durationMillis : undefined) },
            { id: 'jobs', title: 'Jobs', number: true, value: row => row.jobIds.join(' '), cell: row => row.jobIds.join(', ') || '–' },
            { id: 'stages', title: 'Stages', number: true, value: row => row.stageIds.length, cell: row => format.count(row.stageIds.length) },
            { id: 'plans', title: 'Plans', number: true, hint: 'Versions of its plan that adaptive execution made', value: row => row.planVersions, cell: row => row.planVersions },
            { id: 'error', title: 'Error', clip: true, card: 'full', value: row => row.error, cell: row => (row.error ? h('span.bad', { title: row.error.slice(0, 2000) }, row.error.trim().split('\n', 1)[0].slice(0, 200)) : '') },
        ],
        load: page => api.list(api.applicationPath(application(), 'sql'), { attempt: tab.attempt, ...page }, signal),
        csv: now => api.url(api.applicationPath(application(), 'sql'), { attempt: tab.attempt, sort: now.sort, format: 'csv' }),
        nothing: () => empty('This application has run no SQL query.', { hint: 'DataFrames and Datasets count as SQL; plain RDDs do not.' }),
    });
    replace(tab.root, rows.element);
    const update = next => {
        state = next;
        return rows.update(state);
    };
    update(state);
    return { update, live: throttle(4000, () => rows.update(state), signal) };
}
