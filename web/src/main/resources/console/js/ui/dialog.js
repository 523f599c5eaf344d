/** Modal dialogs on the browser's own element. */
import { h } from '../core/dom.js';
import { button } from './basics.js';

/** Opens a dialog; returns it with `close()`. `footer(close)` and `body(close)` make its parts. */
export function openDialog({ title, body, footer, small = false, onclose = () => {} }) {
    const close = () => element.close();
    const heading = h('h2', { id: `dialog-${Date.now()}` }, title);
    const element = h(`dialog${small ? '.small' : ''}`, { 'aria-labelledby': heading.id },
        h('header', heading, button('', close, { tone: 'quiet', picture: 'close', label: 'Close' })),
        h('div.inside', { tabindex: '-1' }, body(close)),
        footer ? h('footer', footer(close)) : null);
    element.addEventListener('close', () => {
        element.remove();
        onclose();
    });
    document.body.append(element);
    element.showModal();
    return element;
}

/** Asks before something that cannot be undone; resolves to whether it was confirmed. */
export function confirm({ title, text, action }) {
    return new Promise(resolve => {
        let confirmed = false;
        openDialog({
            title,
            small: true,
            body: () => h('p', text),
            footer: close => [h('span.grow'), button('Cancel', close), button(action, () => {
                confirmed = true;
                close();
            }, { tone: 'primary danger', autofocus: true })],
            onclose: () => resolve(confirmed),
        });
    });
}
