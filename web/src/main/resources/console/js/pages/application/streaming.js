/** Queries of Structured Streaming; one chosen query has a page of its own. */
import { h, replace, throttle } from '../../core/dom.js';
import * as format from '../../core/format.js';
import { parse } from '../../core/query.js';
import { address } from '../../core/router.js';
import * as api from '../../api.js';
import { lasting, pill, since } from '../../ui/basics.js';
import { listing } from '../../ui/listing.js';
import { empty } from '../../ui/panel.js';

const addressOf = row => address(location.pathname, { tab: 'streaming', attempt: parse(location.search).attempt, stream: row.queryRunId });

export async function show(tab) {
    if (tab.state.stream) return (await import('./stream.js')).show(tab);
    const { signal, application } = tab;
    let state = tab.state;
    const rows = listing({
        name: 'streaming', missing: tab.missing, label: 'Streaming queries', key: row => row.queryRunId, href: addressOf, defaultSort: '-startedAt', columns: columns(),
        load: page => api.list(api.applicationPath(application(), 'streaming'), { attempt: tab.attempt, ...page }, signal),
        csv: now => api.url(api.applicationPath(application(), 'streaming'), { attempt: tab.attempt, sort: now.sort, format: 'csv' }),
        nothing: () => empty('No streaming query has been started.', { hint: 'Queries of Structured Streaming tell of themselves with each trigger; DStreams are not in event logs.' }),
    });
    replace(tab.root, rows.element);
    const update = next => {
        state = next;
        return rows.update(state);
    };
    update(state);
    return { update, live: throttle(4000, () => rows.update(state), signal) };
}

const per = (sum, number) => (number > 0 ? sum / number : null);

function columns() {
    return [
        { id: 'name', title: 'Query', sort: 'name', card: 'main', clip: true, value: row => row.name, cell: row => h('a.name', { href: addressOf(row), title: row.queryRunId }, row.name || row.queryRunId.slice(0, 8)) },
        { id: 'state', title: 'State', sort: 'state', card: 'side', value: row => row.state, cell: row => pill(row.state) },
        { id: 'started', title: 'Started', sort: 'startedAt', descendingFirst: true, value: row => row.startedAt, cell: row => since(row.startedAt) },
        { id: 'duration', title: 'Ran for', sort: 'durationMillis', number: true, card: 'figure', value: row => row.durationMillis, cell: row => lasting(row.startedAt, row.endedAt, row.endedAt ? row.durationMillis : undefined) },
        { id: 'batches', title: 'Batches', sort: 'batches', number: true, card: 'figure', value: row => row.batches, cell: row => format.count(row.batches) },
        { id: 'input', title: 'Rows in', sort: 'inputRows', number: true, card: 'figure', value: row => row.inputRows, cell: row => format.count(row.inputRows) },
        { id: 'output', title: 'Rows out', sort: 'outputRows', number: true, value: row => row.outputRows, cell: row => format.count(row.outputRows) },
        { id: 'mean', title: 'Batch takes', number: true, hint: 'Mean of all batches', value: row => per(row.batchMillis, row.batches), cell: row => format.duration(per(row.batchMillis, row.batches)) },
        { id: 'longest', title: 'Longest', sort: 'longestBatchMillis', number: true, value: row => row.longestBatchMillis, cell: row => format.duration(row.batches ? row.longestBatchMillis : null) },
        { id: 'stateBytes', title: 'Most state', sort: 'stateBytesMax', number: true, value: row => row.stateBytesMax, cell: row => format.bytes(row.stateBytesMax) },
        { id: 'dropped', title: 'Too late', sort: 'droppedRows', number: true, hidden: true, hint: 'Rows dropped behind the watermark', value: row => row.droppedRows, cell: row => format.count(row.droppedRows) },
        { id: 'error', title: 'Error', clip: 'narrow', card: 'full', value: row => row.error, cell: row => (row.error ? h('span.bad', { title: row.error.slice(0, 2000) }, row.error.trim().split('\n', 1)[0].slice(0, 200)) : '') },
    ];
}
