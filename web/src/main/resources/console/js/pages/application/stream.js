/** One streaming query: rates, where triggers spend their time, state, and the last report in full. */
import { h, replace, throttle } from '../../core/dom.js';
import * as format from '../../core/format.js';
import { merge, zoomOf } from '../../core/query.js';
import { address, change } from '../../core/router.js';
import * as api from '../../api.js';
import { GUTTER, timeAxis } from '../../chart/axis.js';
import { makeChart } from '../../chart/chart.js';
import { chartPanel } from '../../chart/panel.js';
import { facts, lasting, pill, since, tile } from '../../ui/basics.js';
import { empty, fill, panel } from '../../ui/panel.js';
import { durationSeries, lagSeries, rateSeries, rowSeries, stateRowSeries, stateSeries } from './streamseries.js';

const rate = value => `${format.decimal(value)} /s`;
/** So many of the charts are as wide as the page. */
const WIDE = 2;
const CHARTS = [
    ['rates', 'Rows a second', 'arriving against processed', rateSeries, { value: rate, label: 'Rows a second, arriving and processed, over time' }],
    ['durations', 'Time of a trigger', 'by what it did', durationSeries, { value: format.duration, label: 'Time of a trigger by what it did, over time' }],
    ['rows', 'Rows of a batch', '', rowSeries, { value: format.count, size: 'short', label: 'Rows of a batch over time' }],
    ['lag', 'Watermark', 'how far it is behind', lagSeries, { value: format.duration, size: 'short', label: 'How far the watermark is behind, over time' }],
    ['state', 'State, memory', 'kept between triggers', stateSeries, { value: format.bytes, size: 'short', label: 'Memory of state over time' }],
    ['state-rows', 'State, rows', 'kept between triggers', stateRowSeries, { value: format.count, size: 'short', label: 'Rows of state over time' }],
];

export function show(tab) {
    const { signal, application, state } = tab;
    const ask = () => api.one(api.applicationPath(application(), 'streaming', state.stream), { attempt: tab.attempt }, signal);
    const back = merge(state, { stream: null, zoom: null });
    const head = h('div');
    const graphs = h('div');
    const last = h('div');
    const drawn = {};
    let axis = null;
    let query = null;
    replace(tab.root, h('nav.crumbs', { 'aria-label': 'Streaming queries', style: { marginBottom: '8px' } }, h('a', { href: address(location.pathname, back) }, 'All streaming queries')), head, graphs, last);

    function load() {
        return fill(head, async () => {
            query = await ask();
            paintGraphs();
            replace(last, lastPanels(query));
            return headPanel(query);
        }, { lines: 10, keep: true });
    }

    function paintGraphs() {
        if (query.points.length === 0) {
            replace(graphs, panel({ body: empty('No batch has ended yet.', { hint: 'Each trigger is told here when it is done.' }) }).element);
            return;
        }
        const from = new Date(query.points[0].at).getTime();
        const end = query.points.at(-1);
        const to = Math.max(from + 1000, new Date(end.at).getTime() + end.batchMillis / Math.max(1, end.batches));
        if (axis === null) {
            axis = timeAxis({ from, to, zoom: zoomOf(state.zoom), left: GUTTER, right: 2, onzoom: range => change({ zoom: range ? `${range.from}~${range.to}` : null }, { keepPage: true }) });
            const frames = CHARTS.map((chart, index) => graph(chart, index === 0 ? [axis.controls()] : []));
            replace(graphs, frames.slice(0, WIDE).map(frame => frame.element), h('div.columns', frames.slice(WIDE).map(frame => frame.element)));
            frames.forEach(frame => frame.reload());
            drawn.frames = frames;
        } else {
            axis.extend({ from, to });
            drawn.frames.forEach(frame => frame.reload());
        }
    }

    function graph([name, title, note, series, look], tools) {
        const frame = chartPanel({ title, note, name, tools, load: async () => {
            const wanted = series(query);
            frame.element.hidden = wanted === null;
            if (wanted === null) return empty('Nothing to draw.');
            const print = wanted.series.map(one => one.label).join();
            const known = drawn[name];
            if (known?.print === print) {
                known.chart.setData(wanted);
                return known;
            }
            const chart = await makeChart({ kind: 'area', axis, signal, ...look, ...wanted });
            const wrap = h('div', chart.element);
            axis.attach(wrap);
            drawn[name] = { chart, wrap, print };
            return drawn[name];
        } });
        return frame;
    }

    load();
    return { update: next => axis?.set(zoomOf(next.zoom)), live: throttle(4000, load, signal) };
}

function headPanel(query) {
    const head = panel({ title: query.name || 'Streaming query' });
    const mean = query.batches ? query.batchMillis / query.batches : null;
    head.setTools(pill(query.state));
    head.inside.append(facts([
        ['Run', h('span.mono', query.queryRunId)], ['Query', h('span.mono', query.queryId)], ['Started', since(query.startedAt)],
        ['Ran for', lasting(query.startedAt, query.endedAt, query.endedAt ? query.durationMillis : undefined)],
        query.state === 'RUNNING' && query.lastActiveAt && ['Last heard of', since(query.lastActiveAt)],
        query.error && ['Why it failed', h('pre.trace', { tabindex: '0' }, query.error)],
    ]));
    const tiles = h('div.tiles.four',
        tile('Batches', format.count(query.batches), query.lastBatchId === null ? null : `the last is batch ${query.lastBatchId}`),
        tile('Rows in', format.count(query.inputRows), query.outputRows === null ? null : `${format.count(query.outputRows)} out`),
        tile('A batch takes', format.duration(mean), query.batches ? `the longest ${format.duration(query.longestBatchMillis)}` : null),
        tile('Most state', format.bytes(query.stateBytesMax), query.droppedRows ? `${format.plural(query.droppedRows, 'row')} came too late` : null, { tone: query.droppedRows ? 'bad' : '' }));
    return [tiles, head.element];
}

function lastPanels({ last }) {
    if (!last) return null;
    const times = Object.entries(last.eventTime ?? {});
    const head = panel({ title: 'The last report', note: `batch ${last.batchId}` });
    head.inside.append(facts([
        ['At', since(last.at)], ['Rows', `${format.count(last.inputRows)}, ${rate(last.inputRowsPerSecond)} arriving, ${rate(last.processedRowsPerSecond)} processed`],
        ...times.map(([name, at]) => [`Event time, ${name}`, at]),
        ['Time', Object.entries(last.durationMillis ?? {}).map(([part, millis]) => h('span.measured', `${part} `, h('b', format.duration(millis))))],
        ...Object.entries(last.observed ?? {}).map(([name, value]) => [`Observed, ${name}`, h('code', typeof value === 'string' ? value : JSON.stringify(value))]),
    ]));
    return [head.element, sources(last), operators(last.operators ?? [])];
}

function sources({ sources: known, sink }) {
    const frame = panel({ title: 'Sources and sink', flush: true });
    const offset = value => (value === null || value === undefined ? '–' : typeof value === 'string' ? value : JSON.stringify(value));
    frame.inside.append(h('div.scroll', { tabindex: '0' }, h('table', { 'aria-label': 'Sources and sink' },
        h('thead', h('tr', [['Source'], ['Rows', 1], ['Arriving', 1], ['Processed', 1], ['From'], ['To']].map(([name, number]) => h(`th${number ? '.number' : ''}`, { scope: 'col' }, name)))),
        h('tbody', (known ?? []).map(one => h('tr', h('td.clip', { title: one.description }, one.description), h('td.number', format.count(one.inputRows)), h('td.number', rate(one.inputRowsPerSecond)), h('td.number', rate(one.processedRowsPerSecond)),
            h('td.clip.narrow.mono', { title: offset(one.startOffset) }, offset(one.startOffset)), h('td.clip.narrow.mono', { title: offset(one.endOffset) }, offset(one.endOffset)))),
        sink ? h('tr', h('td.clip', { title: sink.description }, h('span.muted', 'Sink: '), sink.description), h('td.number', sink.outputRows === null || sink.outputRows < 0 ? '–' : format.count(sink.outputRows)), h('td'), h('td'), h('td'), h('td')) : null))));
    return frame.element;
}

function operators(known) {
    if (known.length === 0) return null;
    const frame = panel({ title: 'State of operators', note: 'after the last batch', flush: true });
    const columns = [['rows', 'Rows', format.count], ['updatedRows', 'Updated', format.count], ['removedRows', 'Removed', format.count], ['droppedRows', 'Too late', format.count], ['memoryBytes', 'Memory', format.bytes], ['commitMillis', 'Commit', format.duration], ['shufflePartitions', 'Partitions', format.count]];
    frame.inside.append(h('div.scroll', { tabindex: '0' }, h('table', { 'aria-label': 'State of operators' },
        h('thead', h('tr', h('th', { scope: 'col' }, 'Operator'), columns.map(([, name]) => h('th.number', { scope: 'col' }, name)))),
        h('tbody', known.map(one => h('tr', h('td', { title: Object.entries(one.custom ?? {}).map(([name, value]) => `${name}: ${value}`).join('\n') }, one.name), columns.map(([key, , show]) => h('td.number', show(one[key])))))))));
    return frame.element;
}
