/** Small parts that all pages share. */
import { h } from '../core/dom.js';
import { icon } from '../core/icons.js';
import * as format from '../core/format.js';
import { toast } from './toast.js';

const STATES = {
    PENDING: ['Pending', 'pending', 'pending'],
    RUNNING: ['Running', 'running', 'running'],
    COMPLETED: ['Completed', 'completed', 'check'],
    COMPLETED_WITH_WARNINGS: ['Completed with warnings', 'warning', 'warning'],
    FAILED: ['Failed', 'failed', 'failed'],
    KILLED: ['Killed', 'killed', 'killed'],
    TIMED_OUT: ['Timed out', 'failed', 'timed-out'],
    INCOMPLETE: ['Incomplete', 'killed', 'info'],
    SUCCEEDED: ['Succeeded', 'completed', 'check'],
    SKIPPED: ['Skipped', 'killed', 'killed'],
    UNKNOWN: ['Unknown', 'killed', 'info'],
    AVAILABLE: ['Available', 'completed', 'check'],
    PROGRESSING: ['Progressing', 'running', 'running'],
    DEGRADED: ['Degraded', 'warning', 'warning'],
    FAILING: ['Failing', 'failed', 'failed'],
    UNREACHABLE: ['Unreachable', 'failed', 'failed'],
    DELETING: ['Deleting', 'killed', 'killed'],
    ACTIVE: ['Active', 'running', 'running'],
    DEAD: ['Ended', 'killed', 'killed'],
    COMPLETE: ['Completed', 'completed', 'check'],
};

export const APPLICATION_STATES = ['PENDING', 'RUNNING', 'COMPLETED', 'COMPLETED_WITH_WARNINGS', 'FAILED', 'KILLED', 'TIMED_OUT'];

/** The word for a state. */
export function stateWord(state) {
    return STATES[state]?.[0] ?? state;
}

/** The colour family of a state: `running`, `completed`, `warning`, … */
export function stateTone(state) {
    return STATES[state]?.[1] ?? 'killed';
}

export function ended(state) {
    return state !== 'PENDING' && state !== 'RUNNING';
}

/** A state as an icon and a word; `short` says "With warnings". */
export function pill(state, { short = false, title } = {}) {
    const [word, tone, picture] = STATES[state] ?? [state, 'killed', 'info'];
    const text = short && state === 'COMPLETED_WITH_WARNINGS' ? 'With warnings' : word;
    return h(`span.pill.${tone}`, { title, dataset: { state: tone } }, icon(picture), text);
}

/** How many issues there are, by the worst of them. */
export function issueCount(issues) {
    const total = (issues?.error ?? 0) + (issues?.warning ?? 0);
    if (total === 0) return '';
    const words = [issues.error && format.plural(issues.error, 'error'), issues.warning && format.plural(issues.warning, 'warning')].filter(Boolean).join(', ');
    return h(`span.pill.${issues.error ? 'failed' : 'warning'}`, { title: words }, icon(issues.error ? 'failed' : 'warning'), String(total), h('span.unseen', `: ${words}`));
}

/** The exact time of an element, once someone points at it. */
function exactly({ currentTarget }) {
    currentTarget.title ||= format.exact(currentTarget.dateTime);
}

/** A clock time of a UTC day, exact on hover. */
export function clockTime(time) {
    return time ? h('time', { datetime: time, onpointerenter: exactly }, time.slice(11, 23)) : '–';
}

/** A time told relative to now, exact on hover, kept up to date. */
export function since(time) {
    if (!time) return '–';
    return h('time', { datetime: time, onpointerenter: exactly, dataset: { ago: time } }, format.ago(time));
}

/** A duration that counts while there is no end; `known` is what the server measured. */
export function lasting(from, until, known) {
    if (!from) return format.duration(known);
    if (until) return format.duration(known ?? new Date(until) - new Date(from));
    return h('span', { dataset: { since: from } }, format.duration(Date.now() - new Date(from).getTime()));
}

/** Keeps relative times and counting durations true; called once. */
export function startTicking() {
    setInterval(() => {
        if (document.hidden) return;
        const now = Date.now();
        for (const element of document.querySelectorAll('[data-ago]')) setText(element, format.ago(element.dataset.ago, now));
        for (const element of document.querySelectorAll('[data-since]')) {
            setText(element, format.duration(now - new Date(element.dataset.since).getTime()));
        }
    }, 1000);
}

function setText(element, text) {
    if (element.textContent !== text) element.textContent = text;
}

/** A button with an optional icon. */
export function button(text, onclick, { tone = '', picture = null, title, label, disabled, type = 'button', ...rest } = {}) {
    const kinds = tone.split(' ').filter(Boolean).map(kind => `.${kind}`).join('');
    const square = text ? '' : '.square';
    return h(`button.button${kinds}${square}`, { type, onclick, title: title ?? (text ? undefined : label), 'aria-label': text ? label : label ?? title, disabled, ...rest }, picture && icon(picture), text);
}

/** A command with a button that copies it. */
export function command(text) {
    return h('div.command', h('pre', text), button('', () => copy(text), { tone: 'quiet small', picture: 'copy', label: 'Copy' }));
}

/** Puts a text on the clipboard and says so. */
export async function copy(text) {
    try {
        await navigator.clipboard.writeText(text);
        toast('Copied', 'completed');
    } catch {
        toast('This browser does not let the page copy; select the text instead.', 'failed');
    }
}

/** A figure with what it means and how it moved. */
export function tile(name, figure, note, { tone = '', gauge = null, title } = {}) {
    const notes = (Array.isArray(note) ? note : [note]).filter(Boolean);
    return h('dl.tile', { title },
        h('dt', name),
        h(`dd.figure${String(figure).length > 9 ? '.long' : ''}`, figure),
        gauge === null || gauge === undefined ? null : h('dd.gauge', { 'aria-hidden': 'true' }, h('i', { style: { width: `${Math.round(Math.min(1, gauge) * 100)}%` } })),
        notes.map(text => h(`dd.note${tone ? `.${tone}` : ''}`, text)));
}

/** The tone of a change: less is good for costs, more is good for success. */
export function changeTone(change, lessIsGood) {
    if (!change || change.direction === 'same') return '';
    return (change.direction === 'down') === lessIsGood ? 'good' : 'bad';
}

/** A part of a whole as a small bar. */
export function bar(share, { tone = 'running', wide = false, title } = {}) {
    const width = `${Math.max(0, Math.min(1, share)) * 100}%`;
    return h(`span.bar${wide ? '.wide' : ''}`, { title, role: 'img', 'aria-label': title ?? format.percent(share) }, h('i', { style: { width, background: `var(--${tone})` } }));
}

/** Pairs of a name and a value. */
export function facts(pairs) {
    return h('dl.facts', pairs.filter(Boolean).map(([name, value]) => [h('dt', name), h('dd', value ?? '–')]));
}

/** A choice among few: `choices` are [value, word]. */
export function choice(label, choices, chosen, onchoose) {
    return h('div.choice', { role: 'group', 'aria-label': label },
        choices.map(([value, word]) => h('button.chip', { type: 'button', 'aria-pressed': String(value === chosen), onclick: () => onchoose(value) }, word)));
}

/** A select box: `choices` are [value, word]. */
export function select(label, choices, chosen, onchange) {
    const element = h('select.select', { 'aria-label': label, onchange: () => onchange(element.value) },
        choices.map(([value, word]) => h('option', { value, selected: value === chosen }, word)));
    return element;
}
