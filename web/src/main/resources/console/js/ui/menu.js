/** Menus that drop from a button; the browser closes them on Escape or a click elsewhere. */
import { h } from '../core/dom.js';
import { icon } from '../core/icons.js';

let open = null;

/** Opens a menu below its anchor, or closes the one that is open there. `build(close)` returns its content. */
export function openMenu(anchor, build, { label = 'Menu', align = 'left' } = {}) {
    const again = open?.anchor === anchor;
    open?.close();
    if (again) return;
    const menu = h('div.menu', { popover: 'auto', role: 'group', 'aria-label': label });
    const close = () => menu.hidePopover();
    (anchor.closest('dialog') ?? document.body).append(menu);
    menu.append(...[build(close)].flat());
    menu.addEventListener('toggle', event => {
        if (event.newState !== 'closed') return;
        menu.remove();
        anchor.setAttribute('aria-expanded', 'false');
        if (open?.menu === menu) open = null;
    });
    menu.addEventListener('keydown', walk);
    menu.showPopover();
    place(menu, anchor, align);
    anchor.setAttribute('aria-expanded', 'true');
    open = { menu, anchor, close };
    menu.querySelector('input, button, a')?.focus();
}

function place(menu, anchor, align) {
    const box = anchor.getBoundingClientRect();
    const width = menu.offsetWidth;
    const left = align === 'right' ? box.right - width : box.left;
    menu.style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`;
    const below = box.bottom + 4;
    const top = below + menu.offsetHeight > innerHeight - 8 ? Math.max(8, box.top - 4 - menu.offsetHeight) : below;
    menu.style.top = `${top}px`;
}

function walk(event) {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    const items = [...event.currentTarget.querySelectorAll('button, a, input')];
    const at = items.indexOf(document.activeElement);
    event.preventDefault();
    items[(at + (event.key === 'ArrowDown' ? 1 : items.length - 1)) % items.length]?.focus();
}

/** One entry of a menu. */
export function entry(text, onclick, { picture = null, tone = '', note = null, disabled = false } = {}) {
    return h(`button${tone ? `.${tone}` : ''}`, { type: 'button', onclick, disabled }, picture && icon(picture), text, note && h('small', note));
}

/** A button that opens a menu. */
export function menuButton(text, build, { picture = null, tone = '', label, align = 'left', caret = true, title } = {}) {
    const kinds = tone.split(' ').filter(Boolean).map(kind => `.${kind}`).join('');
    const element = h(`button.button${kinds}${text ? '' : '.square'}`, {
        type: 'button', 'aria-haspopup': 'true', 'aria-expanded': 'false', 'aria-label': label, title,
        onclick: () => openMenu(element, build, { label: label ?? text, align }),
    }, picture && icon(picture), text && h('span', text), text && caret && icon('down'));
    return element;
}
