/** Jobs across clusters: how their last runs went. */
import { h, replace, throttle } from '../core/dom.js';
import * as format from '../core/format.js';
import * as api from '../api.js';
import * as live from '../core/live.js';
import { change, jobAddress } from '../core/router.js';
import { button, since } from '../ui/basics.js';
import { listing } from '../ui/listing.js';
import { empty } from '../ui/panel.js';
import { runSquares, sparkline } from '../ui/runs.js';

export function show(view) {
    view.title('Jobs');
    let state = view.state;
    const query = now => ({ clusterId: now.clusterId, q: now.q });
    const rows = listing({
        name: 'jobs', label: 'Jobs', key: row => row.id, href: row => jobAddress(row.id), defaultSort: '-lastRunAt',
        columns: [
            { id: 'name', title: 'Job', sort: 'id', descendingFirst: false, card: 'main', value: row => row.id, cell: row => h('a.name', { href: jobAddress(row.id) }, row.displayName) },
            { id: 'last', title: 'Last run', sort: 'lastRunAt', descendingFirst: true, card: 'side', value: row => row.lastRunAt, cell: row => since(row.lastRunAt) },
            { id: 'next', title: 'Next run', value: row => row.nextRunAt, cell: row => since(row.nextRunAt) },
            { id: 'states', title: 'Last 10 runs', card: 'full', cell: row => runSquares(row.lastRuns.slice(-10)) },
            { id: 'runs', title: 'Runs', sort: 'runs', number: true, value: row => row.runs, cell: row => format.count(row.runs) },
            { id: 'failed', title: 'Failed', number: true, value: row => row.failedShare, cell: row => h(`span${row.failedShare > 0.2 ? '.bad' : ''}`, format.percent(row.failedShare)) },
            { id: 'duration', title: 'Median duration', sort: 'durationMillis', number: true, card: 'figure', value: row => row.median?.durationMillis, cell: row => format.duration(row.median?.durationMillis) },
            { id: 'cost', title: 'Median cost', sort: 'cost', number: true, card: 'figure', value: row => row.median?.cost?.amount, cell: row => format.money(row.median?.cost) },
            { id: 'efficiency', title: 'Efficiency', sort: 'efficiency', number: true, value: row => row.median?.efficiency, cell: row => [sparkline(row.lastRuns.map(run => run.efficiency), 'Efficiency of the last 30 runs'), ' ', format.percent(row.median?.efficiency)] },
            { id: 'clusters', title: 'Clusters', value: row => row.clusterIds.join(' '), cell: row => row.clusterIds.join(', ') },
        ],
        load: (page, now) => api.list(api.path('job'), { ...query(now), ...page }, view.signal),
        csv: now => api.url(api.path('job'), { ...query(now), sort: now.sort, format: 'csv' }),
        nothing: now => (now.q || now.clusterId
            ? empty('No job matches.', { action: button('Clear the filters', () => change({ q: null, clusterId: null })) })
            : empty('There is no job yet.', { hint: 'A job is made by the first application that names it:', copyable: 'bin/spindrift submit --job daily-etl etl.py' })),
    });
    replace(view.root, h('div.head.titled', h('h1', 'Jobs')), rows.element);

    const later = throttle(3000, () => rows.update(state), view.signal);
    live.on('application', later, view.signal);
    live.on('job', later, view.signal);
    live.on('refresh', later, view.signal);

    function update(next) {
        state = next;
        rows.setFilters([h('input.input.find-in', { type: 'search', placeholder: 'Name', 'aria-label': 'Name', value: state.q ?? '', onchange: event => change({ q: event.target.value.trim() }) })]);
        return rows.update(state);
    }
    update(state);
    return { update };
}
