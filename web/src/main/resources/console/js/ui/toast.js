/** Short messages in the corner; failures stay until closed. */
import { h } from '../core/dom.js';
import { icon } from '../core/icons.js';

let stack = null;

/** Shows a message; `kind` is `completed`, `failed` or empty. */
export function toast(message, kind = '') {
    if (stack === null) {
        stack = h('div.toasts', { role: 'status', 'aria-live': 'polite' });
    }
    // A modal dialog makes the rest inert: messages then live inside it.
    (document.querySelector('dialog[open]') ?? document.body).append(stack);
    const item = h('div.toast', { dataset: { kind } },
        h('div.grow', message),
        h('button.button.quiet.small.square', { type: 'button', 'aria-label': 'Close', onclick: () => item.remove() }, icon('close')));
    stack.append(item);
    while (stack.childElementCount > 4) stack.firstElementChild.remove();
    if (kind !== 'failed') setTimeout(() => item.remove(), 4000);
}

/** A failure with the id of its request. */
export function toastError(error) {
    if (error.name === 'AbortError') return;
    toast(error.requestId ? `${error.message} (request ${error.requestId})` : error.message, 'failed');
}
