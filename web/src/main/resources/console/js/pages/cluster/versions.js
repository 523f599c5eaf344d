/** The Spark versions that the cluster's applications asked for. */
import { h } from '../../core/dom.js';
import * as api from '../../api.js';
import * as format from '../../core/format.js';
import { address } from '../../core/router.js';
import { bar, since } from '../../ui/basics.js';
import { empty } from '../../ui/panel.js';

export async function versions(clusterId, days, signal) {
    const { items } = await api.list(api.path('cluster', clusterId, 'runtime'), { days, limit: 100 }, signal);
    if (items.length === 0) return empty(days === 1 ? 'Nothing was submitted in the last day.' : `Nothing was submitted in the last ${days} days.`);
    const all = items.reduce((sum, one) => sum + one.applications, 0);
    return h('div.scroll', { tabindex: '0' }, h('table', { 'aria-label': 'Spark versions' },
        h('thead', h('tr', h('th', { scope: 'col' }, 'Spark'), ['Applications', 'Running', 'Failed', 'Last'].map(name => h('th.number', { scope: 'col' }, name)))),
        h('tbody', items.map(one => h('tr',
            h('td', one.version ? h('a.name', { href: address('/', { clusterId, sparkVersion: one.version }) }, one.version) : h('span.muted', 'not told')),
            h('td.number', bar(one.applications / all, { tone: 'cpu' }), format.count(one.applications)),
            h('td.number', format.count(one.running)), h(`td.number${one.failed ? '.bad' : ''}`, format.count(one.failed)), h('td.number', since(one.lastAt)))))));
}
