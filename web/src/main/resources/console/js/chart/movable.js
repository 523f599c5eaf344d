/** A drawing larger than its frame: dragged, pinched, zoomed with Ctrl and the wheel or with buttons. */
import { button } from '../ui/basics.js';
import { h } from '../core/dom.js';

const LEAST = 0.02;
const MOST = 2;
const ROOM = 18;
const TAP_PIXELS = 4;

/**
 * Moves `world` (a group of an SVG, `width` × `height`) within `element`. `onview` is told before each frame which part
 * of the drawing is in sight, and at which scale; `ontap` where in the drawing a click was that dragged nothing.
 */
export function movable({ element, world, width, height, signal, onview, ontap }) {
    const view = { x: 0, y: 0, scale: 1 };
    const fingers = new Map();
    let start = null;
    let queued = false;

    function paint() {
        if (queued) return;
        queued = true;
        requestAnimationFrame(() => {
            queued = false;
            onview(inSight(), view.scale);
            world.setAttribute('transform', `translate(${view.x.toFixed(1)} ${view.y.toFixed(1)}) scale(${view.scale.toFixed(4)})`);
        });
    }

    const inSight = () => ({ left: -view.x / view.scale, top: -view.y / view.scale, right: (element.clientWidth - view.x) / view.scale, bottom: (element.clientHeight - view.y) / view.scale });

    /** Where in the drawing a point of the window is. */
    function placeAt(event) {
        const box = element.getBoundingClientRect();
        return { x: (event.clientX - box.left - view.x) / view.scale, y: (event.clientY - box.top - view.y) / view.scale };
    }

    /** Some of the drawing stays in sight. */
    function set(x, y, scale) {
        const next = Math.max(LEAST, Math.min(MOST, scale));
        const keep = 60;
        view.x = Math.min(element.clientWidth - keep, Math.max(keep - width * next, x));
        view.y = Math.min(element.clientHeight - keep, Math.max(keep - height * next, y));
        view.scale = next;
        paint();
    }

    function zoomAt(factor, left, top) {
        const next = Math.max(LEAST, Math.min(MOST, view.scale * factor));
        const by = next / view.scale;
        set(left - (left - view.x) * by, top - (top - view.y) * by, next);
    }

    const zoom = factor => zoomAt(factor, element.clientWidth / 2, element.clientHeight / 2);

    function fit() {
        const scale = Math.min(1, (element.clientWidth - 2 * ROOM) / width, (element.clientHeight - 2 * ROOM - 20) / height);
        set((element.clientWidth - width * scale) / 2, Math.max(ROOM + 20 * scale, (element.clientHeight - height * scale) / 2), scale);
    }

    /** Puts a place into the middle, or as near to it as leaves no empty side. */
    function center(place, scale) {
        const along = (at, size, room) => {
            if (size * scale <= room - 2 * ROOM) return (room - size * scale) / 2;
            return Math.max(room - ROOM - size * scale, Math.min(ROOM + 20, room / 2 - at * scale));
        };
        set(along(place.x, width, element.clientWidth), along(place.y, height, element.clientHeight), scale);
    }

    /** Moves as little as brings a box into sight. */
    function show(box) {
        const { x, y, scale } = view;
        const over = (low, high, at, room) => {
            if (low * scale + at < ROOM) return ROOM - low * scale;
            if (high * scale + at > room - ROOM) return room - ROOM - high * scale;
            return at;
        };
        set(over(box.left, box.right, x, element.clientWidth), over(box.top, box.bottom, y, element.clientHeight), scale);
    }

    const middle = () => {
        const [one, two = one] = [...fingers.values()];
        return { x: (one.x + two.x) / 2, y: (one.y + two.y) / 2, apart: Math.hypot(one.x - two.x, one.y - two.y) };
    };

    function down(event) {
        if (event.button !== 0) return;
        fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
        start = { ...middle(), view: { ...view }, moved: fingers.size > 1 };
    }

    function drag(event) {
        if (!fingers.has(event.pointerId)) return;
        fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
        const now = middle();
        if (!start.moved && Math.hypot(now.x - start.x, now.y - start.y) < TAP_PIXELS) return;
        if (!start.moved) element.setPointerCapture(event.pointerId);
        start.moved = true;
        element.classList.add('moving');
        const box = element.getBoundingClientRect();
        const by = start.apart > 20 ? now.apart / start.apart : 1;
        const scale = Math.max(LEAST, Math.min(MOST, start.view.scale * by));
        const ratio = scale / start.view.scale;
        set(now.x - box.left - (start.x - box.left - start.view.x) * ratio, now.y - box.top - (start.y - box.top - start.view.y) * ratio, scale);
    }

    function up(event) {
        if (!fingers.delete(event.pointerId)) return;
        if (fingers.size > 0) {
            start = { ...middle(), view: { ...view }, moved: true };
            return;
        }
        element.classList.remove('moving');
        if (!start.moved && event.type === 'pointerup') ontap(placeAt(event));
    }

    element.addEventListener('pointerdown', down);
    element.addEventListener('pointermove', drag);
    element.addEventListener('pointerup', up);
    element.addEventListener('pointercancel', up);
    element.addEventListener('dblclick', fit);
    element.addEventListener('wheel', event => {
        if (!event.ctrlKey && !event.metaKey) return;
        event.preventDefault();
        const box = element.getBoundingClientRect();
        zoomAt(Math.exp(-Math.max(-60, Math.min(60, event.deltaY)) / 140), event.clientX - box.left, event.clientY - box.top);
    }, { passive: false });
    const watch = new ResizeObserver(([entry]) => {
        const before = element.seen ?? entry.contentRect.width;
        element.seen = entry.contentRect.width;
        set(view.x + (element.seen - before) / 2, view.y, view.scale);
    });
    watch.observe(element);
    signal?.addEventListener('abort', () => watch.disconnect());

    function controls() {
        return h('div.row', { style: { gap: '2px' }, role: 'group', 'aria-label': 'Zoom of the graph' },
            button('', () => zoom(1.3), { tone: 'quiet small', picture: 'plus', label: 'Zoom in' }),
            button('', () => zoom(1 / 1.3), { tone: 'quiet small', picture: 'minus', label: 'Zoom out' }),
            button('', fit, { tone: 'quiet small', picture: 'reset', label: 'Show the whole plan' }));
    }

    return { fit, center, show, zoom, controls, placeAt, scale: () => view.scale };
}
