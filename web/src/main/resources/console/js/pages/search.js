/** One box over everything: grouped answers, highlights, facets, the query language beneath. */
import { h, replace } from '../core/dom.js';
import * as format from '../core/format.js';
import * as api from '../api.js';
import { list, toggle } from '../core/query.js';
import { applicationAddress, change, jobAddress } from '../core/router.js';
import { button, pill, since, stateWord } from '../ui/basics.js';
import { completion } from '../ui/completion.js';
import { empty, fill, panel } from '../ui/panel.js';
import { stageKey } from './application/links.js';
import { styled } from '../core/style.js';

await styled('search');

const KINDS = [['application', 'Applications'], ['job', 'Jobs'], ['stage', 'Stages'], ['sql', 'SQL'], ['error', 'Errors'], ['log', 'Log lines'], ['config', 'Configuration']];
const FACETS = [['kind', 'Kind'], ['state', 'State'], ['job', 'Job'], ['user', 'User'], ['cluster', 'Cluster'], ['version', 'Spark'], ['type', 'Type']];
const EXAMPLES = [['OutOfMemoryError', 'words'], ['"Job aborted"', 'words in this order'], ['custom*', 'words that begin so'], ['state:failed user:amy', 'a field with a value; all must hold'], ['sql:customers error:OutOfMemory', 'runs with such a query and such an error'], ['log:"lost executor"', 'in a line of a driver\u2019s or executor\u2019s log'], ['conf:spark.sql.shuffle.partitions=200', 'a property with its value'], ['duration:>10m efficiency:<30% cost:>1', 'a number in a range; also 5m..10m'], ['started:2026-11-21', 'on a day, or >, <, .. a time'], ['job:daily-etl -state:completed', 'not so; also AND, OR, NOT and brackets']];

export function show(view) {
    let state = view.state;
    const input = h('input.input', { type: 'search', value: state.q ?? '', placeholder: 'Words, or field:value', 'aria-label': 'Query', autocomplete: 'off', spellcheck: 'false', style: { height: '40px' } });
    const offers = completion(input, view.signal);
    const facets = h('aside.facets', { 'aria-label': 'Narrow down' });
    const answers = h('div');
    const count = h('div.muted', { 'aria-live': 'polite', style: { marginBottom: '8px' } });
    replace(view.root, h('div.head.titled', h('h1', 'Search')),
        h('form', { role: 'search', 'aria-label': 'Everything', style: { marginBottom: '16px' }, onsubmit: event => {
            event.preventDefault();
            offers.close();
            change({ q: input.value.trim() });
        } }, h('div.completing', input, offers.element), h('p.muted.hint', h('code', 'word'), ' ', h('code', '"a phrase"'), ' ', h('code', 'begin*'), ' ', h('code', 'state:failed'), ' ', h('code', 'duration:>10m'), ' ', h('code', '-word'), ' ', h('code', 'AND OR NOT ( )'), ' \u00b7 press ', h('kbd', '\u2193'), ' for fields and values')),
        h('div.search-page', facets, h('div', count, answers)));

    async function load() {
        if (!state.q) {
            replace(facets);
            replace(count);
            replace(answers, help());
            return;
        }
        view.title(`${state.q} · Search`);
        await fill(answers, async () => {
            const query = Object.fromEntries(['q', ...FACETS.map(([key]) => key)].filter(key => state[key]).map(key => [key, state[key]]));
            const offset = (Math.max(1, Number(state.page ?? 1)) - 1) * 50;
            const found = await ask({ ...query, offset, limit: 50 });
            if (found.refusal) {
                replace(facets);
                replace(count);
                return [empty('This query cannot be read.', { hint: `${found.refusal}.` }), help()];
            }
            paintFacets(found.facets ?? {});
            replace(count, `${format.plural(found.total ?? found.items.length, 'answer')}`);
            if (found.items.length === 0) return [empty('Nothing was found.', { hint: 'Try fewer words, or a beginning with a star.' }), help()];
            return [groups(found), more(found, offset)];
        }, { keep: true, lines: 8 });
    }

    /** What was found, or the sentence that says why the query cannot be read. */
    async function ask(query) {
        try {
            return await api.list(api.path('search'), query, view.signal);
        } catch (error) {
            if (error.status !== 400) throw error;
            return { refusal: error.message };
        }
    }

    function more(found, offset) {
        if ((found.total ?? 0) <= offset + found.items.length && offset === 0) return null;
        const page = offset / 50 + 1;
        return h('nav.pages', { 'aria-label': 'Pages' }, h('span.grow'), button('Previous', () => change({ page: page > 2 ? page - 1 : null }, { keepPage: true }), { tone: 'small', disabled: page === 1 }),
            button('Next', () => change({ page: page + 1 }, { keepPage: true }), { tone: 'small', disabled: offset + found.items.length >= found.total }));
    }

    function paintFacets(known) {
        replace(facets, FACETS.map(([key, title]) => {
            const values = Object.entries(known[key] ?? {}).sort(([, one], [, two]) => two - one).slice(0, 10);
            if (values.length === 0) return null;
            const chosen = list(state, key);
            const word = value => (key === 'kind' ? KINDS.find(([kind]) => kind === value)?.[1] ?? value : key === 'state' ? stateWord(value) : value);
            return [h('h2', title), values.map(([value, number]) => h('button', { type: 'button', 'aria-pressed': String(chosen.includes(value)), onclick: () => change({ [key]: toggle({ [key]: state[key] ?? '' }, key, value)[key] ?? null }) }, word(value), h('small', format.count(number))))];
        }));
    }

    function update(next) {
        state = next;
        if (document.activeElement !== input) input.value = state.q ?? '';
        return load();
    }
    view.title('Search');
    update(state);
    if (!state.q) input.focus();
    return { update };
}

function groups(found) {
    return KINDS.map(([kind, title]) => {
        const hits = found.items.filter(hit => hit.kind === kind);
        if (hits.length === 0) return null;
        const total = found.groups?.[kind];
        const frame = panel({ title, note: total > hits.length ? `${hits.length} of ${format.count(total)}` : '', flush: true });
        frame.inside.append(...hits.map(answerRow));
        return frame.element;
    });
}

function answerRow(hit) {
    const whole = hit.fragments.find(fragment => fragment.map(piece => piece.text).join('') === hit.title);
    const others = hit.fragments.filter(fragment => fragment !== whole);
    return h('article.answer',
        h('div.row', h(`a.title.grow${hit.kind === 'log' ? '.mono' : ''}`, { href: hitAddress(hit), title: hit.title }, whole ? marked(whole) : hit.title || hit.id), hit.appState && pill(hit.appState, { short: true }), h('span.muted', { style: { fontSize: '12px' } }, since(hit.at))),
        hit.appId && hit.kind !== 'application' ? h('div.muted', { style: { fontSize: '12px' } }, hit.appId, hit.kind === 'log' && ` \u00b7 ${hit.id} ${hit.stream}, line ${format.count(hit.line)}`) : null,
        others.slice(0, 3).map(fragment => h('div.excerpt', marked(fragment))));
}

const marked = fragment => fragment.map(piece => (piece.hit ? h('mark', piece.text) : piece.text));

function hitAddress(hit) {
    // A job of ours spans applications; one of Spark's lies in its application.
    if (hit.kind === 'job' && !hit.appId) return jobAddress(hit.id);
    const attempt = hit.attempt ?? undefined;
    const at = state => applicationAddress({ clusterId: hit.clusterId ?? 'local', id: hit.appId ?? hit.id }, { attempt, ...state });
    switch (hit.kind) {
        case 'sql': return at({ tab: 'sql', query: hit.id });
        case 'error': return at(/^\d+(\.\d+)?$/.test(hit.id) ? { tab: 'stages', stage: stageKey(hit.id) } : {});
        case 'stage': return at({ tab: 'stages', stage: stageKey(hit.id) });
        case 'log': return at({ tab: 'logs', container: hit.id === 'driver' ? undefined : hit.id, stream: hit.stream === 'stderr' ? undefined : hit.stream, at: hit.offset });
        case 'config': return at({ tab: 'configuration', q: hit.id });
        default: return at({});
    }
}

function help() {
    const frame = panel({ title: 'How to ask' });
    frame.inside.append(h('dl.facts.examples', EXAMPLES.map(([query, meaning]) => [h('dt', h('button.chip.mono', { type: 'button', onclick: () => change({ q: query }) }, query)), h('dd.muted', { style: { alignSelf: 'center' } }, meaning)])));
    return frame.element;
}
