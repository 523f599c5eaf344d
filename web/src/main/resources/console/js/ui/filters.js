/** Filter chips: each opens a menu of values, and the chosen ones stand in the address. */
import { h } from '../core/dom.js';
import { icon } from '../core/icons.js';
import { list, toggle } from '../core/query.js';
import { change } from '../core/router.js';
import { openMenu } from './menu.js';

/** A chip for a key of the state; `values()` resolves to [value, word] pairs and may be asked of the server. */
export function filterChip(state, key, title, values, { word = value => value } = {}) {
    const chosen = list(state, key);
    const text = chosen.length === 0 ? title : `${title}: ${chosen.map(word).join(', ')}`;
    const opener = h(`button.chip${chosen.length ? '.on' : ''}`, {
        type: 'button', 'aria-haspopup': 'true', 'aria-expanded': 'false', title: chosen.length ? text : null,
        onclick: () => openMenu(opener, close => choices(state, key, values, close), { label: title }),
    }, h('span', text), chosen.length ? null : icon('down'));
    if (chosen.length === 0) return opener;
    return h('span.row', { style: { gap: '2px' } }, opener, h('button.button.quiet.small.square', { type: 'button', 'aria-label': `Clear ${title}`, onclick: () => change({ [key]: null }) }, icon('close')));
}

function choices(state, key, values, close) {
    const place = h('div', h('div.title', 'Loading…'));
    const chosen = new Set(list(state, key));
    Promise.resolve(values()).then(pairs => {
        place.replaceChildren(...(pairs.length > 0 ? pairs : [[null, 'None so far']]).map(([value, text]) => (value === null
            ? h('div.title', text)
            : h('label', h('input', { type: 'checkbox', checked: chosen.has(value), onchange: () => { change(toggle(current(key), key, value)); } }), text))));
        place.querySelector('input')?.focus();
    }, error => place.replaceChildren(h('div.title', error.message), h('button', { type: 'button', onclick: close }, 'Close')));
    return [place];
}

/** The state now: a menu stays open over several choices. */
function current(key) {
    return { [key]: new URLSearchParams(location.search).get(key) ?? '' };
}

/** A chip for a free text, as labels are. */
export function textChip(state, key, title, placeholder) {
    const value = state[key];
    const opener = h(`button.chip${value ? '.on' : ''}`, {
        type: 'button', 'aria-haspopup': 'true', 'aria-expanded': 'false',
        onclick: () => openMenu(opener, close => {
            const input = h('input.input', { value: value ?? '', placeholder, 'aria-label': title });
            return [h('form', { onsubmit: event => {
                event.preventDefault();
                close();
                change({ [key]: input.value.trim() });
            } }, h('div.title', title), input)];
        }, { label: title }),
    }, h('span', value ? `${title}: ${value}` : title), value ? null : icon('down'));
    if (!value) return opener;
    return h('span.row', { style: { gap: '2px' } }, opener, h('button.button.quiet.small.square', { type: 'button', 'aria-label': `Clear ${title}`, onclick: () => change({ [key]: null }) }, icon('close')));
}

/** A chip that is on or off. */
export function flagChip(state, key, title) {
    const on = state[key] === 'true';
    return h('button.chip', { type: 'button', 'aria-pressed': String(on), onclick: () => change({ [key]: on ? null : 'true' }) }, title);
}
