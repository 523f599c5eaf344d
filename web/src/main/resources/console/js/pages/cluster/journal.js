/** What the platform wrote in its own log about this cluster: what it decided and did. */
import { h, replace } from '../../core/dom.js';
import { icon } from '../../core/icons.js';
import * as api from '../../api.js';
import * as format from '../../core/format.js';
import { applicationAddress, change } from '../../core/router.js';
import { button, choice } from '../../ui/basics.js';
import { textChip } from '../../ui/filters.js';
import { empty, panel } from '../../ui/panel.js';
import { refill } from './refill.js';

const LEVELS = [['', 'All'], ['WARN', 'Warnings'], ['ERROR', 'Errors']];
const MARKS = { ERROR: ['bad', 'failed', 'Error'], WARN: ['warn', 'warning', 'Warning'], INFO: ['muted', 'info', 'Info'], DEBUG: ['muted', 'info', 'Debug'] };
const FEW = 50;
const MOST = 500;

/** The panel, which shows what the address asks for: `level` and `lines` (of an application). */
export function journal(view, clusterId) {
    let state = view.state;
    let limit = FEW;
    const filters = h('div.filters');
    const body = h('div');
    const frame = panel({ title: 'Controller log', note: 'what the platform decided and did here, since it started', flush: true });
    frame.inside.append(filters, body);

    async function load() {
        const { items, total } = await api.list(api.path('cluster', clusterId, 'log'), { level: state.level, appId: state.lines, limit }, view.signal);
        if (items.length === 0) return empty(state.level || state.lines ? 'No line matches.' : 'Nothing was decided or done here since the platform started.');
        return [h('div.scroll.journal', { tabindex: '0' }, h('table', { 'aria-label': 'Controller log' },
            h('thead', h('tr', ['Time, UTC', 'Level', 'What', 'Application'].map(name => h('th', { scope: 'col' }, name)))),
            h('tbody', items.map(line)))),
        total > items.length ? h('div.pages', h('span', `${format.count(items.length)} of ${format.count(total)}`), h('span.grow'), limit < MOST ? button('Show more', () => { limit = MOST; reload(); }, { tone: 'small' }) : null) : null];
    }

    function line(one) {
        const [tone, picture, word] = MARKS[one.level] ?? MARKS.INFO;
        const fields = Object.entries(one.fields).map(([name, value]) => `${name}=${value}`).join(' ');
        return h('tr', { title: one.logger },
            h('td', h('time', { datetime: one.at, title: format.exact(one.at) }, one.at.slice(11, 23))),
            h('td', h(`span.row.${tone}`, icon(picture), word)),
            h('td.wrap', one.message, fields && h('small.mono', fields), one.error && h('details', h('summary', one.error.split('\n')[0]), h('pre', { tabindex: '0' }, one.error))),
            h('td.clip.narrow', one.appId ? h('a.name', { href: applicationAddress({ clusterId, id: one.appId }), title: one.appId }, one.appId) : '–'));
    }

    const reload = () => refill(body, load);

    function update(next) {
        const before = `${state.level ?? ''} ${state.lines ?? ''}`;
        state = next;
        replace(filters, choice('Level', LEVELS, state.level ?? '', value => change({ level: value || null }, { keepPage: true })), textChip(state, 'lines', 'Application', 'its id'));
        if (`${state.level ?? ''} ${state.lines ?? ''}` !== before) {
            limit = FEW;
            reload();
        }
    }
    update(state);
    return { element: frame.element, reload, update };
}
