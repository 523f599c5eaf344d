/** What is told of a registered Kubernetes cluster alone: how it is used, what its doctor says, how it is let go. */
import { h } from '../../core/dom.js';
import { icon } from '../../core/icons.js';
import * as api from '../../api.js';
import * as format from '../../core/format.js';
import { go } from '../../core/router.js';
import { button, facts } from '../../ui/basics.js';
import { confirm } from '../../ui/dialog.js';
import { toast, toastError } from '../../ui/toast.js';
import { cores } from './inventory.js';

/** How it is reached and used. */
export function registration({ kubernetes: use, capacity }) {
    const none = text => h('span.muted', text);
    return facts([
        ['Kubernetes', use.version ?? none('not known yet')],
        ['Reached', use.inCluster ? 'from within, by the pod\'s service account' : `by a kubeconfig${use.context ? `, context ${use.context}` : ''}`],
        ['Namespace', h('code', use.namespace)], ['Drivers run as', h('code', use.serviceAccount)], ['Images', h('code', `${use.imageRepository}:<version>`)],
        ['Room', capacity.cores === null ? none('what the cluster itself allows') : `${cores(capacity.cores)} cores, ${format.bytes(capacity.memoryBytes)}`],
        ['Agent', use.platformUrl ? h('code', use.platformUrl) : none('no address of this platform was given: no live history')],
        ['Event logs', use.eventLogDir ? h('code', use.eventLogDir) : none('none besides')],
    ]);
}

/** Looks at the cluster now; each finding says what to do. */
export async function doctor(clusterId, signal) {
    let found;
    try {
        found = await api.one(api.path('cluster', clusterId, 'doctor'), {}, signal);
    } catch (error) {
        if (error.status !== 409) throw error;
        return h('span.row.bad', icon('failed'), h('span', error.message));
    }
    const marks = { problem: ['bad', 'failed'], warning: ['warn', 'warning'], note: ['muted', 'info'] };
    const rows = found.findings.map(one => h(`div.row.${marks[one.kind][0]}`, icon(marks[one.kind][1]), h('span', marked(one.sentence))));
    return h('div.stack', rows, found.findings.some(one => one.kind !== 'note') ? null : h('span.row.good', icon('check'), h('span', 'It answers, and applications can be launched.')));
}

/** A sentence whose `commands` stand out. */
const marked = sentence => sentence.split('`').map((part, index) => (index % 2 === 1 ? h('code', part) : part));

/** Asks, ends what runs there if that is wanted, and leaves for the list. */
export async function remove(cluster) {
    const live = cluster.running + cluster.pending;
    const sure = await confirm({
        title: `Remove ${cluster.id}?`, action: 'Remove',
        text: `${live ? `${format.plural(live, 'application')} on it will be ended. ` : ''}Its credentials are forgotten; what ran there stays in lists and history.`,
    });
    if (!sure) return;
    try {
        await api.write('DELETE', api.url(api.path('cluster', cluster.id), live ? { force: cluster.id } : {}));
        toast(`${cluster.id} is removed`, 'completed');
        go('/clusters');
    } catch (error) {
        toastError(error);
    }
}

/** Makes what applications need there and is missing. */
export async function provision(clusterId) {
    try {
        const { made } = (await api.write('POST', api.path('cluster', clusterId, 'provision'), {})).items[0];
        toast(made.length ? `${clusterId}: ${made.join(', ')}` : `${clusterId}: all that applications need was there`, 'completed');
    } catch (error) {
        toastError(error);
    }
}

export function actions(cluster, afterwards) {
    return [button('Provision', async () => { await provision(cluster().id); afterwards(); }, { title: 'Makes the namespace, service account and role of drivers where they are missing' }),
        button('Remove', () => remove(cluster()), { tone: 'danger' })];
}
