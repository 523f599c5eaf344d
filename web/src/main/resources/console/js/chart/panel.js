/** A panel round a chart: legend that toggles, the figures as a table, CSV. */
import { h, download, replace } from '../core/dom.js';
import { icon } from '../core/icons.js';
import * as format from '../core/format.js';
import { button } from '../ui/basics.js';
import { fill, panel } from '../ui/panel.js';
import { swatch } from './tip.js';

const TABLE_ROWS = 500;

/**
 * A chart's panel. `load()` resolves to `{chart, wrap?, legendNote?}` or to a node when there is nothing to draw;
 * `wrap` is the element to place (the chart's own by default).
 */
export function chartPanel({ title, note, name, load, tools = [], missing = null }) {
    const frame = panel({ title, note });
    const legend = h('div.legend', { role: 'group', 'aria-label': `Series of ${title}` });
    let chart = null;
    let asTable = false;
    let placed = null;
    const switchButton = button('', () => {
        asTable = !asTable;
        replace(switchButton, icon(asTable ? 'chart' : 'table'));
        switchButton.setAttribute('aria-label', asTable ? 'Show as chart' : 'Show as table');
        switchButton.title = asTable ? 'Show as chart' : 'Show as table';
        place();
    }, { tone: 'quiet small', picture: 'table', label: 'Show as table' });
    const csvButton = button('', () => download(`${name}.csv`, format.csv(chart.rows()), 'text/csv'), { tone: 'quiet small', picture: 'download', label: 'Download CSV' });
    const own = h('div.row', { style: { gap: '0' } }, switchButton, csvButton);
    const below = h('div.legend-row');
    frame.element.insertBefore(below, frame.inside);
    let extraTools = tools;
    arrange(false);
    own.hidden = true;

    /** A short legend stands beside the title, a long one in a row of its own. */
    function arrange(long) {
        frame.setTools(long ? null : legend, extraTools, own);
        replace(below, long ? legend : null);
    }

    function place() {
        if (chart !== null) replace(frame.inside, asTable ? figures(chart) : placed);
    }

    function paintLegend(extra) {
        replace(legend, chart.series().map((one, index) => {
            const entry = h('button', { type: 'button', 'aria-pressed': 'true', onclick: () => entry.setAttribute('aria-pressed', String(chart.toggle(index))) }, swatch(one), one.label, extra?.[index] && h('b', extra[index]));
            return entry;
        }));
    }

    function reload() {
        return fill(frame.inside, async () => {
            const made = await load();
            own.hidden = !made.chart;
            chart = made.chart ?? null;
            if (chart === null) {
                replace(legend);
                return made;
            }
            placed = made.wrap ?? chart.element;
            paintLegend(made.legendNote);
            arrange(Boolean(made.legendNote));
            return asTable ? figures(chart) : placed;
        }, { lines: 4, keep: true, missing });
    }

    return { element: frame.element, reload, setNote: frame.setNote, setTools: nodes => {
        extraTools = nodes;
        arrange(below.childElementCount > 0);
    } };
}

function figures(chart) {
    const [head, ...rows] = chart.rows();
    const series = chart.series();
    const step = Math.max(1, Math.ceil(rows.length / TABLE_ROWS));
    const kept = rows.filter((_, index) => index % step === 0);
    return h('div.chart-table', { tabindex: '0' }, h('table',
        h('thead', h('tr', head.map((text, index) => h(`th${index ? '.number' : ''}`, { scope: 'col' }, text)))),
        h('tbody', kept.map(row => h('tr', row.map((figure, index) => (index === 0
            ? h('td', typeof figure === 'string' && figure.endsWith('Z') ? figure.slice(11, 19) : figure)
            : h('td.number', figure === null || figure === undefined ? '–' : (series[index - 1].value ?? chart.value)(figure)))))))));
}
