/** One time axis for several plots: drag to zoom, double click to reset, one line under the pointer in all. */
import { h } from '../core/dom.js';
import { button } from '../ui/basics.js';
import { styled } from '../core/style.js';

await styled('charts');

/** Left gutter of every plot on the shared axis, so that the panels line up. */
export const GUTTER = 56;
const LEAST_MILLIS = 50;

/**
 * `left` and `right` are the pixels beside every plot. `onzoom(range)` is told what the viewer chose (null: all);
 * the owner then calls `set`, so that the address stays the one truth.
 */
export function timeAxis({ from, to, zoom = null, left, right, onzoom }) {
    let full = { from, to };
    let chosen = zoom;
    const listeners = new Set();
    const plots = new Set();

    const range = () => chosen ?? full;
    const tell = () => {
        for (const listener of listeners) listener(range());
    };

    /** The time under a point of a plot. */
    function timeAt(plot, clientX) {
        const box = plot.getBoundingClientRect();
        const share = (clientX - box.left - left) / (box.width - left - right);
        return range().from + Math.max(0, Math.min(1, share)) * (range().to - range().from);
    }

    /** Where times stand in a plot, in pixels from its left, as long as neither the range nor the plot changes. */
    function placesOf(plot) {
        const { from, to } = range();
        const scale = (plot.clientWidth - left - right) / (to - from);
        return time => left + (time - from) * scale;
    }

    const placeOf = (plot, time) => placesOf(plot)(time);

    function choose(next) {
        if (next && next.to - next.from < LEAST_MILLIS) return;
        const whole = next && next.from <= full.from && next.to >= full.to;
        onzoom(next && !whole ? { from: Math.round(Math.max(full.from, next.from)), to: Math.round(Math.min(full.to, next.to)) } : null);
    }

    function scale(factor) {
        const now = range();
        const middle = (now.from + now.to) / 2;
        const half = ((now.to - now.from) / 2) * factor;
        choose({ from: middle - half, to: middle + half });
    }

    /** Makes a plot part of the axis. */
    function attach(plot) {
        const line = h('div.zoom-line', { hidden: true });
        const selection = h('div.zoom-selection', { hidden: true });
        plot.classList.add('zoomable');
        plot.append(line, selection);
        const entry = { plot, line };
        plots.add(entry);
        let start = null;
        let dragged = false;
        plot.addEventListener('pointerdown', event => {
            if (event.button !== 0 || event.pointerType === 'touch') return;
            start = event.clientX;
            dragged = false;
        });
        plot.addEventListener('pointermove', event => {
            showLine(timeAt(plot, event.clientX));
            if (start === null || Math.abs(event.clientX - start) < 4) return;
            if (!dragged) plot.setPointerCapture(event.pointerId);
            dragged = true;
            const one = placeOf(plot, timeAt(plot, start));
            const two = placeOf(plot, timeAt(plot, event.clientX));
            selection.hidden = false;
            selection.style.left = `${Math.min(one, two)}px`;
            selection.style.width = `${Math.abs(two - one)}px`;
        });
        plot.addEventListener('pointerup', event => {
            selection.hidden = true;
            if (start !== null && dragged) {
                const times = [timeAt(plot, start), timeAt(plot, event.clientX)].sort((one, two) => one - two);
                choose({ from: times[0], to: times[1] });
            }
            start = null;
        });
        plot.addEventListener('click', event => {
            if (!dragged) return;
            event.stopPropagation();
            dragged = false;
        }, true);
        plot.addEventListener('pointerleave', () => showLine(null));
        plot.addEventListener('dblclick', () => choose(null));
    }

    function showLine(time) {
        for (const { plot, line } of plots) {
            line.hidden = time === null;
            if (time !== null) line.style.left = `${placeOf(plot, time)}px`;
        }
    }

    /** Buttons that do by keyboard what dragging does. */
    function controls() {
        return h('div.row', { style: { gap: '2px' }, role: 'group', 'aria-label': 'Zoom' },
            button('', () => scale(0.5), { tone: 'quiet small', picture: 'plus', label: 'Zoom in' }),
            button('', () => scale(2), { tone: 'quiet small', picture: 'minus', label: 'Zoom out' }),
            button('', () => choose(null), { tone: 'quiet small', picture: 'reset', label: 'Show the whole time' }));
    }

    return {
        range, attach, placeOf, placesOf, timeAt, controls,
        full: () => full,
        zoomed: () => chosen !== null,
        onRange: (listener, signal) => {
            listeners.add(listener);
            signal?.addEventListener('abort', () => listeners.delete(listener));
        },
        /** Shows this part, or all of it for null. */
        set: next => {
            if (next?.from === chosen?.from && next?.to === chosen?.to) return;
            chosen = next;
            tell();
        },
        /** The whole grew, as of an application that runs. */
        extend: next => {
            full = next;
            if (chosen === null) tell();
        },
    };
}
