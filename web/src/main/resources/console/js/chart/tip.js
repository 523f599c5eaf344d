/** The small window beside the pointer, shared by all charts. */
import { h, replace } from '../core/dom.js';
import { styled } from '../core/style.js';

await styled('charts');

let tip = null;

/** Shows content near a point of the window. */
export function showTip(content, left, top) {
    if (tip === null) tip = h('div.tip', { role: 'presentation' });
    if (!tip.isConnected) document.body.append(tip);
    replace(tip, content);
    tip.hidden = false;
    const box = tip.getBoundingClientRect();
    const beside = left + 16 + box.width > innerWidth - 8 ? left - 16 - box.width : left + 16;
    tip.style.left = `${Math.max(8, beside)}px`;
    tip.style.top = `${Math.max(8, Math.min(top + 12, innerHeight - box.height - 8))}px`;
}

export function hideTip() {
    if (tip !== null) tip.hidden = true;
}

/** A heading and pairs of name and value. */
export function pairsTip(title, pairs) {
    return [h('b', title), h('dl.pairs', pairs.filter(Boolean).map(([name, value]) => [h('dt.muted', name), h('dd', value)]))];
}

/** A swatch in the colour of a token. */
export function swatch(series) {
    return h(`i.swatch${series.hatched ? '.hatched' : ''}`, { style: { backgroundColor: `var(--${series.token})` }, 'aria-hidden': 'true' });
}

addEventListener('scroll', hideTip, { passive: true, capture: true });
addEventListener('popstate', hideTip);
