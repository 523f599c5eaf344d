/** Stacked areas over time and stacked bars over buckets, in the console's colours. */
import { h } from '../core/dom.js';
import { shrink, cut, timeTicks } from '../core/downsample.js';
import * as format from '../core/format.js';
import { color, onTheme } from '../core/theme.js';
import { GUTTER } from './axis.js';
import { fillOf, library } from './library.js';
import { hideTip, showTip, swatch } from './tip.js';

const POINTS = 600;

/** "30.0" on an axis is "30", and "10 m 00 s" is "10 m". */
const trimmed = text => text.replace(/^(\d+ [mhd]) 00 [smh]$/, '$1').replace(/(\.\d*?)0+(?=\D*$)/, '$1').replace(/\.(?=\D*$)/, '');

/** Ticks where people expect them: bytes at powers of two, durations at whole seconds, minutes, hours. */
function roundTicks(scale, value) {
    if (value === format.bytes) scale.ticks = byteTicks(scale.max).map(tick => ({ value: tick }));
    if (value === format.duration) scale.ticks = timeTicks(0, scale.max, 5).map(tick => ({ value: tick }));
}

/** Ticks at whole powers of two, about four of them. */
function byteTicks(most) {
    const step = 2 ** Math.ceil(Math.log2(Math.max(1, most) / 4));
    return [...Array(Math.floor(most / step) + 1).keys()].map(index => index * step);
}

/**
 * Makes a chart in a new element. `series` are `{label, token, values, hatched?, line?, dashed?, dots?}`; `x` are epoch
 * milliseconds (`kind: 'area'`) or labels (`kind: 'bars'`). `value` formats a figure. Resolves when drawn.
 */
export async function makeChart({ kind, x, series, value, size = '', axis, onpick, label, reduction = 'mean', tickText, signal, suggestedMax, note }) {
    const Chart = await library();
    const canvas = h('canvas', { role: 'img', 'aria-label': label });
    const element = h(`div.chart${size ? `.${size}` : ''}`, canvas);
    const hidden = new Set();
    let data = { x, series };
    let range = axis?.range() ?? null;

    const chart = new Chart(canvas, {
        type: kind === 'area' ? 'line' : 'bar',
        data: datasets(),
        options: {
            parsing: kind !== 'area', normalized: true, spanGaps: reduction === 'max', responsive: true, layout: { padding: { right: 2, top: 4 } },
            interaction: { mode: 'index', intersect: false },
            plugins: { tooltip: { enabled: false, external: tooltip } },
            onClick: (event, active) => onpick && active.length > 0 && onpick(active[0].index),
            onHover: event => { if (onpick) event.native.target.style.cursor = 'pointer'; },
            scales: scales(),
        },
    });

    function datasets() {
        if (kind === 'bars') {
            return { labels: data.x, datasets: data.series.map((one, index) => ({ label: one.label, data: one.values, backgroundColor: fillOf(one), hidden: hidden.has(index), barPercentage: 0.92, categoryPercentage: 0.96, maxBarThickness: 64, stack: one.line ? 'line' : 'all', ...(one.line ? { ...lineLook(one), order: -1, pointRadius: one.dots ?? 2 } : {}) })) };
        }
        const part = range ? cut(data.x, data.series.map(one => one.values), range.from, range.to) : { times: data.x, series: data.series.map(one => one.values) };
        const small = shrink(part.times, part.series, POINTS, reduction);
        let first = true;
        return { datasets: data.series.map((one, index) => {
            const points = small.times.map((time, at) => ({ x: time, y: small.series[index][at] }));
            if (one.line) return { label: one.label, data: points, hidden: hidden.has(index), stack: `line-${index}`, ...lineLook(one), stepped: one.stepped };
            const look = { label: one.label, data: points, hidden: hidden.has(index), backgroundColor: fillOf(one), borderWidth: 0, pointRadius: 0, pointHoverRadius: 0, fill: first ? 'origin' : '-1', stack: 'all', cubicInterpolationMode: 'monotone' };
            first = false;
            return look;
        }) };
    }

    function lineLook(one) {
        return { type: 'line', borderColor: color(one.token), backgroundColor: color(one.token), borderWidth: 1.6, borderDash: one.dashed ? [4, 3] : [], pointRadius: 0, pointHoverRadius: 2, fill: false, yAxisID: one.right ? 'right' : 'y' };
    }

    function scales() {
        const span = () => (range ? range.to - range.from : (data.x.at(-1) ?? 0) - (data.x[0] ?? 0));
        const ticks = { color: color('muted'), maxRotation: 0 };
        const bottom = kind === 'area'
            ? { type: 'linear', min: range?.from ?? data.x[0], max: range?.to ?? data.x.at(-1), grid: { display: false }, border: { color: color('line') }, ticks: { ...ticks, callback: tick => format.clock(tick, span()) },
                afterBuildTicks: scale => { scale.ticks = timeTicks(scale.min, scale.max, Math.max(2, Math.floor((scale.width || 800) / 76))).filter(tick => tick < scale.max - (scale.max - scale.min) * 0.03).map(tick => ({ value: tick })); },
                afterFit: scale => { scale.paddingLeft = 0; scale.paddingRight = 0; } }
            : { stacked: true, grid: { display: false }, border: { color: color('line') }, ticks: { ...ticks, maxTicksLimit: 9, autoSkipPadding: 16, callback(tick) { return tickText ? tickText(data.x[tick]) : this.getLabelForValue(tick); } } };
        const right = data.series.some(one => one.right);
        const rightValue = data.series.find(one => one.right)?.value ?? value;
        return {
            x: bottom,
            y: { stacked: true, beginAtZero: true, suggestedMax, grid: { color: color('line') }, border: { display: false }, afterFit: scale => { scale.width = Math.max(GUTTER, axis ? 0 : scale.width); }, afterBuildTicks: scale => roundTicks(scale, value), ticks: { ...ticks, maxTicksLimit: 5, precision: value === format.count ? 0 : undefined, callback: tick => trimmed(value(tick)) } },
            ...(right ? { right: { position: 'right', beginAtZero: true, grid: { display: false }, border: { display: false }, afterBuildTicks: scale => roundTicks(scale, rightValue), ticks: { ...ticks, maxTicksLimit: 5, callback: tick => trimmed(rightValue(tick)) } } } : {}),
        };
    }

    function tooltip({ tooltip: state }) {
        if (state.opacity === 0 || state.dataPoints === undefined || state.dataPoints.length === 0) return hideTip();
        const lines = state.dataPoints
            .map(point => ({ series: data.series[point.datasetIndex], figure: point.parsed.y }))
            .filter(line => line.figure !== null)
            .sort((one, two) => Number(one.series.line ?? false) - Number(two.series.line ?? false) || two.figure - one.figure);
        const at = state.dataPoints[0];
        const title = kind === 'area' ? `${format.clock(at.parsed.x, axis ? 20_000 : 3_600_000)} UTC` : String(data.x[at.dataIndex]);
        const box = canvas.getBoundingClientRect();
        return showTip([h('b', title), note?.(at.dataIndex), h('dl', lines.map(({ series: one, figure }) => [h('dt', swatch(one)), h('dt', one.label), h('dd', (one.value ?? value)(figure))]))], box.left + state.caretX, box.top + state.caretY);
    }

    function redraw() {
        chart.data = datasets();
        chart.options.scales = scales();
        chart.update('none');
    }

    axis?.onRange(next => {
        range = next;
        redraw();
    }, signal);
    onTheme(redraw, signal);
    signal?.addEventListener('abort', () => chart.destroy());
    canvas.addEventListener('pointerleave', hideTip);

    return {
        element,
        series: () => data.series,
        /** Shows or hides one series. */
        toggle: index => {
            if (hidden.has(index)) hidden.delete(index);
            else hidden.add(index);
            redraw();
            return !hidden.has(index);
        },
        /** Takes newer data; the same series in the same order. */
        setData: next => {
            data = next;
            redraw();
        },
        rows: () => [[kind === 'area' ? 'Time (UTC)' : 'From', ...data.series.map(one => one.label)],
            ...data.x.map((at, index) => [kind === 'area' ? new Date(at).toISOString() : at, ...data.series.map(one => one.values[index])])],
        value,
    };
}
