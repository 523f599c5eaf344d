/** One SQL query: what it was, where its time went in the plan, how the plan changed on the way. */
import { h, replace, throttle } from '../../core/dom.js';
import { merge, parse } from '../../core/query.js';
import { address } from '../../core/router.js';
import * as api from '../../api.js';
import { facts, lasting, pill, since } from '../../ui/basics.js';
import { fill, panel } from '../../ui/panel.js';
import { planPanel } from './plan.js';

export function show(tab) {
    const { signal, application } = tab;
    let state = tab.state;
    const head = h('div');
    const below = (...parts) => api.applicationPath(application(), 'sql', state.query, ...parts);
    const plan = planPanel({ signal, ask: version => api.one(below('plans', version), { attempt: tab.attempt }, signal) });
    const back = merge(state, { query: null, node: null, plan: null, view: null });
    replace(tab.root, h('nav.crumbs', { 'aria-label': 'SQL queries', style: { marginBottom: '8px' } }, h('a', { href: address(location.pathname, back) }, 'All queries')), head, plan.element);
    plan.element.hidden = true;
    const load = () => fill(head, async () => {
        const [query, plans] = await Promise.all([api.one(below(), { attempt: tab.attempt }, signal), api.list(below('plans'), { attempt: tab.attempt }, signal)]);
        plan.element.hidden = false;
        plan.show({ query, plans: plans.items }, state);
        return headPanel(query);
    }, { lines: 10, keep: true });
    load();
    return {
        update: next => {
            state = next;
            plan.follow(state);
        },
        live: throttle(4000, load, signal),
    };
}

function headPanel(query) {
    const { attempt } = parse(location.search);
    const head = panel({ title: `Query ${query.executionId}` });
    const to = (tab, key, id, text) => h('a', { href: address(location.pathname, { tab, attempt, [key]: id }), style: { marginRight: '8px' } }, text);
    const root = query.rootExecutionId;
    // Spark 4 tags all that a session runs; only what the program said tells something.
    const tags = (query.tags ?? []).filter(tag => !tag.startsWith('spark-session-'));
    head.setTools(pill(query.state));
    head.inside.append(facts([
        ['Description', query.name], query.name !== query.description && ['In Spark', h('code', query.description)],
        root !== null && root !== undefined && root !== query.executionId && ['Part of', to('sql', 'query', root, `Query ${root}`)],
        ['Started', since(query.startedAt)], ['Duration', lasting(query.startedAt, query.endedAt, query.endedAt ? query.durationMillis : undefined)],
        query.group && ['Job group', query.group], tags.length > 0 && ['Tags', tags.map(tag => h('span.tag', { style: { marginRight: '6px' } }, tag))],
        query.jobIds.length > 0 && ['Jobs', query.jobIds.map(id => to('stages', 'job', id, id))], query.stageIds.length > 0 && ['Stages', query.stageIds.map(id => to('stages', 'stage', `${id}.0`, id))],
        Object.keys(query.modifiedConfigs ?? {}).length > 0 && ['Set for this session', Object.entries(query.modifiedConfigs).map(([key, value]) => h('div', h('code', `${key}=${value}`)))],
        query.error && ['Why it failed', h('pre.trace', { tabindex: '0' }, query.error)],
    ]), query.details ? h('details', h('summary', 'Where it comes from in the code'), h('pre.trace', { tabindex: '0' }, query.details)) : '');
    return head.element;
}
