/** The effective configuration with the source of each value, and what differs from the run before. */
import { h, replace } from '../../core/dom.js';
import { applicationAddress, change } from '../../core/router.js';
import * as api from '../../api.js';
import { button, copy } from '../../ui/basics.js';
import { filterChip, flagChip } from '../../ui/filters.js';
import { listing } from '../../ui/listing.js';
import { empty, fill, panel } from '../../ui/panel.js';

const TONES = { override: 'accented', job: 'completed', tuning: 'pending', template: 'warning', default: 'killed' };

/** Where a value comes from, as a coloured tag. */
export function sourceTag(source) {
    return h(`span.tag.${TONES[source.replace(/\(.*/, '')] ?? 'killed'}`, source);
}

/** A value of the configuration as text. */
export function valueText(value) {
    if (value === null || value === undefined) return '–';
    return typeof value === 'string' ? value : JSON.stringify(value);
}

export function show(tab) {
    const { signal, application } = tab;
    const answer = api.one(api.applicationPath(application(), 'config'), {}, signal);
    const rows = listing({
        name: 'configuration', label: 'Configuration', key: row => row.key, local: true, defaultSort: 'key',
        columns: [
            { id: 'key', title: 'Key', sort: 'key', card: 'full', value: row => row.key, cell: row => h('span.mono', row.key) },
            { id: 'value', title: 'Value', card: 'full', clip: true, value: row => valueText(row.value), cell: row => h('span.mono', valueText(row.value)) },
            { id: 'source', title: 'Source', sort: 'source', card: 'main', value: row => row.source, cell: row => sourceTag(row.source) },
            { id: 'previous', title: 'In the run before', card: 'full', clip: true, value: row => ('previous' in row ? valueText(row.previous) : ''), cell: row => ('previous' in row ? h('span.mono.diff-removed', valueText(row.previous)) : h('span.muted', 'the same')) },
        ],
        load: async (page, state) => {
            const { keys } = await answer;
            const sources = state.source?.split(',');
            const items = keys.filter(row => (!state.q || `${row.key} ${valueText(row.value)}`.toLowerCase().includes(state.q.toLowerCase()))
                && (!sources || sources.includes(row.source.replace(/\(.*/, ''))) && (state.set !== 'true' || row.source !== 'default') && (state.changed !== 'true' || 'previous' in row));
            return { items };
        },
        nothing: () => empty('No key matches these filters.'),
    });
    const spark = panel({ title: 'As Spark reported it', note: 'secrets are masked', flush: true });
    const request = panel({ title: 'The request as it was sent', flush: true });
    replace(tab.root, rows.element, spark.element, request.element);
    fill(spark.inside, async () => sparkTable((await answer).sparkProperties));
    fill(request.inside, async () => {
        const text = JSON.stringify((await answer).request, null, 2);
        request.setTools(button('Copy', () => copy(text), { tone: 'small', picture: 'copy' }));
        return h('pre.plan', { tabindex: '0' }, text);
    });

    function update(state) {
        rows.setFilters([
            h('input.input.find-in', { type: 'search', placeholder: 'Key or value', 'aria-label': 'Key or value', value: state.q ?? '', onchange: event => change({ q: event.target.value.trim() }) }),
            flagChip(state, 'set', 'Not default'),
            flagChip(state, 'changed', 'Changed since the run before'),
            filterChip(state, 'source', 'Source', () => Object.keys(TONES).map(source => [source, source])),
            previousLink(application()),
        ]);
        return rows.update(state);
    }
    update(tab.state);
    return { update };
}

function previousLink(application) {
    return application.previousAppId ? h('a', { href: applicationAddress({ clusterId: application.clusterId, id: application.previousAppId }, { tab: 'configuration' }) }, 'The run before') : null;
}

function sparkTable(properties) {
    const pairs = Object.entries(properties ?? {}).sort(([one], [two]) => one.localeCompare(two));
    if (pairs.length === 0) return empty('Spark has not reported its properties yet.', { hint: 'It does once its driver is up.' });
    return h('div.scroll', { tabindex: '0', style: { maxHeight: '420px' } }, h('table', { 'aria-label': 'Spark properties' },
        h('thead', h('tr', h('th', { scope: 'col' }, 'Property'), h('th', { scope: 'col' }, 'Value'))),
        h('tbody', pairs.map(([key, value]) => h('tr', h('td.mono', key), h('td.mono.wrap', value))))));
}
