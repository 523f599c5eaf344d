/** A query's plan: as a graph, as a table of its operators, as Spark's text; each version that adaptive execution made. */
import { h, replace } from '../../core/dom.js';
import * as format from '../../core/format.js';
import { KINDS, kindOf, subject, weigh } from '../../core/plan.js';
import { change } from '../../core/router.js';
import { planGraph } from '../../chart/plangraph.js';
import { swatch } from '../../chart/tip.js';
import { button, choice, copy } from '../../ui/basics.js';
import { empty, fill, panel } from '../../ui/panel.js';

const VIEWS = [['graph', 'Graph'], ['operators', 'Operators'], ['text', 'Text']];

/**
 * The panel. `ask(version)` resolves to one plan of the query with its graph. `show({query, plans}, state)` gives it a query with its
 * plans, oldest first, or a newer reading of them; `follow(state)` another view.
 */
export function planPanel({ ask, signal }) {
    const frame = panel({ title: 'Plan', flush: true });
    const aside = h('aside.plan-aside', { 'aria-label': 'Operator', hidden: true });
    const place = h('div.plan-place');
    const key = h('div.plan-key', { hidden: true });
    frame.inside.append(h('div.plan-split', place, aside), key);
    const earlier = new Map();
    let query = null;
    let plans = [];
    let state = {};
    let drawn = null;

    /** Counts from one; the last of them is the query's own plan. */
    function at() {
        const asked = Number(state.plan ?? plans.length);
        return Number.isInteger(asked) ? Math.max(1, Math.min(plans.length, asked)) : plans.length;
    }

    /** What is drawn now, with a print of it; an earlier plan is asked for once. */
    async function reading() {
        const now = at();
        if (now >= plans.length) return query;
        const { version } = plans[now - 1];
        if (!earlier.has(version)) earlier.set(version, ask(version));
        try {
            return await earlier.get(version);
        } catch (error) {
            earlier.delete(version);
            throw error;
        }
    }

    const viewOf = plan => (VIEWS.some(([view]) => view === state.view) ? state.view : plan.nodes.length > 0 ? 'graph' : 'text');

    function paint() {
        const settled = drawn?.at === at() && drawn.asked === (state.view ?? '') && (at() < plans.length || drawn.read === query);
        if (settled) return select();
        return fill(place, async () => {
            const plan = await reading();
            const view = viewOf(plan);
            const print = JSON.stringify([at(), view, view === 'text' ? plan.planText : plan.nodes]);
            const same = drawn?.print === print;
            drawn = { ...(same ? drawn : { graph: null, weighed: view === 'text' ? null : weigh(plan) }), at: at(), asked: state.view ?? '', print, view, read: plan, content: null };
            if (!same) drawn.content = content(view, plan);
            requestAnimationFrame(() => {
                if (!same) drawn.graph?.start();
                select();
                tools();
            });
            return drawn.content ?? undefined;
        }, { lines: 10, keep: true });
    }

    function content(view, plan) {
        key.hidden = view !== 'graph' || plan.nodes.length === 0;
        if (view === 'text') return plan.planText ? h('pre.plan', { tabindex: '0' }, plan.planText) : empty('Spark’s text of this plan is not kept.', { hint: 'Very large plans keep their first and their last text.' });
        if (plan.nodes.length === 0) return empty(query.state === 'RUNNING' ? 'Spark has told no plan yet.' : 'Spark told no plan of this query.');
        if (view === 'operators') return operatorTable(drawn.weighed);
        drawn.graph = planGraph({ plan: drawn.weighed, label: `Plan of query ${query.executionId}`, signal, onselect: id => change({ node: id }, { keepPage: true, replaced: true }) });
        const present = new Set(drawn.weighed.operators.map(one => kindOf(one.node.name)[0]));
        replace(key, KINDS.filter(([kind]) => present.has(kind)).map(([, words, token]) => h('span', swatch({ token }), words)), drawn.weighed.path.length > 0 ? h('span', h('i.costly-key'), 'The costliest way') : null,
            h('span.grow'), h('span.muted', 'Drag to move, Ctrl + wheel to zoom, double click for all'));
        return drawn.graph.element;
    }

    function tools() {
        const now = at();
        const step = by => () => change({ plan: now + by >= plans.length ? null : now + by, node: null }, { keepPage: true });
        const after = now > 1 && query.startedAt ? new Date(plans[now - 1].since) - new Date(query.startedAt) : 0;
        const since = after > 0 ? `, from ${format.duration(after)} on` : '';
        const word = now === plans.length ? (query.state === 'RUNNING' ? 'the latest' : 'as it ran') : now === 1 ? 'as it began' : 'on the way';
        const { view, read, graph } = drawn;
        frame.setTools(
            plans.length > 1 ? h('div.row.plan-steps', { role: 'group', 'aria-label': 'Versions of the plan' },
                button('', step(-1), { tone: 'small', picture: 'left', label: 'The plan before', disabled: now === 1 }),
                h('span', { 'aria-live': 'polite' }, h('b', `${now} of ${plans.length}`), ` ${word}${since}`),
                button('', step(1), { tone: 'small', picture: 'right', label: 'The plan after', disabled: now === plans.length })) : null,
            choice('View of the plan', VIEWS, view, chosen => change({ view: chosen === 'graph' ? null : chosen, node: null }, { keepPage: true })),
            view === 'text' && read.planText ? button('Copy', () => copy(read.planText), { tone: 'small', picture: 'copy' }) : null,
            graph ? graph.controls() : null);
    }

    function select() {
        const id = drawn?.graph ? drawn.graph.select(state.node === undefined ? null : Number(state.node)) : null;
        aside.hidden = id === null;
        if (id !== null) replace(aside, operatorFacts(drawn.weighed, drawn.weighed.known.get(id)));
    }

    return {
        element: frame.element,
        show: (next, following) => {
            ({ query, plans } = next);
            if (plans.length === 0) plans = [{ version: 1, since: query.startedAt }];
            state = following;
            return paint();
        },
        follow: next => {
            state = next;
            if (query !== null) paint();
        },
    };
}

/** Spark's text of a metric: its total, and least, median and most with the task that had it. */
function measured(metric) {
    const [head, figures] = (metric.text ?? '').split('\n');
    if (figures === undefined) return { total: head || '–', spread: null };
    const found = /^(.*?) \((.*)\)$/.exec(figures);
    const parts = /^(.+?), (.+?), (.+?) \((.*)\)?$/.exec(found?.[2] ?? figures.replace(/^\(/, ''));
    return { total: found && head.startsWith('total') ? found[1] : parts?.[2] ?? figures, spread: parts ? { least: parts[1], median: parts[2], most: parts[3], where: parts[4].replace(/\)$/, '') } : null };
}

function operatorFacts(plan, one) {
    const close = button('', () => change({ node: null }, { keepPage: true, replaced: true }), { tone: 'quiet small', picture: 'close', label: 'Close' });
    const told = one.node.metrics.filter(metric => metric.text !== null && metric.text !== undefined);
    return [
        h('div.row', h('h3.grow', one.node.name), close),
        one.measured && plan.total > 0 ? h('p.muted', `${format.duration(one.millis)} of its tasks’ time, ${format.percent(one.millis / plan.total)} of what the plan measured`) : null,
        one.group === null ? null : h('p.muted', `In generated code ${one.group}${one.measured ? '' : ', which is timed as a whole'}`),
        h('p.mono.plan-what', one.node.description),
        told.length === 0 ? h('p.muted', 'It measures nothing, or nothing has been told yet.') : h('dl.plan-metrics', told.map(metric => {
            const { total, spread } = measured(metric);
            return h('div', h('dt', metric.name), h('dd', h('b', total)), spread && h('dd.spread', `least ${spread.least} · median ${spread.median} · most ${spread.most}`, h('br'), spread.where));
        })),
    ];
}

/** The text alternative: every operator in the order of the data, with what it measured. */
function operatorTable(plan) {
    const onPath = new Set(plan.path);
    return h('div.scroll', { tabindex: '0' }, h('table.cards', { 'aria-label': 'Operators' },
        h('thead', h('tr', [['Operator'], ['What it works on'], ['Time', 1], ['Rows', 1], ['Measured']].map(([name, number]) => h(`th${number ? '.number' : ''}`, { scope: 'col' }, name)))),
        h('tbody', plan.operators.map(one => h('tr',
            h('td', { 'data-card': 'main' }, h('span.row', swatch({ token: kindOf(one.node.name)[2] }), one.group === null ? one.node.name : `${one.node.name} (${one.group})`, onPath.has(one.id) ? h('span.tag.accented', 'costliest way') : null)),
            h('td.clip', { 'data-card': 'full', title: one.node.description }, subject(one.node)),
            h('td.number', { 'data-card': 'figure', 'data-label': 'Time' }, one.measured ? format.duration(one.millis) : '–'),
            h('td.number', { 'data-card': 'figure', 'data-label': 'Rows' }, format.count(one.rows)),
            h('td.wrap', { 'data-card': 'full' }, one.node.metrics.filter(metric => metric.text && metric.text !== '0').map(metric => h('span.measured', `${metric.name} `, h('b', measured(metric).total)))))))));
}
