/** Datasets that the program keeps in memory or on disk; one chosen has a page of its own. */
import { h, replace, throttle } from '../../core/dom.js';
import * as format from '../../core/format.js';
import { merge, parse } from '../../core/query.js';
import { address } from '../../core/router.js';
import * as api from '../../api.js';
import { bar, facts } from '../../ui/basics.js';
import { listing } from '../../ui/listing.js';
import { empty, fill, panel } from '../../ui/panel.js';

const SETTING = 'spark.eventLog.logBlockUpdates.enabled=true';
const addressOf = row => address(location.pathname, { tab: 'storage', attempt: parse(location.search).attempt, rdd: row.rddId });
const executorName = id => (id === 'driver' ? 'driver' : `executor ${id}`);

export function show(tab) {
    return tab.state.rdd ? showOne(tab) : showAll(tab);
}

/** `Disk Memory Deserialized 1x Replicated` in few words: where it lies, and what is not as usual. */
function shortLevel(level) {
    const times = /(\d+)x Replicated/.exec(level)?.[1] ?? '1';
    const places = ['Memory', 'Disk'].filter(place => level.includes(place)).join(' and ').toLowerCase() || level;
    return `${places.charAt(0).toUpperCase()}${places.slice(1)}${level.includes('Off') ? ', off heap' : ''}${level.includes('Deserialized') ? '' : ', serialized'}${times === '1' ? '' : `, ${times} times`}`;
}

/** All of it went with its executors, or was given up. */
const gone = row => row.cachedPartitions === 0 && row.peakMemoryBytes + row.peakDiskBytes > 0;

/** Spark logs blocks only when asked to: without that, what is kept where is not known. */
const untold = rows => rows.length > 0 && rows.every(row => row.cachedPartitions === 0 && row.peakMemoryBytes === 0 && row.peakDiskBytes === 0);

function showAll(tab) {
    const { signal, application } = tab;
    let state = tab.state;
    const note = h('div');
    const rows = listing({
        name: 'storage', missing: tab.missing, label: 'Kept datasets', key: row => String(row.rddId), href: addressOf, defaultSort: '-memoryBytes', columns: columns(),
        load: async page => {
            const answer = await api.list(api.applicationPath(application(), 'storage'), { attempt: tab.attempt, ...page }, signal);
            replace(note, untold(answer.items) ? h('div.banner.pending', h('div', 'Sizes are not in this event log: Spark writes them only with ', h('code', SETTING), '.')) : null);
            return answer;
        },
        csv: now => api.url(api.applicationPath(application(), 'storage'), { attempt: tab.attempt, sort: now.sort, format: 'csv' }),
        nothing: () => empty('This run has kept no dataset.', { hint: 'cache() and persist() keep what is used more than once; it is shown here then.' }),
    });
    replace(tab.root, note, rows.element);
    const update = next => {
        state = next;
        return rows.update(state);
    };
    update(state);
    return { update, live: throttle(4000, () => rows.update(state), signal) };
}

function columns() {
    const size = (id, title, rest = {}) => ({ id, title, sort: id, number: true, value: row => row[id], cell: row => format.bytes(row[id]), ...rest });
    return [
        { id: 'rddId', title: 'RDD', sort: 'rddId', card: 'side', value: row => row.rddId, cell: row => h('a.name', { href: addressOf(row) }, row.rddId) },
        { id: 'name', title: 'Name', sort: 'name', clip: true, card: 'main', value: row => row.name, cell: row => [row.name, row.unpersisted ? h('span.tag', { style: { marginLeft: '6px' }, title: 'The program has unpersisted it' }, 'given up') : gone(row) ? h('span.tag', { style: { marginLeft: '6px' }, title: 'Its executors are gone, and what they kept with them' }, 'gone') : null] },
        { id: 'level', title: 'Level', sort: 'level', card: 'full', value: row => row.level, cell: row => h('span', { title: row.level }, shortLevel(row.level)) },
        { id: 'cached', title: 'Partitions kept', sort: 'cachedPartitions', number: true, card: 'figure', value: row => row.cachedPartitions, cell: row => [bar(row.partitions ? row.cachedPartitions / row.partitions : 0, { tone: 'cpu', title: format.percent(row.partitions ? row.cachedPartitions / row.partitions : 0) }), `${format.count(row.cachedPartitions)} / ${format.count(row.partitions)}`] },
        size('memoryBytes', 'In memory', { card: 'figure' }), size('diskBytes', 'On disk', { card: 'figure' }), size('peakMemoryBytes', 'Most in memory'), size('peakDiskBytes', 'Most on disk'),
    ];
}

function showOne(tab) {
    const { signal, application, state } = tab;
    const below = (...parts) => api.applicationPath(application(), 'storage', state.rdd, ...parts);
    const head = h('div');
    const blocks = listing({
        name: 'blocks', label: 'Partitions', title: 'Partitions', key: row => String(row.partition), defaultSort: 'partition', prefix: 'block-',
        columns: [
            { id: 'partition', title: 'Partition', sort: 'partition', card: 'main', value: row => row.partition, cell: row => row.partition },
            { id: 'level', title: 'Level', card: 'full', value: row => row.level, cell: row => h('span', { title: row.level }, shortLevel(row.level)) },
            { id: 'memory', title: 'In memory', sort: 'memoryBytes', number: true, card: 'figure', value: row => row.memoryBytes, cell: row => format.bytes(row.memoryBytes) },
            { id: 'disk', title: 'On disk', sort: 'diskBytes', number: true, card: 'figure', value: row => row.diskBytes, cell: row => format.bytes(row.diskBytes) },
            { id: 'executors', title: 'Where', card: 'side', value: row => row.executors.join(' '), cell: row => row.executors.map(executorName).join(', ') },
        ],
        load: page => api.list(below('blocks'), { attempt: tab.attempt, ...page }, signal),
        csv: now => api.url(below('blocks'), { attempt: tab.attempt, sort: now['block-sort'], format: 'csv' }),
        nothing: () => empty('No partition of it is kept now.', { hint: ['Blocks are in the event log only with ', h('code', SETTING), '.'] }),
    });
    const back = merge(state, { rdd: null, 'block-sort': null, 'block-page': null });
    replace(tab.root, h('nav.crumbs', { 'aria-label': 'Kept datasets', style: { marginBottom: '8px' } }, h('a', { href: address(location.pathname, back) }, 'All kept datasets')), head, blocks.element);
    const load = () => fill(head, async () => datasetPanels(await api.one(below(), { attempt: tab.attempt }, signal)), { lines: 6, keep: true });
    load();
    blocks.update(state);
    return { update: next => blocks.update(next), live: throttle(4000, load, signal) };
}

function datasetPanels(rdd) {
    const head = panel({ title: rdd.name, note: `RDD ${rdd.rddId}` });
    head.inside.append(facts([
        ['Level', rdd.level], ['Partitions kept', `${format.count(rdd.cachedPartitions)} of ${format.count(rdd.partitions)}`],
        ['In memory', `${format.bytes(rdd.memoryBytes)}, at most ${format.bytes(rdd.peakMemoryBytes)}`], ['On disk', `${format.bytes(rdd.diskBytes)}, at most ${format.bytes(rdd.peakDiskBytes)}`],
        rdd.unpersisted && ['Given up', 'The program has unpersisted it'],
    ]));
    return [head.element, rdd.executors.length > 0 ? spread(rdd) : null];
}

/** How evenly it lies on the executors. */
function spread(rdd) {
    const frame = panel({ title: 'Where it is', note: 'by executor', flush: true });
    const whole = one => one.onHeapBytes + one.offHeapBytes + one.diskBytes;
    const most = Math.max(1, ...rdd.executors.map(whole));
    const names = ['Executor', 'Partitions', 'On heap', 'Off heap', 'On disk', ''];
    frame.inside.append(h('div.scroll', { tabindex: '0' }, h('table', { 'aria-label': 'Distribution over executors' },
        h('thead', h('tr', names.map((name, index) => h(`th${index > 0 && name ? '.number' : ''}`, { scope: 'col' }, name || h('span.unseen', 'Share'))))),
        h('tbody', [...rdd.executors].sort((one, two) => whole(two) - whole(one)).map(one => h('tr', h('td', executorName(one.executorId)), h('td.number', format.count(one.blocks)),
            [one.onHeapBytes, one.offHeapBytes, one.diskBytes].map(size => h('td.number', format.bytes(size))), h('td', bar(whole(one) / most, { tone: 'cpu', wide: true, title: `${format.bytes(whole(one))} on ${executorName(one.executorId)}` }))))))));
    return frame.element;
}
