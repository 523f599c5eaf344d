/** One cluster: capacity, load, queue, what the platform says of its own health. */
import { h, replace, throttle } from '../core/dom.js';
import { icon } from '../core/icons.js';
import * as format from '../core/format.js';
import * as api from '../api.js';
import * as live from '../core/live.js';
import { applicationAddress, change } from '../core/router.js';
import { choice, facts, pill, since, tile } from '../ui/basics.js';
import { empty, fill, panel } from '../ui/panel.js';
import { endedStrip } from './applications/strip.js';
import { applicationTable } from './applications/table.js';
import { nodes, pods } from './cluster/inventory.js';
import { journal } from './cluster/journal.js';
import { actions, doctor, registration } from './cluster/kubernetes.js';
import { lastRunsPanel } from './cluster/lastruns.js';
import { loadPanel } from './cluster/load.js';
import { refill } from './cluster/refill.js';
import { versions } from './cluster/versions.js';

const RANGES = [[1, '1 day'], [7, '7 days'], [30, '30 days']];
const LOOK_MILLIS = 15_000;

export async function show(view) {
    const { clusterId } = view.parameters;
    let cluster = await api.one(api.path('cluster', clusterId), {}, view.signal);
    let state = view.state;
    let summary = null;
    view.title(cluster.id);
    // What is only looked at has no room to give and nothing that waits for it.
    const operated = cluster.kind !== 'external';
    const remote = cluster.kind === 'kubernetes';
    const days = () => (RANGES.some(([range]) => String(range) === state.days) ? Number(state.days) : 7);
    const head = h('div.head');
    const sub = h('div.sub');
    const tiles = h(`div.tiles${remote ? '.four' : '.five'}`);
    const queue = panel({ title: 'Queue', note: 'in the order in which they start', flush: true });
    const health = panel({ title: remote ? 'Doctor' : 'Health', note: remote ? 'looked at now' : '' });
    const used = panel({ title: 'How it is used' });
    const machines = panel({ title: 'Nodes', flush: true });
    const containers = panel({ title: 'Pods', note: 'of applications, the oldest first', flush: true });
    let asked = null;
    const ask = () => (asked ??= api.one(api.path('summary'), { days: days(), clusterId }, view.signal).catch(error => {
        asked = null;
        throw error;
    }));
    const strip = endedStrip(view, ask, bucket => change({ from: bucket.from, to: bucket.to }));
    const load = loadPanel(view, clusterId, days, operated);
    const lastRuns = lastRunsPanel(view, clusterId);
    const versionsUsed = panel({ title: 'Spark versions', note: 'of what was submitted', flush: true });
    const runtimes = panel({ title: 'Spark runtimes', note: 'installed here', flush: true });
    const log = journal(view, clusterId);
    const rows = applicationTable(view, { fixed: { clusterId }, title: 'Applications', nothing: () => empty('No application matches.', operated ? { copyable: 'bin/spindrift submit --job example app.py' } : {}) });
    const columns = (left, right) => h('div.columns', h('div', left), h('div', right));
    replace(view.root, h('nav.crumbs', { 'aria-label': 'Breadcrumb' }, h('a', { href: '/clusters' }, 'Clusters'), ' / ', cluster.id), head, sub,
        operated ? null : watched(cluster), tiles, strip.element, load.element, columns(lastRuns.element, versionsUsed.element),
        operated && columns([queue.element, remote ? health.element : runtimes.element], remote ? used.element : health.element),
        remote && [machines.element, containers.element], rows.element, log.element);

    function paint() {
        once(head, [cluster.displayName, cluster.state, days()], () => [h('h1', cluster.displayName || cluster.id), pill(cluster.state), h('div.actions', { style: { flexWrap: 'wrap', maxWidth: '100%' } }, choice('Range', RANGES, days(), value => change({ days: value === 7 ? null : value, from: null, to: null })), remote && view.user.admin && actions(() => cluster, loadHealth))]);
        replace(sub, h('span', 'Id ', h('b', cluster.id)), h('span', 'Kind ', h('b', cluster.kind)), cluster.kubernetes?.version && h('span', 'Kubernetes ', h('b', cluster.kubernetes.version)), cluster.stateReason && h('span', cluster.stateReason),
            cluster.prices && h('span', 'Price ', h('b', `${format.money(cluster.prices.perCoreHour)} a core hour, ${format.money(cluster.prices.perGibHour)} a GiB hour`)));
        replace(tiles, operated ? clusterTiles(cluster) : [tile('Running', format.count(cluster.running), cluster.running === 1 ? 'application' : 'applications')], summary && summaryTiles(summary, operated));
        if (remote && cluster.kubernetes) replace(used.inside, registration(cluster));
        once(queue.inside, cluster.queue, () => queueTable(cluster));
    }

    const loadHealth = () => operated && refill(health.inside, () => (remote ? doctor(clusterId, view.signal) : healthFacts(cluster, view.signal)));
    function look() {
        loadHealth();
        log.reload();
        if (!remote) return;
        refill(machines.inside, () => nodes(clusterId, view.signal));
        refill(containers.inside, () => pods(clusterId, view.signal));
    }
    async function loadRange() {
        const wanted = days();
        load.reload();
        lastRuns.reload();
        refill(versionsUsed.inside, () => versions(clusterId, wanted, view.signal));
        asked = null;
        strip.reload();
        const loaded = await ask().catch(() => null);
        if (wanted !== days() || !loaded) return;
        summary = loaded;
        paint();
    }
    live.on('cluster', next => {
        if (next.id !== cluster.id) return;
        cluster = next;
        paint();
    }, view.signal);
    const refetch = throttle(500, async () => {
        cluster = await api.one(api.path('cluster', clusterId), {}, view.signal);
        paint();
        look();
        loadRange();
    }, view.signal);
    live.on('refresh', refetch, view.signal);
    const later = throttle(5000, loadRange, view.signal);
    live.on('application', application => application.clusterId === clusterId && later(), view.signal);
    const timer = setInterval(() => document.hidden || look(), LOOK_MILLIS);
    const slowly = setInterval(() => document.hidden || load.reload(), 4 * LOOK_MILLIS);
    view.signal.addEventListener('abort', () => {
        clearInterval(timer);
        clearInterval(slowly);
    });

    function update(next) {
        const before = days();
        state = next;
        if (days() !== before) {
            paint();
            loadRange();
        }
        log.update(state);
        return rows.update(state);
    }
    paint();
    look();
    loadRange();
    if (operated && !remote) fill(runtimes.inside, async () => runtimeTable((await api.list(api.path('runtime'), {}, view.signal)).items));
    rows.update(state);
    return { update };
}

/** Paints a part again only when what it shows has changed, so that focus and hovers stay. */
function once(element, shown, make) {
    const print = JSON.stringify(shown);
    if (element.print === print) return;
    element.print = print;
    replace(element, make());
}

function watched(cluster) {
    const beside = /^Observed on (.+)$/.exec(cluster.displayName)?.[1];
    const how = cluster.id === 'agent' ? 'Their drivers push what they do, by the plugin of the installation.'
        : beside ? ['Their drivers were started in ', h('a', { href: `/clusters/${encodeURIComponent(beside)}`, style: { textDecoration: 'underline' } }, beside), ' by spark-submit, an operator or a notebook, and are seen by their pods. Where nothing else tells what they do, they are asked themselves.']
            : 'They are read from the event logs that their Spark writes.';
    return panel({ body: empty('Its applications are looked at, not run by this platform.', { hint: [how, ' They are submitted, and ended, where they run.'] }) }).element;
}

function summaryTiles(summary, operated) {
    const days = summary.days === 1 ? 'in a day' : `in ${summary.days} days`;
    return [
        tile('Applications', format.count(summary.applications.value), days),
        tile('Succeeded', format.percent(summary.successRate.value, 1), 'of those that ended'),
        operated && tile('Cost', format.money({ amount: summary.cost.value, currency: summary.currency }), days),
        tile('Core hours', format.decimal(summary.coreHours.value), days),
        operated ? null : tile('Efficiency', format.percent(summary.efficiency.value), 'of executors’ cores', { gauge: summary.efficiency.value }),
    ];
}

function clusterTiles(cluster) {
    const { capacity, admitted, load } = cluster;
    const share = (part, whole) => (whole ? part / whole : null);
    const number = cores => String(Math.round(cores * 100) / 100);
    return [
        tile('Running', format.count(cluster.running), cluster.running === 1 ? 'application' : 'applications'),
        tile('Waiting', format.count(cluster.pending), cluster.pending ? 'for room' : 'nobody waits'),
        tile('Cores admitted', number(admitted.cores), capacity.cores === null ? 'no bound of ours' : `of ${number(capacity.cores)} that may be given`, { gauge: share(admitted.cores, capacity.cores) }),
        tile('Memory admitted', format.bytes(admitted.memoryBytes), capacity.memoryBytes === null ? 'no bound of ours' : `of ${format.bytes(capacity.memoryBytes)}`, { gauge: share(admitted.memoryBytes, capacity.memoryBytes) }),
        ...(load ? [tile('Machine CPU', format.percent(load?.cpuShare), 'all processes', { gauge: load?.cpuShare }),
        tile('Machine memory', format.bytes(load?.memoryUsedBytes), `of ${format.bytes(load?.memoryTotalBytes)}`, { gauge: share(load?.memoryUsedBytes, load?.memoryTotalBytes) })] : []),
    ];
}

function queueTable(cluster) {
    if (cluster.queue.length === 0) return empty('Nobody waits.', { hint: 'An application that does not fit at once is shown here.' });
    return h('div.scroll', { tabindex: '0' }, h('table', { 'aria-label': 'Queue' },
        h('thead', h('tr', h('th.number', { scope: 'col' }, '#'), ['Application', 'User'].map(name => h('th', { scope: 'col' }, name)), ['Cores', 'Memory', 'Waiting since'].map(name => h('th.number', { scope: 'col' }, name)))),
        h('tbody', cluster.queue.map(one => h('tr', h('td.number', one.position), h('td.clip', h('a.name', { href: applicationAddress({ clusterId: cluster.id, id: one.appId }), title: one.appId }, one.jobId ?? one.appId)), h('td', one.user), h('td.number', format.decimal(one.cores)), h('td.number', format.bytes(one.memoryBytes)), h('td.number', since(one.waitingSince)))))));
}

function runtimeTable(items) {
    if (items.length === 0) return empty('No Spark runtime is installed.', { copyable: 'bin/spindrift runtime add 4.3.0' });
    return h('div.scroll', { tabindex: '0' }, h('table', { 'aria-label': 'Spark runtimes' },
        h('thead', h('tr', ['Spark', 'Scala', 'Java', ''].map(name => h('th', { scope: 'col' }, name || h('span.unseen', 'Default'))))),
        h('tbody', items.map(one => h('tr', h('td', h('b', { style: { fontWeight: 500 } }, one.version)), h('td', one.scalaVersion ?? '–'), h('td', one.javaVersion ?? '–'), h('td', one.default ? h('span.tag.accented', 'default') : ''))))));
}

async function healthFacts(cluster, signal) {
    const [ready, version] = await Promise.all([readiness(signal), api.one(api.path('version'), {}, signal)]);
    const free = cluster.load?.diskFreeBytes;
    const mark = (good, text) => h(`span.row.${good ? 'good' : 'bad'}`, icon(good ? 'check' : 'failed'), h('span', text));
    return facts([
        ['Platform', mark(ready.status === 'UP', ready.status === 'UP' ? 'ready' : 'not ready')],
        ...(ready.checks ?? []).map(check => [check.name, mark(check.status === 'UP', check.detail ?? (check.status === 'UP' ? 'well' : 'not well'))]),
        free === null || free === undefined ? null : ['Disk for data', h('span.row', mark(free > 5 * 2 ** 30, `${format.bytes(free)} free`))],
        ['Version', `${version.version}, Java ${version.javaVersion}`], ['Running since', since(version.startedAt)],
        ['More', h('code', 'bin/spindrift doctor')],
    ]);
}

/** The answer of /ready, which is an answer also when it says no. */
async function readiness(signal) {
    try {
        return await api.one('/ready', {}, signal);
    } catch (error) {
        if (error.name === 'AbortError') throw error;
        return { status: 'DOWN', checks: [{ name: 'ready', status: 'DOWN', detail: error.message }] };
    }
}

