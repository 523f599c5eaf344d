/** How long the last applications took, and how they ended. */
import { h } from '../../core/dom.js';
import * as format from '../../core/format.js';
import * as api from '../../api.js';
import { applicationAddress, go } from '../../core/router.js';
import { makeChart } from '../../chart/chart.js';
import { chartPanel } from '../../chart/panel.js';
import { stateWord } from '../../ui/basics.js';
import { empty } from '../../ui/panel.js';
import { OUTCOMES } from '../applications/strip.js';

const MOST = 30;

export function lastRunsPanel(view, clusterId) {
    let chart = null;
    let shape = '';
    let shown = [];
    const frame = chartPanel({ title: 'Last runs', name: `${clusterId}-last-runs`, load: async () => {
        const { items } = await api.list(api.path('app'), { clusterId, sort: '-endedAt', limit: MOST, appState: OUTCOMES.map(([state]) => state).join(',') }, view.signal);
        shown = items.filter(one => one.startedAt && one.endedAt).reverse();
        if (shown.length === 0) return empty('No application has ended here yet.');
        frame.setNote(`the last ${format.plural(shown.length, 'application')} that ended · click a bar to open it`);
        const x = shown.map(one => one.endedAt.slice(5, 16).replace('T', ' '));
        const series = OUTCOMES.map(([state, label, token]) => ({ label, token, values: shown.map(one => (one.appState === state ? one.metrics.durationMillis : null)) }))
            .filter(one => one.values.some(value => value !== null));
        const print = series.map(one => one.label).join();
        if (shape === print) chart.setData({ x, series });
        else {
            chart = await makeChart({
                kind: 'bars', x, series, value: format.duration, size: 'short', label: 'Durations of the last applications that ended, by how they ended', signal: view.signal,
                onpick: index => go(applicationAddress(shown[index])), note: index => [h('div', shown[index].job?.displayName ?? shown[index].displayName), h('div.muted', `${stateWord(shown[index].appState)}, Spark ${shown[index].sparkVersion || 'unknown'}`)],
            });
            shape = print;
        }
        return { chart };
    } });
    return frame;
}
