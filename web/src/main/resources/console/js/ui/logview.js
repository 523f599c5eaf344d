/** A log of any length: only the lines in sight exist. */
import { h, replace } from '../core/dom.js';
import { lineAt, pieces, tops } from '../core/loglines.js';
import { styled } from '../core/style.js';

await styled('logs');

const ROW = 18;
const NUMBERS_WIDTH = 64;
const BEYOND = 600;

/** `log` are LogLines; `hrefOf(number)` links a line (numbers count from 1). */
export function logView({ log, hrefOf, onscrolled }) {
    const space = h('div.space');
    const element = h('div.log', { tabindex: '0', role: 'log', 'aria-label': 'Log', 'aria-live': 'off' }, space);
    const options = { wrap: false, level: '', words: '', aimed: 0 };
    let indexes = null;
    let heights = tops([], null, 0, ROW);
    let letter = 0;
    let queued = false;
    let lastTop = 0;

    function letterWidth() {
        if (letter === 0) {
            const probe = h('span', { style: { position: 'absolute', visibility: 'hidden' } }, '0'.repeat(100));
            element.append(probe);
            letter = probe.getBoundingClientRect().width / 100 || 7.2;
            probe.remove();
        }
        return letter;
    }

    /** Measures all lines again, after text, filter or width changed. */
    function arrange() {
        indexes = log.atLeast(options.level);
        const perRow = options.wrap ? Math.max(20, Math.floor((element.clientWidth - NUMBERS_WIDTH - 28) / letterWidth())) : 0;
        heights = tops(log.lines, indexes, perRow, ROW);
        space.style.height = `${heights.at(-1)}px`;
        element.classList.toggle('wrapped', options.wrap);
        draw();
    }

    function draw() {
        const first = lineAt(heights, element.scrollTop - BEYOND);
        const last = Math.min(heights.length - 2, lineAt(heights, element.scrollTop + element.clientHeight + BEYOND));
        const shown = [];
        for (let at = first; at <= last; at += 1) shown.push(lineElement(indexes ? indexes[at] : at));
        const holder = h('div', { style: { position: 'absolute', top: `${heights[first] ?? 0}px`, minWidth: '100%', left: '0', right: options.wrap ? '0' : '' } }, shown);
        replace(space, holder);
    }

    function lineElement(index) {
        const parts = pieces(log.lines[index], options.words);
        return h(`div.line${index + 1 === options.aimed ? '.aimed' : ''}`, { dataset: { level: log.levels[index] } },
            h('a', { href: hrefOf(index + 1), tabindex: '-1', 'aria-label': `Line ${index + 1}` }, index + 1),
            h('span', parts.map((part, at) => (at % 2 === 1 ? h('mark', part) : part))));
    }

    element.addEventListener('scroll', () => {
        onscrolled?.(atEnd(), element.scrollTop < lastTop);
        lastTop = element.scrollTop;
        if (queued) return;
        queued = true;
        requestAnimationFrame(() => {
            queued = false;
            draw();
        });
    });
    new ResizeObserver(() => arrange()).observe(element);

    const atEnd = () => element.scrollTop + element.clientHeight >= heights.at(-1) - ROW;

    /** Where a line stands among those shown, or -1 when the filter hides it. */
    function positionOf(number) {
        return indexes ? indexes.indexOf(number - 1) : number - 1;
    }

    return {
        element, arrange, options,
        toEnd: () => { element.scrollTop = heights.at(-1); },
        /** Brings a line into sight and marks it. */
        aim: number => {
            options.aimed = number;
            const position = positionOf(number);
            if (position >= 0 && position < heights.length - 1) element.scrollTop = Math.max(0, heights[position] - element.clientHeight / 3);
            draw();
        },
        /** The numbers of the shown lines that hold the words. */
        matches: words => {
            if (!words) return [];
            const wanted = words.toLowerCase();
            const found = [];
            const count = indexes ? indexes.length : log.lines.length;
            for (let at = 0; at < count; at += 1) {
                const index = indexes ? indexes[at] : at;
                if (log.lines[index].toLowerCase().includes(wanted)) found.push(index + 1);
            }
            return found;
        },
    };
}
