/** What the run ran with: Java, Spark's and Hadoop's properties, class path, and what of its log was not understood. */
import { h, replace } from '../../core/dom.js';
import * as format from '../../core/format.js';
import { change } from '../../core/router.js';
import * as api from '../../api.js';
import { facts, since } from '../../ui/basics.js';
import { filterChip } from '../../ui/filters.js';
import { listing } from '../../ui/listing.js';
import { empty, fill, panel } from '../../ui/panel.js';

const KINDS = [['sparkProperties', 'Spark'], ['hadoopProperties', 'Hadoop'], ['systemProperties', 'System'], ['metricsProperties', 'Metrics']];
const WORDS = [...KINDS.map(([, word]) => word), 'Class path'];

export function show(tab) {
    const { signal, application } = tab;
    const answer = api.one(api.applicationPath(application(), 'environment'), { attempt: tab.attempt }, signal);
    answer.catch(() => {});
    const head = panel({ title: 'Runtime' });
    const more = h('div');
    const rows = listing({
        name: 'environment', label: 'Properties', title: 'Properties', note: 'secrets are masked', key: row => `${row.kind} ${row.key}`, local: true, defaultSort: 'kind', missing: tab.missing,
        columns: [
            { id: 'key', title: 'Key', sort: 'key', card: 'full', clip: true, value: row => row.key, cell: row => h('span.mono', row.key) },
            { id: 'value', title: 'Value', card: 'full', clip: true, value: row => row.value, cell: row => h('span.mono', row.value) },
            { id: 'kind', title: 'Kind', sort: 'kind', card: 'main', value: row => WORDS.indexOf(row.kind), cell: row => h('span.tag', row.kind) },
        ],
        load: async (page, state) => {
            const part = state.q?.toLowerCase();
            const kinds = state.kind?.split(',');
            return { items: propertiesOf(await answer).filter(row => (!kinds || kinds.includes(row.kind)) && (!part || `${row.key} ${row.value}`.toLowerCase().includes(part))) };
        },
        nothing: state => (state.q || state.kind ? empty('No property matches these filters.') : empty('Spark has reported no property yet.', { hint: 'It does once its driver is up.' })),
    });
    replace(tab.root, head.element, rows.element, more);
    fill(head.inside, async () => runtime(await answer), { missing: tab.missing });
    fill(more, async () => [profiles(await answer), processes(await answer), log(await answer)], { lines: 2, missing: '' });

    function update(state) {
        rows.setFilters([
            h('input.input.find-in', { type: 'search', placeholder: 'Key or value', 'aria-label': 'Key or value', value: state.q ?? '', onchange: event => change({ q: event.target.value.trim() }) }),
            filterChip(state, 'kind', 'Kind', () => WORDS.map(word => [word, word])),
        ]);
        return rows.update(state);
    }
    update(tab.state);
    return { update };
}

function propertiesOf(environment) {
    const properties = KINDS.flatMap(([key, kind]) => (environment[key] ?? []).map(one => ({ kind, key: one.key, value: one.value ?? '' })));
    const path = (environment.classpath ?? []).map(one => (typeof one === 'string' ? { kind: 'Class path', key: one, value: '' } : { kind: 'Class path', key: one.key, value: one.value ?? '' }));
    return [...properties, ...path].sort((one, two) => one.key.localeCompare(two.key));
}

function runtime(environment) {
    return facts([['Java', environment.javaVersion], ['Java home', h('span.mono', environment.javaHome)], ['Scala', environment.scalaVersion]]);
}

function profiles({ resourceProfiles }) {
    if (!resourceProfiles || resourceProfiles.length === 0) return null;
    const frame = panel({ title: 'Resource profiles', note: 'what executors and tasks ask for', flush: true });
    const amounts = map => Object.entries(map ?? {}).map(([name, amount]) => h('span.measured', `${name} `, h('b', String(amount))));
    frame.inside.append(h('div.scroll', { tabindex: '0' }, h('table', { 'aria-label': 'Resource profiles' },
        h('thead', h('tr', ['Profile', 'An executor has', 'A task takes'].map(name => h('th', { scope: 'col' }, name)))),
        h('tbody', resourceProfiles.map(one => h('tr', h('td', one.id), h('td.wrap', amounts(one.executor)), h('td.wrap', amounts(one.task))))))));
    return frame.element;
}

function processes({ processes: known }) {
    if (!known || known.length === 0) return null;
    const frame = panel({ title: 'Other processes', note: 'beside driver and executors', flush: true });
    frame.inside.append(h('div.scroll', { tabindex: '0' }, h('table', { 'aria-label': 'Other processes' },
        h('thead', h('tr', h('th', { scope: 'col' }, 'Process'), h('th', { scope: 'col' }, 'Address'), h('th.number', { scope: 'col' }, 'Cores'), h('th', { scope: 'col' }, 'Since'))),
        h('tbody', known.map(one => h('tr', h('td', one.processId), h('td.mono', one.hostPort), h('td.number', one.cores), h('td', since(one.addedAt))))))));
    return frame.element;
}

/** Events of later versions or of others' plugins are skipped: here they are counted. */
function log({ log: read }) {
    if (!read || (read.malformedLines === 0 && read.unknownEvents === 0)) return null;
    const frame = panel({ title: 'In the event log', note: 'what history could not use' });
    frame.inside.append(facts([
        read.malformedLines > 0 && ['Broken lines', h('span.warn', format.count(read.malformedLines))],
        read.unknownEvents > 0 && ['Unknown events', format.count(read.unknownEvents)],
        ...(read.unknownByName ?? []).map(one => [h('code', one.name), format.count(one.count)]),
    ]));
    return frame.element;
}
