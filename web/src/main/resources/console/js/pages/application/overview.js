/** The overview: start-up phases, four panels on one time axis, what to do. */
import { alone } from '../../core/alone.js';
import { h, replace } from '../../core/dom.js';
import * as format from '../../core/format.js';
import { zoomOf } from '../../core/query.js';
import { applicationAddress, change, go } from '../../core/router.js';
import * as api from '../../api.js';
import { GUTTER, timeAxis } from '../../chart/axis.js';
import { makeChart } from '../../chart/chart.js';
import { chartPanel } from '../../chart/panel.js';
import { timeline } from '../../chart/timeline.js';
import { ended } from '../../ui/basics.js';
import { empty, fill, panel, partial } from '../../ui/panel.js';
import { driverPanel } from './driver.js';
import { phasesStrip } from './phases.js';
import { issueList } from './issues.js';
import { unknownPanel } from './unknown.js';
import { coreSeries, executorSeries, memorySeries, spanGroups } from './series.js';

const POINTS = 1000;
const REFRESH_MILLIS = 4000;

/** Memory is in an event log only when asked for; who runs the containers samples it. */
function untold(application) {
    if (!alone && !application.observed) return empty(ended(application.appState) ? 'No memory was measured.' : 'No memory has been measured yet.', { hint: 'It is sampled every 5 s while containers run.' });
    return empty('This event log tells no memory over time.', { hint: ['Spark logs it with ', h('code', 'spark.eventLog.logStageExecutorMetrics=true'), '; the agent samples it every 5 s.'] });
}

/** Of a driver of which only its pod is known, and what it says when it is asked. */
function showSeen(tab) {
    const paint = () => replace(tab.root, driverPanel(tab.application()), unknownPanel(tab.application()));
    paint();
    return { live: paint };
}

export async function show(tab) {
    const { signal, application } = tab;
    if (application().submissionSource === 'kubernetes') return showSeen(tab);
    const run = () => application().attempts.find(one => String(one.attempt) === tab.attempt) ?? application().attempts.at(-1) ?? application();
    const start = () => new Date(run().startedAt ?? application().startedAt ?? application().createdAt).getTime();
    const end = () => new Date(run().endedAt ?? application().endedAt ?? Date.now()).getTime();
    const ask = (name, query) => api.one(api.applicationPath(application(), name), { attempt: tab.attempt, ...query }, signal);
    const axis = timeAxis({ from: start(), to: Math.max(end(), start() + 1000), zoom: zoomOf(tab.state.zoom), left: GUTTER, right: 2,
        onzoom: range => change({ zoom: range ? `${range.from}~${range.to}` : null }, { keepPage: true }) });
    const phases = h('div');
    const charts = {};
    let metrics = null;

    const executors = chartPanel({ missing: tab.missing, title: 'Executors', name: 'executors', tools: [axis.controls()], load: async () => {
        metrics = ask('metrics', { points: POINTS });
        const { x, series, most } = executorSeries(await metrics);
        if (most === 0) return empty(ended(application().appState) ? 'It ended before an executor was there.' : 'No executor is there yet.');
        executors.setNote(`${most} at most`);
        return drawn('executors', { x, series, value: format.count, size: 'short', label: 'Executors over time', reduction: 'max', suggestedMax: most + 1 }, await markersOf(await metrics));
    } });
    const cores = chartPanel({ missing: tab.missing, title: 'Cores in use', name: 'cores', load: async () => {
        const { x, series, most } = coreSeries(await (metrics ?? ask('metrics', { points: POINTS })));
        if (most === 0) return empty(ended(application().appState) ? 'It ended before a core was granted.' : 'No core has been granted yet.');
        cores.setNote([`of ${Math.round(most * 100) / 100} granted at most`, ended(application().appState) ? null : [' ', partial('more to come')]]);
        return drawn('cores', { x, series, value: format.decimal, label: 'Cores in use by category over time' });
    } });
    const memory = chartPanel({ missing: tab.missing, title: 'Memory', name: 'memory', load: async () => {
        const known = await ask('memory', { points: POINTS });
        const { worst } = known;
        if (!worst || worst.peakBytes === null) return untold(application());
        const who = worst.executorId === 'driver' ? 'the driver' : `executor ${worst.executorId}`;
        memory.setNote(worst.limitBytes ? `worst: ${who}, against its limit of ${format.bytes(worst.limitBytes)}` : `worst: ${who}`);
        const { x, series } = memorySeries(known, worst);
        return drawn('memory', { x, series, value: format.bytes, size: 'short', label: `Memory of ${who} over time`, reduction: 'max' });
    } });
    const spans = panel({ title: 'Jobs, SQL and stages', note: 'drag to zoom, double click for all, click to open' });
    const issues = panel({ title: 'What to do', note: 'sorted by what it costs', flush: true });
    const told = h('div', executors.element, cores.element, memory.element, spans.element, issues.element, application().observed && !alone ? unknownPanel(application()) : null);
    const waiting = panel({ body: empty('It has not started yet.', { hint: 'What it does is shown here from its first second on.' }) });
    replace(tab.root, phases, waiting.element, told);

    /** Draws a chart once, and gives it newer data later; its element keeps its place on the axis. */
    async function drawn(name, wanted, markers = null) {
        const known = charts[name];
        const print = wanted.series.map(one => one.label).join();
        if (known?.print === print) {
            known.chart.setData(wanted);
            known.place(markers);
            return { chart: known.chart, wrap: known.wrap };
        }
        const chart = await makeChart({ kind: 'area', axis, signal, ...wanted });
        const layer = h('div');
        const wrap = h('div', chart.element, layer);
        axis.attach(wrap);
        let shown = markers;
        const place = next => {
            shown = next;
            replace(layer, (shown ?? []).map(marker => marker(wrap)));
        };
        axis.onRange(() => place(shown), signal);
        requestAnimationFrame(() => place(shown));
        charts[name] = { chart, wrap, print, place };
        return { chart, wrap };
    }

    async function markersOf({ markers }) {
        const words = { executorLost: 'lost', outOfMemory: 'out of memory', spotLoss: 'spot loss' };
        return markers.map(marker => wrap => {
            const at = axis.placeOf(wrap, new Date(marker.at).getTime());
            const text = `Executor ${marker.executorId ?? ''} ${words[marker.kind] ?? marker.kind}${marker.reason ? `: ${marker.reason}` : ''}`;
            const inside = at >= GUTTER && at <= wrap.clientWidth;
            return inside ? h('span.marker', { dataset: { kind: marker.kind }, style: { left: `${at}px` }, role: 'img', 'aria-label': text, onpointerenter: event => { event.currentTarget.title = `${text}\n${format.exact(marker.at)}`; } }) : null;
        });
    }

    let lanes = null;
    function loadSpans() {
        return fill(spans.inside, async () => {
            const known = await ask('timeline', { limit: 500 });
            const groups = spanGroups(known, end(), {
                stage: stage => go(applicationAddress(application(), { tab: 'stages', stage: `${stage.stageId}.${stage.stageAttempt}`, attempt: tab.attempt })),
                sql: query => go(applicationAddress(application(), { tab: 'sql', query: query.executionId, attempt: tab.attempt })),
            });
            const omitted = known.omitted ? known.omitted.jobs + known.omitted.sql + known.omitted.stages : 0;
            if (omitted > 0) spans.setNote(`the longest; ${format.count(omitted)} short ones are left out · drag to zoom, click to open`);
            if (groups.every(group => group.spans.length === 0)) return empty(ended(application().appState) ? 'It ended before a job was started.' : 'No job has started yet.');
            if (lanes) lanes.setGroups(groups);
            else {
                lanes = timeline({ groups, axis, gutter: GUTTER, label: 'Jobs, SQL queries and stages over time', signal });
                axis.attach(lanes.element);
            }
            return lanes.element;
        }, { keep: true, missing: tab.missing });
    }

    const loadIssues = () => fill(issues.inside, async () => issueList(application(), (await api.list(api.applicationPath(application(), 'issues'), { attempt: tab.attempt }, signal)).items), { keep: true, lines: 3, missing: tab.missing });
    const paintPhases = () => replace(phases, phasesStrip(application()));

    async function reload() {
        const early = application().appState === 'PENDING' && application().attempts.length === 0;
        told.hidden = early;
        waiting.element.hidden = !early;
        if (early) return;
        axis.extend({ from: start(), to: Math.max(end(), start() + 1000) });
        const first = executors.reload();
        await Promise.all([first, cores.reload(), memory.reload(), loadSpans(), loadIssues()]);
    }

    let lastReload = Date.now();
    let timer = 0;
    signal.addEventListener('abort', () => clearTimeout(timer));
    paintPhases();
    reload();
    return {
        update: state => axis.set(zoomOf(state.zoom)),
        live: () => {
            paintPhases();
            clearTimeout(timer);
            const wait = Math.max(300, lastReload + REFRESH_MILLIS - Date.now());
            timer = setTimeout(() => {
                lastReload = Date.now();
                reload();
            }, wait);
        },
    };
}
