/** What Kubernetes said of driver and executors, kept when it has forgotten it. */
import { h, throttle } from '../../core/dom.js';
import * as format from '../../core/format.js';
import * as api from '../../api.js';
import { panel } from '../../ui/panel.js';
import { table } from '../../ui/table.js';

const AGAIN_MILLIS = 3000;

const COLUMNS = [
    { id: 'at', title: 'Time', card: 'side', cell: row => h('time', { datetime: row.at, title: format.exact(row.at) }, format.clock(new Date(row.at).getTime())) },
    { id: 'container', title: 'Of', card: 'main', cell: row => row.container },
    { id: 'reason', title: 'Event', card: 'main', cell: row => h(row.severity === 'warning' ? 'span.tag.warning' : 'span.tag', row.reason) },
    { id: 'message', title: 'What it says', card: 'full', cell: row => h('span', { style: { whiteSpace: 'normal', overflowWrap: 'anywhere' } }, row.message, row.count > 1 ? h('span.muted', ` (${format.count(row.count)} times)`) : null) },
];

/** Not shown where nothing was said, as on a cluster that says nothing. */
export function clusterEvents(tab) {
    const rows = table({ label: 'Kubernetes events', columns: COLUMNS, key: row => [row.attempt, row.container, row.at, row.reason, row.message].join(' ') });
    const frame = panel({ title: 'Kubernetes events', note: 'of driver and executors', flush: true, body: rows.element });
    frame.element.hidden = true;

    async function load() {
        try {
            const { items } = await api.list(api.applicationPath(tab.application(), 'cluster-events'), {}, tab.signal);
            const mine = items.filter(event => !tab.attempt || String(event.attempt) === tab.attempt);
            frame.element.hidden = mine.length === 0;
            rows.setRows(mine);
        } catch (error) {
            if (error.name !== 'AbortError') console.error(error);
        }
    }
    load();
    return { element: frame.element, live: throttle(AGAIN_MILLIS, load, tab.signal) };
}
