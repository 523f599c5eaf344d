/** What a Kubernetes cluster is made of: its nodes, and the drivers and executors on them. */
import { h } from '../../core/dom.js';
import * as api from '../../api.js';
import * as format from '../../core/format.js';
import { applicationAddress } from '../../core/router.js';
import { bar, since } from '../../ui/basics.js';
import { empty } from '../../ui/panel.js';

const MOST = 100;
/** Cores as people write them: 2, 0.3. */
export const cores = value => String(Math.round(value * 100) / 100);

function table(label, heads, rows, total) {
    return [h('div.scroll', { tabindex: '0' }, h('table', { 'aria-label': label },
        h('thead', h('tr', heads.map(([name, number]) => h(number ? 'th.number' : 'th', { scope: 'col' }, name)))), h('tbody', rows))),
    total > rows.length ? h('p.muted', { style: { padding: '8px 14px' } }, `and ${format.count(total - rows.length)} more`) : null];
}

/** A refusal of the cluster is told where its answer would stand. */
async function listed(clusterId, what, signal, show) {
    try {
        const { items, total } = await api.list(api.path('cluster', clusterId, what), { limit: MOST }, signal);
        return show(items, total);
    } catch (error) {
        if (error.status !== 503) throw error;
        return empty('The cluster does not answer.', { hint: error.message });
    }
}

export function nodes(clusterId, signal) {
    return listed(clusterId, 'node', signal, (items, total) => {
        if (items.length === 0) return empty('No node is known.', { hint: 'The platform may not look at the nodes of this cluster, or there are none.' });
        return table('Nodes', [['Node'], ['State'], ['Capacity'], ['Cores of applications', true], ['Pods', true], ['Since', true]], items.map(one => h('tr',
            h('td', h('b', { style: { fontWeight: 500 } }, one.name), h('small', [one.instanceType, one.zone].filter(Boolean).join(', '))),
            h('td', one.state === 'ready' ? 'ready' : h('span.warn', one.state)), h('td', one.capacityType ?? '–'),
            h('td.number', bar(one.allocatable.cores ? one.ours.cores / one.allocatable.cores : 0, { tone: 'cpu' }), `${cores(one.ours.cores)} of ${cores(one.allocatable.cores)}`),
            h('td.number', format.count(one.ours.pods)), h('td.number', one.createdAt ? since(one.createdAt) : '–'))), total);
    });
}

export function pods(clusterId, signal) {
    return listed(clusterId, 'pod', signal, (items, total) => {
        if (items.length === 0) return empty('No pod of an application is there.', { hint: 'Drivers and executors are shown here while they are.' });
        return table('Pods', [['Pod'], ['State'], ['Node'], ['Asks for', true], ['Since', true]], items.map(one => h('tr',
            h('td.clip', h('a.name', { href: applicationAddress({ clusterId, id: one.appId }), title: one.name }, one.appId), h('small', one.container)),
            h('td', one.state, one.reason && h('small.warn', { title: one.reason }, one.reason)), h('td', one.node ?? '–'),
            h('td.number', `${cores(one.request.cores)} cores, ${format.bytes(one.request.memoryBytes)}`), h('td.number', one.since ? since(one.since) : '–'))), total);
    });
}
