/** How loaded the cluster was: applications that ran and waited, and the cores that they were given. */
import { h } from '../../core/dom.js';
import * as format from '../../core/format.js';
import * as api from '../../api.js';
import { makeChart } from '../../chart/chart.js';
import { chartPanel } from '../../chart/panel.js';
import { empty } from '../../ui/panel.js';

const STEPS = { 1: '5 minutes', 7: 'hour', 30: '4 hours' };
const most = values => Math.max(0, ...values.filter(value => value !== null));

/** `days()` is the range in hand; `given` says whether cores are given there, or only looked at. */
export function loadPanel(view, clusterId, days, given) {
    let chart = null;
    let shape = '';
    let shown = null;
    const frame = chartPanel({ title: 'Load', name: `${clusterId}-load`, load: async () => {
        const known = await api.one(api.path('cluster', clusterId, 'load'), { days: days() }, view.signal);
        const start = new Date(known.startedAt).getTime();
        const x = known.running.map((_, index) => label(start + index * known.bucketMillis, known.days));
        frame.setNote(`mean per ${STEPS[known.days]}, UTC`);
        if (known.running.every(value => value === null)) return empty('Nobody has looked yet.', { hint: 'The platform looks every 10 s while it runs.' });
        if (most(known.runningMost) + most(known.pendingMost) === 0) return empty('Nothing ran or waited in this time.');
        shown = known;
        const cores = given && most(known.coresMost) > 0;
        const series = [
            { label: 'Running', token: 'running', values: known.running, value: format.decimal },
            { label: 'Waiting', token: 'pending', values: known.pending, value: format.decimal },
            ...(cores ? [{ label: 'Cores given', token: 'shuffle', values: known.cores, line: true, right: true, dots: 1, value: format.decimal }] : []),
        ];
        const print = series.map(one => one.label).join();
        if (shape === print) chart.setData({ x, series });
        else {
            chart = await makeChart({ kind: 'bars', x, series, value: format.decimal, size: 'short', label: 'Applications that ran and waited over time', signal: view.signal, note: index => peaks(shown, index) });
            shape = print;
        }
        return { chart };
    } });
    return frame;
}

/** The most that there were at once in a step. */
function peaks(known, index) {
    if (known.running[index] === null) return h('div.muted', 'nobody looked');
    return h('div.muted', `at most ${format.count(known.runningMost[index])} at once, ${format.count(known.pendingMost[index])} waiting`);
}

function label(millis, days) {
    const text = new Date(millis).toISOString();
    return days === 1 ? text.slice(11, 16) : `${text.slice(5, 10)} ${text.slice(11, 16)}`;
}
