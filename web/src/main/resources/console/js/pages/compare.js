/** Two runs side by side: figures, configuration, stages and plans. */
import { alone } from '../core/alone.js';
import { h, replace } from '../core/dom.js';
import { figure, moveOf, nameOf, textOf } from '../core/figures.js';
import * as format from '../core/format.js';
import * as api from '../api.js';
import { applicationAddress, change, compareAddress, go, jobAddress } from '../core/router.js';
import { button, pill, select, since, tile } from '../ui/basics.js';
import { empty, fill, panel } from '../ui/panel.js';
import { queryDiffs } from './compare/queries.js';
import { stagePairs } from './compare/stages.js';
import { styled } from '../core/style.js';

await styled('compare');

const TILES = ['durationMillis', 'coreHours', 'efficiency', 'readBytes', 'spillBytes', 'peakMemoryBytes'];
const RUNS = 50;
/** Letters of a value above which its words are told apart. */
const LONG = 160;

export function show(view) {
    const { clusterId, appId } = view.parameters;
    let state = view.state;
    const place = h('div');
    replace(view.root, place);
    view.title('Compare');

    function load() {
        return fill(place, async () => {
            const application = await api.one(api.path('cluster', clusterId, 'app', appId), {}, view.signal);
            view.title(`Compare ${application.displayName}`);
            const [found, runs] = await Promise.all([
                api.list(api.applicationPath(application, 'compare'), { attempt: state.attempt, with: state.with, withAttempt: state.withAttempt }, view.signal),
                otherRuns(application, view.signal),
            ]);
            const comparison = found.items[0] ?? null;
            const known = [application, ...runs];
            if (comparison && !known.some(one => one.id === comparison.base.appId)) known.push(await stranger(comparison.base, clusterId, view.signal));
            const rows = comparison && stagePairs(comparison, clusterId);
            rows?.update(state);
            place.rows = rows;
            return [crumbs(application), head(application, comparison, runs, state), comparison === null ? nothing(runs) : body(comparison, clusterId, rows, known)];
        }, { lines: 12 });
    }

    load();
    return {
        update: next => {
            const same = ['with', 'withAttempt', 'attempt'].every(key => next[key] === state[key]);
            state = next;
            return same ? place.rows?.update(state) : load();
        },
    };
}

/** The runs it may be held against: those of its job, or of its name where there is no job. */
async function otherRuns(application, signal) {
    const query = application.job ? { jobId: application.job.id } : { q: application.displayName };
    const { items } = await api.list(api.path('app'), { ...query, clusterId: alone ? undefined : application.clusterId, limit: RUNS, sort: '-createdAt' }, signal);
    return items.filter(one => one.id !== application.id);
}

/** A run of another name; where it cannot be asked for, its log still says whether it ended. */
async function stranger(base, clusterId, signal) {
    return api.one(api.path('cluster', clusterId, 'app', base.appId), {}, signal).catch(error => {
        if (error.name === 'AbortError') throw error;
        return { id: base.appId, appState: null };
    });
}

function crumbs(application) {
    return h('nav.crumbs', { 'aria-label': 'Breadcrumb' }, h('a', { href: '/' }, 'Applications'), ' / ', application.job ? [h('a', { href: jobAddress(application.job.id) }, application.job.displayName), ' / '] : null,
        h('a', { href: applicationAddress(application) }, application.id));
}

function head(application, comparison, runs, state) {
    const base = comparison?.base.appId ?? state.with ?? '';
    const choices = [['', 'Choose a run…'], ...runs.map(one => [one.id, `${format.ago(one.createdAt)} · ${format.duration(one.metrics?.durationMillis)} · ${one.id}`])];
    if (base && !runs.some(one => one.id === base)) choices.push([base, base]);
    return h('div.head.titled.comparison', h('h1', 'Compare two runs'), h('div.actions',
        select('The run to hold it against', choices, base, value => value && change({ with: value, withAttempt: null })),
        comparison ? button('Swap', () => go(compareAddress({ clusterId: application.clusterId, id: comparison.base.appId }, { with: comparison.run.appId, attempt: String(comparison.base.attempt), withAttempt: String(comparison.run.attempt) })), { picture: 'swap' }) : null));
}

function nothing(runs) {
    const sentence = runs.length > 0 ? 'This is the first run of its job.' : 'There is no other run of this job.';
    return panel({ body: empty(sentence, { hint: runs.length > 0 ? 'Choose a later one above.' : 'Once it has run again, the two stand here side by side.' }) }).element;
}

function body(comparison, clusterId, rows, known) {
    const stateOf = run => known.find(one => one.id === run.appId)?.appState ?? null;
    return [
        h('div.columns.sides', side('Before', comparison.base, clusterId, stateOf(comparison.base)), side('This run', comparison.run, clusterId, stateOf(comparison.run))),
        h('div.tiles', { 'aria-label': 'Figures' }, TILES.map(name => figureTile(figure(comparison.figures, name)))),
        configuration(comparison.config), rows.element, queryDiffs(comparison, clusterId), everyFigure(comparison.figures),
    ];
}

/** The platform knows how it ended; where it does not, the log tells whether it did. */
function side(word, run, clusterId, state) {
    const frame = panel({ title: word, note: h('a', { href: applicationAddress({ clusterId, id: run.appId }, { attempt: run.attempt > 1 ? run.attempt : null }) }, run.attempt > 1 ? `${run.appId}, attempt ${run.attempt}` : run.appId) });
    frame.setTools(pill(state ?? { RUNNING: 'RUNNING', ENDED: 'DEAD', CUT_OFF: 'INCOMPLETE' }[run.state] ?? run.state, { title: ['CUT_OFF', 'INCOMPLETE'].includes(run.state) ? 'Its event log has no end' : null }));
    frame.inside.append(h('div.sub.plain', h('span', 'Started ', h('b', since(run.startedAt)), ` · ${run.startedAt.slice(0, 19).replace('T', ' ')} UTC`), h('span', 'Took ', h('b', format.duration(run.durationMillis))), h('span', 'User ', h('b', run.user)), h('span', 'Spark ', h('b', run.sparkVersion))));
    return frame.element;
}

function figureTile(one) {
    const move = moveOf(one);
    return tile(nameOf(one.name), textOf(one.name, one.run), [move?.text, h('span.muted', `${textOf(one.name, one.base)} before`)], { tone: move?.tone });
}

function configuration({ same, changed }) {
    const frame = panel({ title: 'Configuration', note: `${changed.length === 0 ? 'nothing' : format.count(changed.length)} changed, ${format.count(same)} the same`, flush: true });
    if (changed.length === 0) frame.inside.append(empty('Both ran with the same properties.', { hint: 'Ids, ports and folders that differ in every run are left out.' }));
    else frame.inside.append(h('div.scroll', { tabindex: '0' }, h('table.cards.sides-by-side', { 'aria-label': 'Changed properties' },
        h('thead', h('tr', ['Property', 'Before', 'This run'].map(name => h('th', { scope: 'col' }, name)))),
        h('tbody', changed.map(one => h('tr', h('td.mono.key', { 'data-card': 'full', title: one.key }, one.key), values(one)))))));
    return frame.element;
}

/** Of long values, as Java's options are, only the words that differ are shown; the whole is a click away. */
function values({ base, run }) {
    if (base === null || run === null || Math.max(base.length, run.length) <= LONG) return [value(base, 'diff-removed'), value(run, 'diff-added')];
    const [before, now] = [base, run].map(text => text.split(/[\s,]+/).filter(Boolean));
    const only = (words, others) => words.filter(word => !others.includes(word));
    const same = before.filter(word => now.includes(word)).length;
    const cell = (text, words, tone) => h('td.wrap', { 'data-card': 'full' }, words.length > 0 ? h('ul.words', words.map(word => h('li', h(`span.mono.${tone}`, word)))) : h('span.muted', same > 0 ? 'nothing else' : 'empty'),
        h('details', h('summary', `The whole, ${format.plural(same, 'word')} the same`), h('p.mono.whole-value', text)));
    return [cell(base, only(before, now), 'diff-removed'), cell(run, only(now, before), 'diff-added')];
}

function value(text, tone) {
    return h('td.wrap', { 'data-card': 'full' }, text === null ? h('span.muted', 'not set') : h(`span.mono.${tone}`, text));
}

function everyFigure(figures) {
    const frame = panel({ title: 'All figures', note: 'of the whole run', flush: true });
    frame.inside.append(h('div.scroll', { tabindex: '0' }, h('table', { 'aria-label': 'All figures' },
        h('thead', h('tr', ['Figure', 'Before', 'This run', 'Change'].map((name, index) => h(`th${index ? '.number' : ''}`, { scope: 'col' }, name)))),
        h('tbody', figures.map(one => {
            const move = moveOf(one);
            return h('tr', h('td', nameOf(one.name)), h('td.number', textOf(one.name, one.base)), h('td.number', textOf(one.name, one.run)), h(`td.number${move?.tone ? `.${move.tone}` : ''}`, move?.text ?? '–'));
        })))));
    return frame.element;
}
