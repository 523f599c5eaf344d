/** SQL queries as a table, and one with its plan text. */
import { h, replace, throttle } from '../../core/dom.js';
import * as format from '../../core/format.js';
import { merge, parse } from '../../core/query.js';
import { address } from '../../core/router.js';
import * as api from '../../api.js';
import { button, copy, facts, lasting, pill, since } from '../../ui/basics.js';
import { listing } from '../../ui/listing.js';
import { empty, fill, panel } from '../../ui/panel.js';

export function show(tab) {
    return tab.state.query ? showQuery(tab) : showList(tab);
}

const queryAddress = row => address(location.pathname, { tab: 'sql', attempt: parse(location.search).attempt, query: row.executionId });

function showList(tab) {
    const { signal, application } = tab;
    let state = tab.state;
    const rows = listing({
        name: 'sql', missing: tab.missing, label: 'SQL queries', key: row => String(row.executionId), href: queryAddress, defaultSort: '-executionId',
        columns: [
            { id: 'id', title: 'Query', sort: 'executionId', descendingFirst: true, card: 'main', value: row => row.executionId, cell: row => h('a.name', { href: queryAddress(row) }, row.executionId) },
            { id: 'name', title: 'Description', clip: true, card: 'full', value: row => row.name, cell: row => row.name },
            { id: 'state', title: 'State', sort: 'state', card: 'side', value: row => row.state, cell: row => pill(row.state) },
            { id: 'started', title: 'Started', sort: 'startedAt', descendingFirst: true, value: row => row.startedAt, cell: row => since(row.startedAt) },
            { id: 'duration', title: 'Duration', sort: 'durationMillis', number: true, card: 'figure', value: row => row.durationMillis, cell: row => lasting(row.startedAt, row.endedAt, row.endedAt ? row.durationMillis : undefined) },
            { id: 'jobs', title: 'Jobs', number: true, value: row => row.jobIds.join(' '), cell: row => row.jobIds.join(', ') || '–' },
            { id: 'stages', title: 'Stages', number: true, value: row => row.stageIds.length, cell: row => format.count(row.stageIds.length) },
            { id: 'plans', title: 'Plans', number: true, hint: 'Versions of its plan that adaptive execution made', value: row => row.planVersions, cell: row => row.planVersions },
            { id: 'error', title: 'Error', clip: true, card: 'full', value: row => row.error, cell: row => (row.error ? h('span.bad', { title: row.error.slice(0, 2000) }, row.error.trim().split('\n', 1)[0].slice(0, 200)) : '') },
        ],
        load: page => api.list(api.applicationPath(application(), 'sql'), { attempt: tab.attempt, ...page }, signal),
        csv: now => api.url(api.applicationPath(application(), 'sql'), { attempt: tab.attempt, sort: now.sort, format: 'csv' }),
        nothing: () => empty('This application has run no SQL query.', { hint: 'DataFrames and Datasets count as SQL; plain RDDs do not.' }),
    });
    replace(tab.root, rows.element);
    const update = next => {
        state = next;
        return rows.update(state);
    };
    update(state);
    return { update, live: throttle(4000, () => rows.update(state), signal) };
}

function showQuery(tab) {
    const { signal, application, state } = tab;
    const place = h('div');
    replace(tab.root, h('nav.crumbs', { 'aria-label': 'SQL queries', style: { marginBottom: '8px' } }, h('a', { href: address(location.pathname, merge(state, { query: null })) }, 'All queries')), place);
    const load = () => fill(place, async () => queryPanels(await api.one(api.applicationPath(application(), 'sql', state.query), { attempt: tab.attempt }, signal)), { lines: 10, keep: true });
    load();
    return { update: () => {}, live: throttle(4000, load, signal) };
}

function queryPanels(query) {
    const head = panel({ title: `Query ${query.executionId}` });
    const stages = query.stageIds.map(id => h('a', { href: address(location.pathname, { tab: 'stages', attempt: parse(location.search).attempt, stage: `${id}.0` }), style: { marginRight: '8px' } }, id));
    head.setTools(pill(query.state));
    head.inside.append(facts([
        ['Description', query.name], query.name !== query.description && ['In Spark', h('code', query.description)], ['Started', since(query.startedAt)], ['Duration', lasting(query.startedAt, query.endedAt, query.endedAt ? query.durationMillis : undefined)],
        query.jobIds.length > 0 && ['Jobs', query.jobIds.join(', ')], stages.length > 0 && ['Stages', stages],
        Object.keys(query.modifiedConfigs ?? {}).length > 0 && ['Set for this session', Object.entries(query.modifiedConfigs).map(([key, value]) => h('div', h('code', `${key}=${value}`)))],
        query.error && ['Why it failed', h('pre.trace', { tabindex: '0' }, query.error)],
    ]), query.details ? h('details', h('summary', 'Where it comes from in the code'), h('pre.trace', { tabindex: '0' }, query.details)) : '');
    return [head.element, metricsPanel(query), planPanel('Plan', query.planVersions > 1 ? `as it ran, after ${format.plural(query.planVersions, 'version')}` : '', query.planText), query.firstPlanText && query.firstPlanText !== query.planText ? planPanel('First plan', 'before adaptive execution changed it', query.firstPlanText) : null];
}

function planPanel(title, note, text) {
    if (!text) return null;
    const frame = panel({ title, note, flush: true, tools: [button('Copy', () => copy(text), { tone: 'small', picture: 'copy' })] });
    frame.inside.append(h('pre.plan', { tabindex: '0' }, text));
    return frame.element;
}

/** Every operator with what it measured. */
function metricsPanel(query) {
    const nodes = (query.nodes ?? []).filter(node => node.metrics.length > 0);
    if (nodes.length === 0) return null;
    const frame = panel({ title: 'Operators', note: 'in the order of the plan', flush: true });
    frame.inside.append(h('div.scroll', { tabindex: '0' }, h('table.cards', { 'aria-label': 'Operators' },
        h('thead', h('tr', ['Operator', 'What it works on', 'Measured'].map(name => h('th', { scope: 'col' }, name)))),
        h('tbody', nodes.map(node => h('tr',
            h('td', { 'data-card': 'main' }, node.codegenId ? `${node.name} (${node.codegenId})` : node.name),
            h('td.clip', { 'data-card': 'full', title: node.description, style: { maxWidth: '260px' } }, node.description.startsWith(node.name) ? node.description.slice(node.name.length).trim() : node.description),
            h('td.wrap', { 'data-card': 'full' }, node.metrics.filter(metric => metric.text && metric.text !== '0').map(metric => h('span', { style: { marginRight: '14px' } }, `${metric.name} `, h('b', { style: { fontWeight: 500 } }, metric.text.split('\n').at(-1)))))))))));
    return frame.element;
}
