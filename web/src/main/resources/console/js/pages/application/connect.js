/** Sessions of Spark Connect and of the Thrift server, and the statements that they ran. */
import { h, replace, throttle } from '../../core/dom.js';
import * as format from '../../core/format.js';
import { parse } from '../../core/query.js';
import { address, change } from '../../core/router.js';
import * as api from '../../api.js';
import { button, lasting, pill, since } from '../../ui/basics.js';
import { listing } from '../../ui/listing.js';
import { empty } from '../../ui/panel.js';

const DOORS = { CONNECT: 'Connect', THRIFT: 'Thrift' };
const to = state => address(location.pathname, { attempt: parse(location.search).attempt, ...state });
const firstLine = text => (text ?? '').trim().split('\n', 1)[0].slice(0, 300);
/** What a Connect client sent is told as a tree of messages: its SQL text, or else the calls from the outermost in. */
function told(statement) {
    const query = /^\s*query: "((?:[^"\\]|\\.)*)"/m.exec(statement)?.[1];
    if (query) return query.replace(/\\n/g, ' ').replace(/\\(["'\\])/g, '$1');
    const steps = [];
    const around = [];
    for (const [, indent, name] of statement.matchAll(/^( *)(\w+) \{$/gm)) {
        const depth = indent.length / 2;
        around.length = depth;
        around.push(name);
        // Calls alternate with `input`, which holds the next one.
        if (depth === steps.length * 2 && name !== 'common' && (depth === 0 || around[depth - 1] === 'input')) steps.push(name);
    }
    return steps.join(' ← ') || firstLine(statement);
}

const short = id => (id.length > 13 ? `${id.slice(0, 8)}…` : id);

export function show(tab) {
    const { signal, application } = tab;
    let state = tab.state;
    const path = (...parts) => api.applicationPath(application(), 'connect', ...parts);
    const sessions = listing({
        name: 'connect', missing: tab.missing, label: 'Sessions', title: 'Sessions', key: row => row.sessionId, onopen: row => change({ session: row.sessionId }), defaultSort: '-startedAt', columns: sessionColumns(),
        load: page => api.list(path(), { attempt: tab.attempt, ...page }, signal),
        csv: now => api.url(path(), { attempt: tab.attempt, sort: now.sort, format: 'csv' }),
        nothing: () => empty('No session was opened.', { hint: 'Clients of Spark Connect and of the Thrift server are shown here.' }),
    });
    const operations = listing({
        name: 'connect-operations', missing: '', label: 'Statements', title: 'Statements', note: 'newest first', prefix: 'op-', key: row => row.operationId, columns: operationColumns(),
        load: ({ offset, limit }, now) => api.list(path('operations'), { attempt: tab.attempt, session: now.session, offset, limit }, signal),
        nothing: now => empty(now.session ? 'This session has run nothing.' : 'Nothing was run yet.'),
    });
    replace(tab.root, sessions.element, operations.element);
    const update = next => {
        state = next;
        operations.setFilters(state.session ? [h('span.chip.on', h('span', `Session: ${short(state.session)}`), button('', () => change({ session: null }), { tone: 'quiet small', picture: 'close', label: 'All sessions' }))] : []);
        return Promise.all([sessions.update(state), operations.update(state)]);
    };
    update(state);
    return { update, live: throttle(4000, () => update(state), signal) };
}

function sessionColumns() {
    return [
        { id: 'session', title: 'Session', card: 'main', value: row => row.sessionId, cell: row => h('a.name.mono', { href: to({ tab: 'connect', session: row.sessionId }), title: row.sessionId }, short(row.sessionId)) },
        { id: 'door', title: 'By', sort: 'door', card: 'side', value: row => DOORS[row.door], cell: row => h('span.tag', DOORS[row.door] ?? row.door) },
        { id: 'user', title: 'User', sort: 'user', card: 'figure', value: row => row.user, cell: row => row.user || '–' },
        { id: 'client', title: 'From', clip: 'narrow', value: row => row.clientAddress, cell: row => row.clientAddress ?? '–' },
        { id: 'started', title: 'Opened', sort: 'startedAt', descendingFirst: true, value: row => row.startedAt, cell: row => since(row.startedAt) },
        { id: 'duration', title: 'Lasted', sort: 'durationMillis', number: true, card: 'figure', value: row => row.durationMillis, cell: row => lasting(row.startedAt, row.closedAt, row.closedAt ? row.durationMillis : undefined) },
        { id: 'operations', title: 'Statements', sort: 'operations', number: true, card: 'figure', value: row => row.operations, cell: row => format.count(row.operations) },
        { id: 'running', title: 'Running', sort: 'runningOperations', number: true, value: row => row.runningOperations, cell: row => format.count(row.runningOperations) },
        { id: 'failed', title: 'Failed', sort: 'failedOperations', number: true, card: 'figure', value: row => row.failedOperations, cell: row => (row.failedOperations ? h('span.bad', format.count(row.failedOperations)) : '0') },
    ];
}

function operationColumns() {
    const links = (ids, state) => (ids.length > 0 ? ids.slice(0, 4).map(id => h('a', { href: to(state(id)), style: { marginLeft: '6px' } }, id)) : '–');
    return [
        { id: 'statement', title: 'Statement', clip: true, card: 'full', value: row => row.statement, cell: row => h('span.mono', { title: row.statement.slice(0, 2000) }, (/^\w+ \{$/m.test(row.statement) ? told(row.statement) : firstLine(row.statement)) || row.operationId) },
        { id: 'state', title: 'State', card: 'side', value: row => row.state, cell: row => pill(row.state) },
        { id: 'session', title: 'Session', value: row => row.sessionId, hidden: true, cell: row => h('span.mono', { title: row.sessionId }, short(row.sessionId)) },
        { id: 'user', title: 'User', card: 'main', value: row => row.user, cell: row => row.user || '–' },
        { id: 'started', title: 'Started', value: row => row.startedAt, cell: row => since(row.startedAt) },
        { id: 'duration', title: 'Duration', number: true, card: 'figure', value: row => row.durationMillis, cell: row => lasting(row.startedAt, row.closedAt ?? row.finishedAt, row.durationMillis ?? undefined) },
        { id: 'rows', title: 'Rows', number: true, card: 'figure', value: row => row.producedRows, cell: row => format.count(row.producedRows) },
        { id: 'queries', title: 'Queries', number: true, value: row => row.executionIds.join(' '), cell: row => links(row.executionIds, query => ({ tab: 'sql', query })) },
        { id: 'jobs', title: 'Jobs', number: true, value: row => row.jobIds.join(' '), cell: row => links(row.jobIds, job => ({ tab: 'stages', job })) },
        { id: 'error', title: 'Error', clip: 'narrow', card: 'full', value: row => row.error, cell: row => (row.error ? h('span.bad', { title: row.error.slice(0, 2000) }, firstLine(row.error)) : '') },
    ];
}
