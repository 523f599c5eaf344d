/** A panel in one of its four states: loading, empty, in error, or full (perhaps partial). */
import { h, replace } from '../core/dom.js';
import { icon } from '../core/icons.js';
import { button, command } from './basics.js';

const SKELETON_AFTER_MILLIS = 150;

/** A framed part of a page. `tools` stand at the right of its title. */
export function panel({ title, note, tools = [], body = [], flush = false, whole = false }) {
    const inside = h('div.inside', body);
    const noteElement = h('small', note ?? '');
    const toolsElement = h('div.tools', tools);
    const element = h(`section.panel${flush ? '.flush' : ''}${whole ? '.whole' : ''}`,
        title ? h('header', h('h2', title), noteElement, toolsElement) : null, inside);
    if (title) element.setAttribute('aria-label', title);
    return { element, inside, setNote: text => replace(noteElement, text), setTools: (...nodes) => replace(toolsElement, ...nodes) };
}

/**
 * Fills an element with what `load` resolves to: a skeleton after 150 ms, what went wrong with a way to try
 * again, or the content; with `missing`, a 404 is no failure but this sentence. A load that is overtaken by a later one of the same element is dropped.
 */
export async function fill(element, load, { lines = 4, keep = false, missing = null } = {}) {
    const turn = Symbol('turn');
    element.turn = turn;
    element.setAttribute('aria-busy', 'true');
    const timer = keep && element.childElementCount > 0 ? 0 : setTimeout(() => replace(element, skeleton(lines)), SKELETON_AFTER_MILLIS);
    try {
        const content = await load();
        if (element.turn === turn && content !== undefined) replace(element, content);
    } catch (error) {
        if (error.name !== 'AbortError' && element.turn === turn) {
            const absent = missing !== null && error.status === 404;
            replace(element, absent ? empty(missing) : trouble(error, () => fill(element, load, { lines, missing })));
            if (!error.status && error.name !== 'ApiError') console.error(error);
        }
    } finally {
        clearTimeout(timer);
        if (element.turn === turn) element.setAttribute('aria-busy', 'false');
    }
}

export function skeleton(lines = 4) {
    const widths = ['100%', '82%', '91%', '67%', '88%', '74%'];
    return h('div.skeleton', { role: 'status', 'aria-label': 'Loading' }, [...Array(lines).keys()].map(line => h('i', { style: { width: widths[line % widths.length] } })));
}

/** Nothing there: one sentence, and what to do next. */
export function empty(sentence, { hint, copyable, action } = {}) {
    return h('div.empty', h('div', h('b', sentence), hint && [h('br'), hint]), copyable && command(copyable), action);
}

/** What failed, what to do, and the id under which the server's log has it. */
export function trouble(error, retry) {
    return h('div.trouble', { role: 'alert' },
        h('div', h('b', titleOf(error)), h('br'), error.message),
        error.requestId && h('small', 'Request ', h('code', error.requestId)),
        retry && button('Try again', retry, { picture: 'reset' }));
}

function titleOf(error) {
    if (error.status === 404) return 'There is no such thing here';
    if (error.status === 403) return 'You may not see this';
    if (error.status === 0) return 'The server cannot be reached';
    return 'This could not be loaded';
}

/** Marks content that is still growing. */
export function partial(text) {
    return h('span.partial', icon('pending'), text);
}
