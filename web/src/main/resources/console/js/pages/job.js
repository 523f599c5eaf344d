/** One job: two chosen figures over its runs, how steady it is, its runs. */
import { h, replace, throttle } from '../core/dom.js';
import * as format from '../core/format.js';
import * as api from '../api.js';
import * as live from '../core/live.js';
import { applicationAddress, change, go } from '../core/router.js';
import { makeChart } from '../chart/chart.js';
import { chartPanel } from '../chart/panel.js';
import { ended, select, since, stateWord, tile } from '../ui/basics.js';
import { empty, panel } from '../ui/panel.js';
import { runSquares } from '../ui/runs.js';
import { applicationTable } from './applications/table.js';
import { flatten } from './submit/check.js';
import { valueText } from './application/configuration.js';
import { schedulePanel } from './job/schedule.js';

const METRICS = {
    duration: ['Duration', run => run.durationMillis, format.duration],
    cost: ['Cost', run => run.cost?.amount ?? null, null],
    coreHours: ['Core hours', run => run.coreHours, format.decimal],
    read: ['Data read', run => run.dataReadBytes, format.bytes],
    written: ['Data written', run => run.dataWrittenBytes, format.bytes],
    efficiency: ['Efficiency', run => run.efficiency, value => format.percent(value)],
};

export async function show(view) {
    const { jobId } = view.parameters;
    let state = view.state;
    const ask = () => api.one(api.path('job', jobId), {}, view.signal);
    let job = await ask();
    view.title(job.displayName);
    const tiles = h('div.tiles');
    const squares = h('span');
    let chart = null;
    let shape = '';
    const chosen = () => [METRICS[state.bars] ? state.bars : 'duration', METRICS[state.line] ? state.line : job.lastRuns.some(run => run.cost) ? 'cost' : 'coreHours'];

    const runs = chartPanel({ title: 'Runs', name: `${jobId}-runs`, note: 'click a bar to open the run', load: async () => {
        const [bars, line] = chosen();
        const shown = job.lastRuns;
        if (shown.length === 0) return empty('No run yet.');
        const currency = shown.find(run => run.cost)?.cost.currency ?? 'USD';
        const formatOf = name => METRICS[name][2] ?? (amount => format.money({ amount, currency }));
        runs.setTools([pick('Bars', bars, 'bars'), pick('Line', line, 'line')]);
        const series = [
            { label: METRICS[bars][0], token: 'cpu', values: shown.map(METRICS[bars][1]), value: formatOf(bars) },
            { label: METRICS[line][0], token: 'gc', values: shown.map(METRICS[line][1]), value: formatOf(line), line: true, right: true },
        ];
        const x = shown.map(run => (run.startedAt ?? run.createdAt).slice(5, 16).replace('T', ' '));
        const print = `${bars} ${line}`;
        if (shape === print) chart.setData({ x, series });
        else chart = await makeChart({ kind: 'bars', x, series, value: formatOf(bars), label: `${METRICS[bars][0]} and ${METRICS[line][0]} of the last runs`, signal: view.signal, onpick: index => go(applicationAddress(job.lastRuns[index])), note: index => h('div', stateWord(job.lastRuns[index].appState)) });
        shape = print;
        return { chart };
    } });

    function pick(label, current, key) {
        const box = select(label, Object.entries(METRICS).map(([name, [word]]) => [name, `${label}: ${word}`]), current, value => change({ [key]: value }, { keepPage: true }));
        return box;
    }

    const schedule = schedulePanel(view, jobId, () => job.lastRuns.at(-1));
    const config = job.config ? configPanel(job.config) : null;
    const rows = applicationTable(view, { fixed: { jobId }, title: 'Applications', nothing: () => empty('No run matches these filters.') });
    replace(view.root,
        h('nav.crumbs', { 'aria-label': 'Breadcrumb' }, h('a', { href: '/jobs' }, 'Jobs'), ' / ', job.displayName),
        h('div.head', h('h1', job.displayName), squares), tiles, runs.element, schedule.element, config, rows.element);

    function paint() {
        replace(squares, runSquares(job.lastRuns.slice(-10)));
        replace(tiles, jobTiles(job));
        runs.reload();
    }

    const later = throttle(3000, async () => {
        job = await ask();
        paint();
        schedule.reload();
    }, view.signal);
    live.on('application', application => application.job?.id === jobId && later(), view.signal);
    live.on('refresh', later, view.signal);

    function update(next) {
        const before = chosen().join();
        state = next;
        if (chosen().join() !== before) runs.reload();
        return rows.update(state);
    }
    paint();
    rows.update(state);
    return { update };
}

function jobTiles(job) {
    const { median } = job;
    const told = job.lastRuns.filter(run => ended(run.appState) && run.appState !== 'KILLED').length;
    const over = median ? `median of ${format.plural(median.runs, 'run')}` : 'no run has ended yet';
    return [
        tile('Runs', format.count(job.runs), [['last ', since(job.lastRunAt)]]),
        tile('Failed', format.percent(job.failedShare), `of the last ${format.plural(told, 'run')} that ended`, { tone: job.failedShare > 0.2 ? 'bad' : '' }),
        tile('Duration', format.duration(median?.durationMillis), over),
        tile('Cost', format.money(median?.cost), over),
        tile('Data read', format.bytes(median?.dataReadBytes), `${format.bytes(median?.dataWrittenBytes)} written`),
        tile('Efficiency', format.percent(median?.efficiency), over, { gauge: median?.efficiency }),
    ];
}

function configPanel(config) {
    const frame = panel({ title: 'Job configuration', note: 'laid over templates and tuning, for runs to come', flush: true });
    frame.inside.append(h('div.scroll', { tabindex: '0' }, h('table', { 'aria-label': 'Job configuration' }, h('tbody', flatten(config).map(([key, value]) => h('tr', h('td.mono', key), h('td.mono.wrap', valueText(value))))))));
    return frame.element;
}
