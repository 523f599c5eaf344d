/** Fills a part of the page again and again, without taking the viewer's place and focus from them. */
import { fill } from '../../ui/panel.js';

/** As `fill`, of what is refreshed while it is looked at. Nothing moves while details stand open. */
export async function refill(element, load) {
    let kept = null;
    await fill(element, async () => {
        const content = await load();
        if (element.querySelector('details[open]')) return undefined;
        const scroll = element.querySelector('.scroll');
        const focused = element.contains(document.activeElement) ? document.activeElement : null;
        kept = { left: scroll?.scrollLeft ?? 0, top: scroll?.scrollTop ?? 0, href: focused?.getAttribute('href') ?? null, scroll: focused !== null && focused === scroll };
        return content;
    }, { keep: true });
    if (kept === null) return;
    const scroll = element.querySelector('.scroll');
    if (scroll) [scroll.scrollLeft, scroll.scrollTop] = [kept.left, kept.top];
    if (kept.scroll) scroll?.focus({ preventScroll: true });
    else if (kept.href !== null) element.querySelector(`a[href="${CSS.escape(kept.href)}"]`)?.focus({ preventScroll: true });
}
