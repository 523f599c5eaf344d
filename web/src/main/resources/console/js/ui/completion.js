/** What may follow in the search box: a list below it, walked with the arrow keys. */
import { debounce, h, replace } from '../core/dom.js';
import * as format from '../core/format.js';
import * as api from '../api.js';

let made = 0;

/** A list for this box. Tab or Enter takes what is chosen, Escape closes; typing asks again. */
export function completion(input, signal) {
    const id = `offers-${made += 1}`;
    const element = h('ul.offers', { id, role: 'listbox', 'aria-label': 'How the query may go on', hidden: true });
    let offers = [];
    let chosen = -1;
    let asked = null;
    for (const [name, value] of [['role', 'combobox'], ['aria-autocomplete', 'list'], ['aria-controls', id], ['aria-expanded', 'false']]) input.setAttribute(name, value);

    function close() {
        asked?.abort();
        offers = [];
        chosen = -1;
        element.hidden = true;
        input.setAttribute('aria-expanded', 'false');
        input.removeAttribute('aria-activedescendant');
    }

    async function ask() {
        asked?.abort();
        const mine = asked = new AbortController();
        const before = input.value.slice(0, input.selectionStart ?? input.value.length);
        try {
            const found = await api.list(api.path('search', 'completion'), { q: before }, AbortSignal.any([mine.signal, signal]));
            if (document.activeElement === input && !mine.signal.aborted) show(found.items);
        } catch (error) {
            // Typing goes on without help; the search itself will say what is wrong.
            if (error.name !== 'AbortError') close();
        }
    }

    function show(items) {
        const word = input.value.slice(input.value.search(/\S*$/)).replace(/^-/, '');
        offers = items.filter(offer => offer.word !== word);
        chosen = -1;
        element.hidden = offers.length === 0;
        input.setAttribute('aria-expanded', String(offers.length > 0));
        input.removeAttribute('aria-activedescendant');
        replace(element, offers.map((offer, number) => h('li', { id: `${id}-${number}`, role: 'option', 'aria-selected': 'false', onpointerdown: event => {
            event.preventDefault();
            take(number);
        } }, h('code', offer.word), h('span.muted', offer.about || (offer.count === null ? '' : format.plural(offer.count, 'application'))))));
    }

    function take(number) {
        const rest = input.value.slice(input.selectionStart ?? input.value.length);
        const done = /[:=]$/.test(offers[number].word) ? '' : ' ';
        input.value = offers[number].text + done + rest.trimStart();
        const caret = offers[number].text.length + done.length;
        input.setSelectionRange(caret, caret);
        close();
        ask();
    }

    function choose(number) {
        chosen = (number + offers.length + 1) % (offers.length + 1);
        if (chosen === offers.length) chosen = -1;
        [...element.children].forEach((item, at) => item.setAttribute('aria-selected', String(at === chosen)));
        element.children[chosen]?.scrollIntoView({ block: 'nearest' });
        if (chosen < 0) input.removeAttribute('aria-activedescendant');
        else input.setAttribute('aria-activedescendant', `${id}-${chosen}`);
    }

    input.addEventListener('input', debounce(120, ask));
    input.addEventListener('blur', close);
    input.addEventListener('keydown', event => {
        if (event.key === 'ArrowDown' && element.hidden) ask();
        else if (element.hidden) return;
        else if (event.key === 'ArrowDown') choose(chosen + 1);
        else if (event.key === 'ArrowUp') choose(chosen < 0 ? offers.length - 1 : chosen - 1);
        else if (event.key === 'Escape') close();
        else if (event.key === 'Tab' && !event.shiftKey && offers.length > 0 && (chosen >= 0 || offers.length === 1)) take(Math.max(0, chosen));
        else if (event.key === 'Enter' && chosen >= 0) take(chosen);
        else return;
        event.preventDefault();
    });
    return { element, close };
}
