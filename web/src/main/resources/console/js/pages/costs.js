/** What is spent: stacked by time and group, the top of it as a table, drill-down to applications. */
import { h, replace } from '../core/dom.js';
import * as format from '../core/format.js';
import * as api from '../api.js';
import { address, change, go, jobAddress } from '../core/router.js';
import { makeChart } from '../chart/chart.js';
import { chartPanel } from '../chart/panel.js';
import { swatch } from '../chart/tip.js';
import { bar, button, changeTone, choice, select, tile } from '../ui/basics.js';
import { textChip } from '../ui/filters.js';
import { listing } from '../ui/listing.js';
import { empty, fill } from '../ui/panel.js';

const GROUPS = [['job', 'Job'], ['user', 'User'], ['cluster', 'Cluster'], ['sparkVersion', 'Spark version'], ['none', 'Nothing']];
const METRICS = [['cost', 'Cost'], ['coreHours', 'Core hours'], ['appHours', 'Application hours'], ['idleCost', 'Idle cost']];
const DAY = 86_400_000;

export function show(view) {
    view.title('Costs');
    let state = view.state;
    let loaded = null;
    let asked = '';
    let chart = null;
    let shape = '';
    const head = h('div.head.titled');
    const filters = h('div.row', { style: { flexWrap: 'wrap', margin: '0 0 12px' } });
    const tiles = h('div.tiles');
    const chosen = () => ({
        days: Number(state.days ?? 30), interval: state.interval ?? 'day', groupBy: state.label ? `label:${state.label}` : state.groupBy ?? 'job',
        metric: state.metric ?? 'cost', bookedTo: state.bookedTo ?? 'run', clusterId: state.clusterId,
    });
    const query = () => {
        const { days, clusterId, ...rest } = chosen();
        const to = Math.ceil(Date.now() / DAY) * DAY;
        return { ...rest, clusterId, from: new Date(to - days * DAY).toISOString(), to: new Date(to).toISOString() };
    };
    const valueOf = () => (['cost', 'idleCost'].includes(chosen().metric) ? amount => format.money(amount === null ? null : { amount, currency: loaded.currency }) : format.decimal);

    const spend = chartPanel({ title: 'Spend', name: 'costs', load: async () => {
        const answer = await loaded;
        const { groups, buckets } = answer;
        if (groups.length === 0) return empty('Nothing was spent in this time.', { hint: 'Costs begin with the first application.' });
        const idle = chosen().metric === 'cost' && state.idle === 'true' ? await idleOf(answer) : null;
        const series = groups.map((group, index) => ({ label: group.displayName, token: colorOf(group, index), values: idle ? group.values.map((value, at) => Math.max(0, value - (idle.get(group.key)?.[at] ?? 0))) : group.values }));
        if (idle) series.push({ label: 'Idle', token: 'all-idle', hatched: true, values: buckets.map((_, at) => total([...idle.values()].map(values => values[at]))) });
        if (state.cumulated === 'true') series.push({ label: 'Together, so far', token: 'text', values: runningTotal(groups, buckets.length), line: true, right: true });
        spend.setNote(`${METRICS.find(([name]) => name === answer.metric)[1].toLowerCase()} per ${answer.interval}, UTC · click a bar for its applications`);
        const print = `${series.map(one => one.label).join()} ${answer.metric}`;
        const legendNote = series.map(one => (one.line ? null : valueOf()(total(one.values))));
        if (shape === print) chart.setData({ x: buckets, series });
        else chart = await makeChart({ kind: 'bars', x: buckets, series, value: valueOf(), size: 'tall', label: 'Spend over time by group', signal: view.signal, tickText: day => (answer.interval === 'month' ? day.slice(0, 7) : day.slice(5)), onpick: index => drill(null, answer.buckets[index], answer.interval) });
        shape = print;
        return { chart, legendNote };
    } });

    /** What of each group was idle, bucket by bucket. */
    async function idleOf(answer) {
        const { groups } = await api.one(api.path('cost'), { ...query(), metric: 'idleCost', groups: 50 }, view.signal);
        return new Map(groups.filter(group => answer.groups.some(one => one.key === group.key)).map(group => [group.key, group.values]));
    }

    const rows = listing({
        name: 'top-spend', label: 'Top spend', title: 'Top spend', local: true, defaultSort: '-metric', key: row => String(row.key ?? row.displayName), onopen: row => drill(row),
        columns: [
            { id: 'name', title: 'Group', sort: 'name', descendingFirst: false, card: 'main', value: row => row.displayName, cell: row => h('span.row', swatch({ token: row.token }), h('a.name', { href: drillAddress(row) }, row.displayName)) },
            { id: 'metric', title: 'Total', sort: 'metric', number: true, card: 'side', value: row => total(row.values), cell: row => valueOf()(total(row.values)) },
            { id: 'share', title: 'Share', sort: 'share', number: true, value: row => row.share, cell: row => [bar(row.share ?? 0, { tone: row.token, title: format.percent(row.share) }), format.percent(row.share)] },
            { id: 'change', title: 'Change', sort: 'change', number: true, card: 'figure', hint: 'Against the range before', value: row => row.change, cell: changeCell },
            { id: 'cost', title: 'Cost', sort: 'cost', number: true, value: row => row.cost.amount, cell: row => format.money(row.cost) },
            { id: 'idle', title: 'Of it idle', sort: 'idle', number: true, value: row => row.idleCost.amount, cell: row => format.money(row.idleCost) },
            { id: 'coreHours', title: 'Core hours', sort: 'coreHours', number: true, value: row => row.coreHours, cell: row => format.decimal(row.coreHours) },
            { id: 'appHours', title: 'Application hours', sort: 'appHours', number: true, value: row => row.appHours, cell: row => format.decimal(row.appHours) },
            { id: 'applications', title: 'Applications', sort: 'applications', number: true, card: 'figure', value: row => row.applications, cell: row => format.count(row.applications) },
        ],
        load: async () => ({ items: (await loaded).groups.map((group, index) => ({ ...group, token: colorOf(group, index) })) }),
        nothing: () => empty('Nothing was spent in this time.'),
    });
    replace(view.root, head, filters, tiles, spend.element, rows.element);

    function drillAddress(group, bucket, interval) {
        const { from, to } = bucket ? span(bucket, interval) : query();
        const { groupBy } = chosen();
        const key = group?.key ?? null;
        const filter = group === null || key === null || key === 'other' ? {} : groupBy.startsWith('label:') ? { label: `${groupBy.slice(6)}=${key}` } : { [{ job: 'jobId', user: 'user', cluster: 'clusterId', sparkVersion: 'sparkVersion' }[groupBy]]: key };
        if (filter.jobId && !bucket) return jobAddress(filter.jobId);
        return address('/', { from, to, ...filter });
    }

    function drill(group, bucket, interval) {
        go(drillAddress(group, bucket, interval));
    }

    function paintHead() {
        const now = chosen();
        replace(head, h('h1', 'Costs'), h('div.actions', choice('Range', [[7, '7 days'], [30, '30 days'], [90, '90 days']], now.days, value => change({ days: value === 30 ? null : value })),
            button('CSV', () => location.assign(api.url(api.path('cost'), { ...query(), format: 'csv' })), { picture: 'download' })));
        replace(filters,
            select('Group by', GROUPS.map(([value, word]) => [value, `By ${word.toLowerCase()}`]), state.label ? '' : now.groupBy, value => change({ groupBy: value === 'job' ? null : value, label: null })),
            select('Metric', METRICS, now.metric, value => change({ metric: value === 'cost' ? null : value })),
            choice('Per', [['day', 'Day'], ['week', 'Week'], ['month', 'Month']], now.interval, value => change({ interval: value === 'day' ? null : value })),
            textChip(state, 'label', 'By label', 'team'),
            select('Booked to', [['run', 'Booked as it arose'], ['finish', 'Booked at the end']], now.bookedTo, value => change({ bookedTo: value === 'run' ? null : value })),
            h('button.chip', { type: 'button', 'aria-pressed': String(state.cumulated === 'true'), onclick: () => change({ cumulated: state.cumulated === 'true' ? null : 'true' }) }, 'Cumulated'),
            now.metric === 'cost' ? h('button.chip', { type: 'button', 'aria-pressed': String(state.idle === 'true'), onclick: () => change({ idle: state.idle === 'true' ? null : 'true' }) }, 'Idle apart') : null);
    }

    async function update(next) {
        state = next;
        paintHead();
        const print = JSON.stringify([chosen(), state.cumulated, state.idle]);
        if (print === asked) return rows.update(state);
        asked = print;
        const answer = api.one(api.path('cost'), query(), view.signal);
        await fill(tiles, async () => {
            loaded = await answer;
            return costTiles(loaded);
        }, { lines: 2, keep: true });
        if (loaded === null) return undefined;
        spend.reload();
        return rows.update(state);
    }
    update(state);
    return { update };
}

const total = values => values.reduce((sum, value) => sum + (value ?? 0), 0);

function runningTotal(groups, length) {
    let sum = 0;
    return [...Array(length).keys()].map(index => {
        sum += groups.reduce((part, group) => part + (group.values[index] ?? 0), 0);
        return sum;
    });
}

/** What is left over, and what has no group, are grey; the rest keep their colours by rank. */
function colorOf(group, index) {
    if (group.key === 'other' || group.key === null) return 'some-idle';
    return `series-${(index % 9) + 1}`;
}

function span(day, interval) {
    const from = new Date(`${day}T00:00:00.000Z`);
    const to = new Date(from);
    if (interval === 'month') to.setUTCMonth(to.getUTCMonth() + 1);
    else to.setUTCDate(to.getUTCDate() + (interval === 'week' ? 7 : 1));
    return { from: from.toISOString(), to: to.toISOString() };
}

function changeCell({ change: share }) {
    if (share === null || share === undefined) return '–';
    const moved = format.change(1 + share, 1);
    return h(`span${changeTone(moved, true) ? `.${changeTone(moved, true)}` : ''}`, moved.text);
}

function costTiles({ totals, before }) {
    const against = (value, old) => {
        const moved = format.change(value, old);
        return [moved ? `${moved.text} against the range before` : 'nothing in the range before', { tone: changeTone(moved, true) }];
    };
    const share = totals.cost.amount ? totals.idleCost.amount / totals.cost.amount : null;
    return [
        tile('Cost', format.money(totals.cost), ...against(totals.cost.amount, before.cost.amount)),
        tile('Of it idle', format.money(totals.idleCost), share === null ? '' : `${format.percent(share)} of the cost, cores that ran no task`, { tone: share > 0.5 ? 'bad' : '' }),
        tile('Core hours', format.decimal(totals.coreHours), ...against(totals.coreHours, before.coreHours)),
        tile('Application hours', format.decimal(totals.appHours), ...against(totals.appHours, before.appHours)),
        tile('Applications', format.count(totals.applications), `${format.count(before.applications)} in the range before`),
        tile('Each', totals.applications ? format.money({ ...totals.cost, amount: totals.cost.amount / totals.applications }) : '–', 'on average'),
    ];
}
