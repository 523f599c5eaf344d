/** A bar of several parts against a limit, as memory by kind. */
import { h } from '../core/dom.js';

/** `parts` are `{token, value}`; the bar is as wide as `limit`. */
export function stackedBar(parts, limit, title) {
    const whole = limit || parts.reduce((sum, part) => sum + part.value, 0) || 1;
    return h('span.bar.wide', { title, role: 'img', 'aria-label': title }, parts.map(part => h('i', { style: { width: `${Math.min(100, (part.value / whole) * 100)}%`, background: `var(--${part.token})` } })));
}
