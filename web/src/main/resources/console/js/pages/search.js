/** One box over everything: grouped answers, highlights, facets, the query language beneath. */
import { h, replace } from '../core/dom.js';
import * as format from '../core/format.js';
import * as api from '../api.js';
import { list, paging, toggle } from '../core/query.js';
import { applicationAddress, change, jobAddress } from '../core/router.js';
import { button, pill, since, stateWord } from '../ui/basics.js';
import { completion } from '../ui/completion.js';
import { empty, fill, panel } from '../ui/panel.js';
import { stageKey } from './application/links.js';
import { styled } from '../core/style.js';

await styled('search');

const KINDS = [['application', 'Applications'], ['job', 'Jobs'], ['stage', 'Stages'], ['sql', 'SQL'], ['error', 'Errors'], ['log', 'Log lines'], ['config', 'Configuration']];
const FACETS = [['kind', 'Kind'], ['state', 'State'], ['job', 'Job'], ['user', 'User'], ['cluster', 'Cluster'], ['version', 'Spark'], ['type', 'Type']];
const MANY = { sql: 'queries', config: 'properties' };
const EXAMPLES = [['OutOfMemoryError', 'words'], ['"Job aborted"', 'words in this order'], ['custom*', 'words that begin so'], ['state:failed user:amy', 'a field with a value; all must hold'], ['sql:customers error:OutOfMemory', 'runs with such a query and such an error'], ['log:"lost executor"', 'in a line of a driver\u2019s or executor\u2019s log'], ['conf:spark.sql.shuffle.partitions=200', 'a property with its value'], ['duration:>10m efficiency:<30% cost:>1', 'a number in a range; also 5m..10m'], ['started:2026-11-21', 'on a day, or >, <, .. a time'], ['job:daily-etl -state:completed', 'not so; also AND, OR, NOT and brackets']];

/** How many of each kind are shown at first, and of a kind that was chosen. */
const FEW = 4;
const PAGE = 50;

export function show(view) {
    let state = view.state;
    let shownKind = null;
    const wide = matchMedia('(min-width: 901px)');
    const input = h('input.input', { type: 'search', value: state.q ?? '', placeholder: 'Words, or field:value', 'aria-label': 'Query', autocomplete: 'off', spellcheck: 'false', style: { height: '40px' } });
    const offers = completion(input, view.signal);
    const facets = h('div');
    // Beside the answers where there is room, else folded above them.
    const narrowing = h('details', { open: wide.matches }, h('summary', 'Narrow down'), facets);
    const aside = h('aside.facets', { 'aria-label': 'Narrow down', hidden: true }, narrowing);
    wide.addEventListener('change', () => { narrowing.open = wide.matches; }, { signal: view.signal });
    const answers = h('div');
    const count = h('div.muted', { 'aria-live': 'polite', style: { marginBottom: '8px' } });
    replace(view.root, h('div.head.titled', h('h1', 'Search')),
        h('form', { role: 'search', 'aria-label': 'Everything', style: { marginBottom: '16px' }, onsubmit: event => {
            event.preventDefault();
            offers.close();
            change({ q: input.value.trim() });
        } }, h('div.completing', input, offers.element), h('p.muted.hint', h('code', 'word'), ' ', h('code', '"a phrase"'), ' ', h('code', 'begin*'), ' ', h('code', 'state:failed'), ' ', h('code', 'duration:>10m'), ' ', h('code', '-word'), ' ', h('code', 'AND OR NOT ( )'), ' \u00b7 press ', h('kbd', '\u2193'), ' for fields and values')),
        h('div.search-page', aside, h('div', count, answers)));

    async function load() {
        if (!state.q) {
            paintFacets({});
            replace(count);
            replace(answers, help());
            return;
        }
        view.title(`${state.q} · Search`);
        await fill(answers, async () => {
            const query = Object.fromEntries(['q', ...FACETS.map(([key]) => key)].filter(key => state[key]).map(key => [key, state[key]]));
            const kinds = list(state, 'kind');
            const kind = kinds.length === 1 ? kinds[0] : null;
            const { offset, limit } = kind ? paging(state, PAGE) : { offset: 0, limit: FEW };
            const found = await ask({ ...query, offset, limit });
            if (found.refusal) {
                paintFacets({});
                replace(count);
                return [empty('This query cannot be read.', { hint: `${found.refusal}.` }), help()];
            }
            paintFacets(found.facets ?? {}, found.lowerBounds);
            const more = found.lowerBounds?.some(each => found.groups?.[each]);
            replace(count, h('span', more ? `${format.count(Math.floor(found.total / 1000) * 1000)}+ answers` : format.plural(found.total ?? found.items.length, 'answer')),
                kinds.length > 0 && [' \u00b7 ', h('button.link', { type: 'button', onclick: () => change({ kind: null }) }, 'all kinds')]);
            if (found.items.length === 0) return [empty('Nothing was found.', { hint: 'Try fewer words, or a beginning with a star.' }), help()];
            return [groups(found, kind), kind && pages(found, kind, offset)];
        }, { keep: true, lines: 8 });
        // Whoever asked for all of a kind goes on reading with its first answer.
        if (shownKind && state.kind === shownKind) answers.querySelector('.answer a')?.focus({ preventScroll: false });
        shownKind = null;
    }

    function showKind(kind) {
        shownKind = kind;
        change({ kind });
        scrollTo({ top: 0 });
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

    function pages(found, kind, offset) {
        const total = found.groups?.[kind] ?? 0;
        if (total <= PAGE && offset === 0) return null;
        const page = offset / PAGE + 1;
        return h('nav.pages', { 'aria-label': 'Pages' }, h('span.grow'), button('Previous', () => change({ page: page > 2 ? page - 1 : null }, { keepPage: true }), { tone: 'small', disabled: page === 1 }),
            button('Next', () => change({ page: page + 1 }, { keepPage: true }), { tone: 'small', disabled: offset + found.items.length >= total }));
    }

    function paintFacets(known, lowerBounds = []) {
        const focused = facets.contains(document.activeElement) ? document.activeElement.dataset.choice : null;
        const lists = FACETS.map(([key, title]) => {
            const values = Object.entries(known[key] ?? {}).sort(([, one], [, two]) => two - one).slice(0, 10);
            if (values.length === 0) return null;
            const chosen = list(state, key);
            const word = value => (key === 'kind' ? KINDS.find(([kind]) => kind === value)?.[1] ?? value : key === 'state' ? stateWord(value) : value);
            const more = value => (key === 'kind' && lowerBounds.includes(value) ? '+' : '');
            return [h('h2', title), values.map(([value, number]) => h('button', { type: 'button', 'aria-pressed': String(chosen.includes(value)), dataset: { choice: `${key}:${value}` }, onclick: () => change({ [key]: toggle({ [key]: state[key] ?? '' }, key, value)[key] ?? null }) }, word(value), h('small', format.count(number), more(value))))];
        });
        aside.hidden = lists.every(each => each === null);
        replace(facets, lists);
        // The button that was pressed is a new one now.
        if (focused) [...facets.querySelectorAll('button')].find(each => each.dataset.choice === focused)?.focus();
    }

    function groups(found, only) {
        return KINDS.map(([kind, title]) => {
            const hits = found.items.filter(hit => hit.kind === kind);
            if (hits.length === 0) return null;
            const total = found.groups?.[kind] ?? hits.length;
            const number = `${format.count(total)}${found.lowerBounds?.includes(kind) ? '+' : ''}`;
            const frame = panel({ title, note: total > 1 ? number : '', flush: true });
            frame.inside.append(...hits.map(hit => answerRow(hit, !only)));
            if (!only && total > hits.length) frame.inside.append(h('button.answer.all', { type: 'button', onclick: () => showKind(kind) }, `All ${number} ${MANY[kind] ?? title.toLowerCase()}`));
            return frame.element;
        });
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

function answerRow(hit, short) {
    const whole = hit.fragments.find(fragment => fragment.map(piece => piece.text).join('') === hit.title);
    const others = hit.fragments.filter(fragment => fragment !== whole);
    return h(`article.answer${short ? '.short' : ''}`,
        h('div.row', h(`a.title.grow${hit.kind === 'log' ? '.mono' : ''}`, { href: hitAddress(hit), title: hit.title }, whole ? marked(whole) : hit.title || hit.id), hit.appState && pill(hit.appState, { short: true }), h('span.muted', { style: { fontSize: '12px' } }, since(hit.at))),
        hit.appId && hit.kind !== 'application' ? h('div.muted', { style: { fontSize: '12px' } }, hit.appId, hit.kind === 'log' && ` \u00b7 ${hit.id} ${hit.stream}, line ${format.count(hit.line)}`) : null,
        others.slice(0, short ? 1 : 3).map(fragment => h('div.excerpt', marked(fragment))));
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
