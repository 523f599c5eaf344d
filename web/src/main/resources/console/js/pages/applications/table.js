/** The list of applications, with its filters; the home page, the job page and the cluster page show it. */
import { alone } from '../../core/alone.js';
import { h, throttle } from '../../core/dom.js';
import { icon } from '../../core/icons.js';
import * as format from '../../core/format.js';
import * as api from '../../api.js';
import * as live from '../../core/live.js';
import { list } from '../../core/query.js';
import { applicationAddress, change, compareAddress } from '../../core/router.js';
import { APPLICATION_STATES, bar, button, ended, issueCount, lasting, pill, since, stateWord } from '../../ui/basics.js';
import { filterChip, flagChip, textChip } from '../../ui/filters.js';
import { listing } from '../../ui/listing.js';
import { entry, menuButton, openMenu } from '../../ui/menu.js';
import { applicationActions } from './actions.js';

const FILTERS = ['clusterId', 'appState', 'jobId', 'user', 'submissionSource', 'sparkVersion', 'label', 'hasIssues', 'from', 'to', 'q'];
/** What history alone cannot tell. */
const UNKNOWN_ALONE = ['cluster', 'source', 'cost', 'labels'];
/** What history alone finds of runs: nothing waits there, and nothing is ended by hand. */
const STATES_ALONE = ['RUNNING', 'COMPLETED', 'COMPLETED_WITH_WARNINGS', 'FAILED', 'INCOMPLETE'];
const SOURCES = ['public-api', 'cli', 'ui', 'spark-submit', 'spark-operator', 'notebook', 'connect', 'schedule', 'event-log', 'agent', 'kubernetes'];

/** `fixed` are filters that are not the viewer's to change. */
export function applicationTable(view, { fixed = {}, nothing, title, prefix } = {}) {
    let loadedTotal = 0;
    const shown = alone ? columns().filter(column => !UNKNOWN_ALONE.includes(column.id)) : columns();
    const query = state => ({ ...Object.fromEntries(FILTERS.filter(key => state[key]).map(key => [key, state[key]])), ...fixed });
    const key = row => [row.clusterId, row.id, ...(row.attempt ? [row.attempt] : [])].join('/');
    const chosen = () => list(view.current ?? view.state, 'chosen');
    const select = {
        has: one => chosen().includes(one),
        change: (one, on) => change({ chosen: [...chosen().filter(other => other !== one), ...(on ? [one] : [])].slice(-2).join(',') }, { keepPage: true }),
    };
    const rows = listing({
        select,
        name: 'applications', label: 'Applications', title, prefix, columns: shown, key, href: runAddress, defaultSort: '-createdAt', nothing,
        load: async (page, state) => {
            const answer = await api.list(api.path('app'), { ...query(state), ...page }, view.signal);
            loadedTotal = answer.total;
            return answer;
        },
        csv: state => api.url(api.path('app'), { ...query(state), sort: state.sort, format: 'csv' }),
    });

    const reloadSoon = throttle(1000, () => rows.update(view.current ?? view.state), view.signal);
    live.on('application', application => {
        if (!fits(application, fixed)) return;
        if (!rows.patch(application)) reloadSoon();
    }, view.signal);
    live.on('refresh', reloadSoon, view.signal);

    function update(state) {
        view.current = state;
        rows.setFilters([...filters(state, fixed), comparing(chosen(), rows)]);
        return rows.update(state);
    }
    return { element: rows.element, update, total: () => loadedTotal };
}

/** Two chosen runs lead to their comparison: the earlier one is what the later is held against. */
function comparing(keys, rows) {
    if (keys.length === 0) return null;
    const clear = button('', () => change({ chosen: null }, { keepPage: true }), { tone: 'quiet small', picture: 'close', label: 'Choose none' });
    if (keys.length === 1) return h('span.row.comparing', h('span.muted', 'Choose another to compare'), clear);
    const [one, two] = keys.map(key => {
        const [clusterId, id, attempt] = key.split('/');
        return { clusterId, id, attempt, at: rows.row(key)?.createdAt ?? '' };
    }).sort((first, second) => first.at.localeCompare(second.at));
    const alike = one.clusterId === two.clusterId;
    return h('span.row.comparing', alike
        ? h('a.button.small.primary', { href: compareAddress(two, { with: one.id, attempt: two.attempt, withAttempt: one.attempt }) }, 'Compare')
        : h('span.muted', 'Only runs of one cluster can be compared'), clear);
}

function fits(application, fixed) {
    if (fixed.jobId && application.job?.id !== fixed.jobId) return false;
    return !fixed.clusterId || application.clusterId === fixed.clusterId;
}

function filters(state, fixed) {
    const names = (path, pair, query = { limit: 500 }) => async () => (await api.list(api.path(path), query)).items.map(pair);
    return [
        h('input.input.find-in', {
            type: 'search', placeholder: 'Name or id', 'aria-label': 'Name or id', value: state.q ?? '',
            onchange: event => change({ q: event.target.value.trim() }),
        }),
        filterChip(state, 'appState', 'State', () => (alone ? STATES_ALONE : APPLICATION_STATES).map(one => [one, stateWord(one)]), { word: stateWord }),
        fixed.jobId || alone ? null : filterChip(state, 'jobId', 'Job', names('job', job => [job.id, job.displayName])),
        filterChip(state, 'user', 'User', names('user', user => [user.name, user.name])),
        alone ? null : textChip(state, 'label', 'Label', 'team=data'),
        alone ? null : filterChip(state, 'submissionSource', 'Source', () => SOURCES.map(source => [source, source])),
        filterChip(state, 'sparkVersion', 'Version', names('runtime', runtime => [runtime.version, runtime.version], {})),
        flagChip(state, 'hasIssues', 'Has issues'),
        state.from ? null : timeChip(),
        state.from ? button(`${state.from.slice(5, 16).replace('T', ' ')} – ${state.to ? state.to.slice(5, 16).replace('T', ' ') : 'now'} UTC`, () => change({ from: null, to: null }), { tone: 'small', picture: 'close', label: 'Clear the time' }) : null,
    ];
}

/** Started within the last while; the address keeps the moment, so that a link shows the same later. */
function timeChip() {
    const spans = [['the last hour', 3_600_000], ['the last day', 86_400_000], ['the last 7 days', 604_800_000], ['the last 30 days', 2_592_000_000]];
    const opener = h('button.chip', { type: 'button', 'aria-haspopup': 'true', 'aria-expanded': 'false', onclick: () => openMenu(opener, close => spans.map(([word, millis]) => entry(word, () => {
        close();
        change({ from: new Date(Math.floor((Date.now() - millis) / 60_000) * 60_000).toISOString(), to: null });
    })), { label: 'Submitted' }) }, h('span', 'Submitted'), icon('down'));
    return opener;
}

function columns() {
    return [
        { id: 'state', title: 'State', sort: 'appState', value: row => row.appState, card: 'main', cell: row => pill(row.appState, { short: true, title: row.stateReason }) },
        { id: 'name', title: 'Application', sort: 'id', value: row => row.id, card: 'full', cell: nameCell },
        { id: 'user', title: 'User', sort: 'user', value: row => row.user, cell: row => row.user },
        { id: 'cluster', title: 'Cluster', sort: 'clusterId', value: row => row.clusterId, cell: row => row.clusterId },
        { id: 'source', title: 'Source', sort: 'submissionSource', value: row => row.submissionSource, hidden: true, cell: row => row.submissionSource },
        { id: 'version', title: 'Spark', sort: 'sparkVersion', value: row => row.sparkVersion, cell: row => row.sparkVersion },
        { id: 'started', title: 'Started', sort: 'createdAt', descendingFirst: true, value: row => row.startedAt ?? row.createdAt, card: 'side', cell: row => since(row.startedAt ?? row.createdAt) },
        { id: 'duration', title: 'Duration', sort: 'durationMillis', number: true, value: row => row.metrics.durationMillis, card: 'figure', cell: durationCell },
        { id: 'cost', title: 'Cost', sort: 'cost', number: true, value: row => row.cost.total?.amount, card: 'figure', cell: row => format.money(row.cost.total) },
        { id: 'coreHours', title: 'Core hours', sort: 'coreHours', number: true, value: row => row.metrics.coreHours, cell: row => format.decimal(row.metrics.coreHours) },
        { id: 'efficiency', title: 'Efficiency', sort: 'efficiency', number: true, value: row => row.metrics.efficiency, cell: row => format.percent(row.metrics.efficiency) },
        { id: 'read', title: 'Read', number: true, hidden: true, value: row => row.metrics.dataReadBytes, cell: row => format.bytes(row.metrics.dataReadBytes) },
        { id: 'written', title: 'Written', number: true, hidden: true, value: row => row.metrics.dataWrittenBytes, cell: row => format.bytes(row.metrics.dataWrittenBytes) },
        { id: 'labels', title: 'Labels', hidden: true, clip: true, value: row => Object.entries(row.labels ?? {}).map(pair => pair.join('=')).join(' '), cell: row => Object.entries(row.labels ?? {}).map(pair => pair.join('=')).join(' ') },
        { id: 'issues', title: 'Issues', sort: 'issues', number: true, card: 'figure', value: row => (row.issues?.error ?? 0) + (row.issues?.warning ?? 0), cell: row => issueCount(row.issues) },
        { id: 'actions', title: '', label: 'Actions', cell: row => menuButton('', close => applicationActions(row, close), { tone: 'quiet small', picture: 'more', label: `Actions for ${row.id}`, align: 'right' }) },
    ];
}

/** One row a run: where an application has several attempts, the row says which. */
function runAddress(row) {
    return applicationAddress(row, row.attempt ? { attempt: String(row.attempt) } : {});
}

/** What tells ids apart stands at their end. */
function end(id, letters) {
    return id.length <= letters + 4 ? id : `…${id.slice(-letters)}`;
}

/** The job's name leads; of the id only its end tells runs of one job apart. */
function nameCell(row) {
    const name = row.job?.displayName ?? row.displayName;
    const tail = row.id === name ? null : h('small', { title: row.id }, end(row.id, row.id.startsWith(name) ? 5 : 8));
    return [h('a.name', { href: runAddress(row), title: row.id }, name), ' ', tail, row.attempt ? h('small', ` attempt ${row.attempt}`) : null];
}

function durationCell(row) {
    if (row.appState === 'PENDING') return row.queuePosition ? h('span.muted', `queued, ${ordinal(row.queuePosition)}`) : h('span.muted', 'starting');
    const running = !ended(row.appState);
    const median = row.jobMedian?.durationMillis;
    const text = lasting(row.startedAt, row.endedAt, running ? undefined : row.metrics.durationMillis ?? undefined);
    if (!running || !median) return text;
    const elapsed = Date.now() - new Date(row.startedAt).getTime();
    return [bar(elapsed / median, { tone: elapsed > median ? 'warning' : 'running', title: `${Math.round((elapsed / median) * 100)} % of the job's median, ${format.duration(median)}` }), text];
}

function ordinal(number) {
    const ends = { 1: 'st', 2: 'nd', 3: 'rd' };
    const teen = number % 100 >= 11 && number % 100 <= 13;
    return `${number}${teen ? 'th' : ends[number % 10] ?? 'th'}`;
}

