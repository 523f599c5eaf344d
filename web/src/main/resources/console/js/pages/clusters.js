/** The clusters, and how full each is. */
import { h, replace, throttle } from '../core/dom.js';
import * as format from '../core/format.js';
import * as api from '../api.js';
import * as live from '../core/live.js';
import { bar, button, pill } from '../ui/basics.js';
import { listing } from '../ui/listing.js';
import { empty } from '../ui/panel.js';

export function show(view) {
    view.title('Clusters');
    const href = row => `/clusters/${encodeURIComponent(row.id)}`;
    const used = row => (row.capacity.cores ? row.admitted.cores / row.capacity.cores : 0);
    const rows = listing({
        name: 'clusters', label: 'Clusters', key: row => row.id, href, local: true, defaultSort: 'id',
        columns: [
            { id: 'name', title: 'Cluster', sort: 'id', card: 'main', value: row => row.id, cell: row => [h('a.name', { href: href(row) }, row.id), h('small', row.displayName)] },
            { id: 'state', title: 'State', card: 'side', value: row => row.state, cell: row => pill(row.state, { title: row.stateReason }) },
            { id: 'kind', title: 'Kind', value: row => row.kind, cell: row => [row.kind, row.kubernetes?.version && h('small', row.kubernetes.version)] },
            { id: 'running', title: 'Running', sort: 'running', number: true, card: 'figure', value: row => row.running, cell: row => format.count(row.running) },
            { id: 'pending', title: 'Waiting', sort: 'pending', number: true, card: 'figure', value: row => row.pending, cell: row => format.count(row.pending) },
            { id: 'cores', title: 'Cores admitted', sort: 'used', number: true, card: 'full', value: row => row.admitted.cores, cell: row => (row.kind === 'external' ? '–' : row.capacity.cores === null ? `${format.decimal(row.admitted.cores)}, no bound` : [bar(used(row), { tone: used(row) > 0.9 ? 'warning' : 'cpu', title: format.percent(used(row)) }), `${Math.round(row.admitted.cores * 100) / 100} of ${Math.round(row.capacity.cores * 100) / 100}`]) },
            { id: 'memory', title: 'Memory admitted', number: true, value: row => row.admitted.memoryBytes, cell: row => (row.kind === 'external' ? '–' : row.capacity.memoryBytes === null ? format.bytes(row.admitted.memoryBytes) : `${format.bytes(row.admitted.memoryBytes)} of ${format.bytes(row.capacity.memoryBytes)}`) },
            { id: 'versions', title: 'Spark', value: row => row.runtimes.join(' '), cell: row => row.runtimes.join(', ') },
        ],
        load: () => api.list(api.path('cluster'), { limit: 100 }, view.signal),
        nothing: () => empty('There is no cluster.', { hint: 'The embedded one starts with the platform:', copyable: 'bin/spindrift doctor' }),
    });
    replace(view.root, h('div.head.titled', h('h1', 'Clusters'), view.user.admin && h('div.actions', button('Register', async () => (await import('./cluster/register.js')).registerDialog(), { tone: 'primary', picture: 'plus' }))), rows.element);
    live.on('cluster', cluster => rows.patch(cluster), view.signal);
    const later = throttle(1000, () => rows.update(view.state), view.signal);
    live.on('refresh', later, view.signal);
    rows.update(view.state);
    return { update: state => rows.update(state) };
}
