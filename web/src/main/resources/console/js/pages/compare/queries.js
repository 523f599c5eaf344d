/** The SQL queries of two runs in pairs, with what changed in their plans. */
import { h } from '../../core/dom.js';
import { figure } from '../../core/figures.js';
import * as format from '../../core/format.js';
import { applicationAddress } from '../../core/router.js';
import { empty, panel } from '../../ui/panel.js';
import { twoOf } from './stages.js';

const SIGNS = { '+': ['diff-added', '+', 'added'], '-': ['diff-removed', '−', 'removed'], '=': ['', ' ', ''] };

export function queryDiffs(comparison, clusterId) {
    const { queries, omitted } = comparison;
    const changed = queries.filter(pair => pair.plan === 'changed').length;
    const words = queries.length === 0 ? '' : changed === 0 ? 'all plans are the same' : `${format.plural(changed, 'plan')} changed`;
    const frame = panel({ title: 'SQL queries', note: omitted.queries ? `${words}; ${format.count(omitted.queries)} more queries are left out` : words, flush: true });
    frame.inside.append(queries.length === 0 ? empty('Neither run has run an SQL query.') : h('div', queries.map((pair, index) => queryRow(pair, comparison, clusterId, index < 3))));
    return frame.element;
}

function queryRow(pair, comparison, clusterId, open) {
    const link = (query, of, word) => query && h('a', { href: applicationAddress({ clusterId, id: of.appId }, { tab: 'sql', query: query.executionId, attempt: of.attempt > 1 ? of.attempt : null }) }, `${word} ${query.executionId}`);
    const tag = pair.base === null ? h('span.tag.completed', 'new') : pair.run === null ? h('span.tag.failed', 'gone') : pair.plan === 'changed' ? h('span.tag.warning', 'plan changed') : pair.plan === 'same' ? h('span.tag', 'same plan') : null;
    return h('article.query-pair',
        h('div.row', h('h3', format.described((pair.run ?? pair.base).name)), tag, h('span.grow'), twoOf(figure(pair.figures, 'durationMillis'))),
        h('p.muted', [link(pair.base, comparison.base, 'Before: query'), link(pair.run, comparison.run, 'this run: query')].filter(Boolean).flatMap((one, index) => (index ? [', ', one] : [one]))),
        pair.diff.length > 0 && pair.plan === 'changed' ? h('details', { open }, h('summary', 'What changed in the plan'), planDiff(pair.diff)) : null);
}

function planDiff(lines) {
    return h('div.plan-diff', { tabindex: '0', role: 'list', 'aria-label': 'Plan, changes marked' }, lines.map(({ mark, depth, text }) => {
        const [tone, sign, word] = SIGNS[mark] ?? SIGNS['='];
        return h(`div${tone ? `.${tone}` : ''}`, { role: 'listitem' }, h('span', { 'aria-hidden': 'true' }, sign), word && h('span.unseen', `${word}: `), '  '.repeat(depth), text);
    }));
}
