/** The home page: how the last days went, and every application. */
import { alone } from '../core/alone.js';
import { h, replace, throttle } from '../core/dom.js';
import * as format from '../core/format.js';
import * as api from '../api.js';
import * as live from '../core/live.js';
import { change } from '../core/router.js';
import { button, choice, tile, changeTone } from '../ui/basics.js';
import { empty, fill } from '../ui/panel.js';
import { endedStrip } from './applications/strip.js';
import { applicationTable } from './applications/table.js';

export async function show(view) {
    view.title('Applications');
    if (alone) return showRuns(view);
    const ranges = h('span');
    const tiles = h('div.tiles', { 'aria-label': 'Summary' });
    const submit = button('Submit', () => openSubmit(), { tone: 'primary', picture: 'plus' });
    let state = view.state;
    let summary = null;
    let summarised = '';
    const print = () => `${days()} ${state.clusterId ?? ''}`;
    const strip = endedStrip(view, () => summary, pick);
    const rows = applicationTable(view, { nothing });
    replace(view.root,
        h('div.head.titled', h('h1', 'Applications'), h('div.actions', ranges, submit)),
        tiles, strip.element, rows.element);

    /** On the chosen cluster, unless that one is only looked at. */
    async function openSubmit(start) {
        const wanted = state.clusterId;
        const [{ submitDialog }, clusters] = await Promise.all([import('./submit.js'), wanted ? api.list(api.path('cluster'), { limit: 100 }, view.signal) : { items: [] }]);
        const chosen = clusters.items.find(one => one.id === wanted && one.kind !== 'external');
        submitDialog({ clusterId: chosen?.id ?? 'local', start });
    }

    function days() {
        return ['1', '7', '30'].includes(state.days) ? Number(state.days) : 7;
    }

    function pick(bucket) {
        change(bucket ? { from: bucket.from, to: bucket.to } : { from: null, to: null });
    }

    function nothing(current) {
        const filtered = Object.keys(current).some(key => !['sort', 'page', 'days'].includes(key));
        if (filtered) return empty('No application matches these filters.', { action: button('Clear the filters', () => change({ appState: null, jobId: null, user: null, label: null, submissionSource: null, sparkVersion: null, clusterId: null, hasIssues: null, from: null, to: null, q: null })) });
        return empty('No application has run yet.', { hint: 'Submit one here, or from a terminal:', copyable: 'bin/spindrift submit --class org.apache.spark.examples.SparkPi examples.jar 100', action: button('Submit', () => openSubmit(), { tone: 'primary' }) });
    }

    async function loadSummary() {
        const wanted = days();
        const loaded = await api.one(api.path('summary'), { days: wanted, clusterId: state.clusterId }, view.signal);
        if (wanted !== days()) return undefined;
        summarised = print();
        summary = loaded;
        strip.reload();
        return summaryTiles(summary);
    }

    function update(next) {
        state = next;
        replace(ranges, choice('Range', [[1, '1 day'], [7, '7 days'], [30, '30 days']], days(), value => change({ days: value === 7 ? null : value, from: null, to: null })));
        if (summarised !== print()) fill(tiles, loadSummary, { lines: 2, keep: true });
        rows.update(state);
    }

    const later = throttle(3000, () => fill(tiles, loadSummary, { lines: 2, keep: true }), view.signal);
    live.on('application', () => later(), view.signal);
    live.on('refresh', () => later(), view.signal);
    update(state);
    if (state.submit) openSubmit();
    return { update };
}

/** The two lists of Spark's own server; its link to the second one is `/?showIncomplete=true`. */
const ENDED = 'COMPLETED,COMPLETED_WITH_WARNINGS,FAILED';
const OPEN = 'RUNNING,INCOMPLETE';

/** Where there is history alone, the list is the page. */
function showRuns(view) {
    const nothing = () => empty('No application matches.', { hint: 'Event logs are shown as soon as Spark writes them to the folder that this server was given.', action: button('Clear the filters', () => change({ appState: null, user: null, sparkVersion: null, hasIssues: null, q: null, from: null, to: null })) });
    const rows = applicationTable(view, { nothing });
    const ends = h('div.actions');
    replace(view.root, h('div.head.titled', h('h1', 'Applications'), ends), rows.element);
    function update(state) {
        if (state.showIncomplete) return change({ appState: state.showIncomplete === 'true' ? OPEN : null, showIncomplete: null }, { replaced: true });
        replace(ends, choice('End', [[null, 'All'], [ENDED, 'Completed'], [OPEN, 'Incomplete']], state.appState ?? null, value => change({ appState: value })));
        return rows.update(state);
    }
    update(view.state);
    return { update };
}

function summaryTiles(summary) {
    const money = amount => format.money(amount === null ? null : { amount, currency: summary.currency });
    const before = { 1: 'the day before', 7: 'the week before', 30: 'the 30 days before' }[summary.days];
    const points = pointsChange(summary.successRate);
    return [
        changed('Applications', format.count(summary.applications.value), summary.applications, null, before),
        tile('Succeeded', format.percent(summary.successRate.value, 1), points?.text ?? 'of those that ended', { tone: points?.tone }),
        changed('Cost', money(summary.cost.value), summary.cost, true, before),
        changed('Core hours', format.decimal(summary.coreHours.value), summary.coreHours, true, before),
        tile('Efficiency', format.percent(summary.efficiency.value), `CPU efficiency ${format.percent(summary.cpuEfficiency.value)}`, { gauge: summary.efficiency.value ?? 0 }),
        tile('Now', format.count(summary.running), [summary.running === 1 ? 'application runs' : 'applications run', summary.pending ? `${format.count(summary.pending)} waiting` : 'none waiting']),
    ];
}

function changed(name, figure, pair, lessIsGood, before) {
    const change = format.change(pair.value, pair.before);
    const tone = lessIsGood === null ? '' : changeTone(change, lessIsGood);
    return tile(name, figure, change ? `${change.text}${change.direction === 'same' ? ' from' : ' against'} ${before}` : `nothing in ${before}`, { tone });
}

function pointsChange({ value, before }) {
    if (value === null || before === null) return null;
    const points = (value - before) * 100;
    if (Math.abs(points) < 0.05) return { text: 'unchanged', tone: '' };
    return { text: `${points > 0 ? '▲' : '▼'} ${Math.abs(points).toFixed(1)} points`, tone: points > 0 ? 'good' : 'bad' };
}

