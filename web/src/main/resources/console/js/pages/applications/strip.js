/** What ended per hour, six hours or day; a click on a bar filters the list to it. */
import * as format from '../../core/format.js';
import { makeChart } from '../../chart/chart.js';
import { chartPanel } from '../../chart/panel.js';
import { empty } from '../../ui/panel.js';

/** State, word and colour of each way to end. */
export const OUTCOMES = [
    ['COMPLETED', 'Completed', 'completed'], ['COMPLETED_WITH_WARNINGS', 'With warnings', 'warning'], ['FAILED', 'Failed', 'failed'],
    ['TIMED_OUT', 'Timed out', 'pending'], ['KILLED', 'Killed', 'killed'],
];
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** `summary()` is the summary in hand, or will be; `pick({from, to})` filters. */
export function endedStrip(view, summary, pick) {
    let chart = null;
    let shape = '';
    let shown = null;
    const frame = chartPanel({ title: 'Ended', name: 'ended', load: async () => {
        const { ended, days } = await summary();
        shown = ended;
        const kept = OUTCOMES.filter(([state], index) => index < 3 || sum(ended[state]) > 0);
        if (OUTCOMES.every(([state]) => sum(ended[state]) === 0)) {
            shape = '';
            return empty('Nothing ended in this time.');
        }
        const start = new Date(ended.startedAt).getTime();
        const labels = ended.COMPLETED.map((_, index) => bucketLabel(start + index * ended.bucketMillis, days));
        const series = kept.map(([state, label, token]) => ({ label, token, values: ended[state] }));
        frame.setNote(`per ${days === 1 ? 'hour' : days === 7 ? '6 hours' : 'day'}, UTC · click a bar to filter`);
        const print = `${days} ${series.length}`;
        if (shape === print) chart.setData({ x: labels, series });
        else {
            chart = await makeChart({
                kind: 'bars', x: labels, series, value: format.count, size: 'short', label: 'Applications that ended, by state, over time', signal: view.signal,
                onpick: index => {
                    const from = new Date(shown.startedAt).getTime() + index * shown.bucketMillis;
                    pick({ from: new Date(from).toISOString(), to: new Date(from + shown.bucketMillis).toISOString() });
                },
            });
            shape = print;
        }
        return { chart };
    } });
    return { element: frame.element, reload: frame.reload };
}

const sum = values => values.reduce((total, value) => total + (value ?? 0), 0);

function bucketLabel(millis, days) {
    const date = new Date(millis);
    const clock = date.toISOString().slice(11, 16);
    if (days === 1) return clock;
    if (days === 7) return `${DAYS[date.getUTCDay()]} ${clock}`;
    return date.toISOString().slice(5, 10);
}

