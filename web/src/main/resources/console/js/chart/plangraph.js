/** A plan as a graph: operators with time and rows, the costliest way through them, zoomed and moved by hand or keys. */
import { h, s } from '../core/dom.js';
import * as format from '../core/format.js';
import { layOut } from '../core/layered.js';
import { kindOf, subject } from '../core/plan.js';
import { hideTip, pairsTip, showTip } from './tip.js';
import { movable } from './movable.js';
import { styled } from '../core/style.js';

await styled('plan');

const BOX = { width: 232, gapX: 30, gapY: 40 };
/** A line of words, and the first one's place. */
const LINE = { first: 20, step: 17, below: 11 };
const FRAME = { side: 11, top: 20, bottom: 9 };
const ROOM = 18;
const MOST_HEIGHT = 760;
/** Below this the words are too small to read: boxes alone are drawn. */
const READABLE = 0.42;
/** A plan that would be smaller than this is shown in part, its costliest operator first. */
const LEGIBLE = 0.75;
const LETTERS = { name: 24, what: 33 };

const shorten = (text, letters) => (text.length > letters ? `${text.slice(0, letters - 1)}…` : text);
const boxPath = ({ x, y, height }) => `M${x - BOX.width / 2} ${y}h${BOX.width}v${height}h${-BOX.width}z`;

/** What an operator measured, in few words: "8 120 331 rows · 1.2 GiB". */
function figuresOf(one) {
    return [one.rows === null ? null : format.plural(one.rows, 'row'), one.bytes === null ? null : format.bytes(one.bytes)].filter(Boolean).join(' · ');
}

/** The lines below its name: `[class, words]`. */
function wordsOf(one) {
    return [['what', shorten(subject(one.node), LETTERS.what)], ['figures', figuresOf(one)]].filter(([, words]) => words !== '');
}

/**
 * `plan` is what `weigh` made; `onselect(id)` is told what the viewer chose (null: nothing). Only what is in sight
 * stands in the document, and from afar a few shapes stand for all: large plans move as lightly as small ones.
 */
export function planGraph({ plan, label, onselect, signal }) {
    const boxes = plan.operators.map(one => ({ id: one.id, weight: one.millis, group: one.group, height: LINE.first + LINE.below + LINE.step * wordsOf(one).length }));
    const layout = layOut(boxes, plan.links, BOX);
    const onPath = new Set(plan.path);
    const heaviest = plan.operators.reduce((most, one) => (one.millis > (most?.millis ?? 0) ? one : most), null);
    const frames = plan.groups.map(frameOf);
    const far = s('g', { 'aria-hidden': 'true', display: 'none' }, silhouettes());
    const near = s('g');
    const svg = s('svg', { class: 'plan-svg', role: 'group', 'aria-label': `${label}. Arrow keys walk the operators along the data, Enter shows what one measured, plus and minus zoom.` },
        s('g', s('path', { class: 'codegen', d: frames.map(frame => `M${frame.left} ${frame.top}H${frame.right}V${frame.bottom}H${frame.left}z`).join('') }), lines(), far, near));
    const element = h('div.plan-graph', svg);
    const shapes = new Map();
    let chosen = null;
    let reached = plan.path[0] ?? plan.operators.at(0)?.id ?? null;
    let drawn = null;
    const move = movable({ element, world: svg.firstChild, width: layout.width, height: layout.height, signal, onview: look, ontap: place => {
        const id = operatorAt(place);
        onselect(id === chosen ? null : id);
    } });

    function operator(one) {
        const { x, y, height } = layout.places.get(one.id);
        const share = plan.total > 0 ? one.millis / plan.total : 0;
        const time = one.measured ? format.duration(one.millis) : '';
        const kinds = [['costly', onPath.has(one.id)], ['heaviest', one === heaviest], ['chosen', one.id === chosen]].filter(([, is]) => is).map(([name]) => name);
        return s('g', { class: `op ${kinds.join(' ')}`, transform: `translate(${x - BOX.width / 2} ${y})`, 'data-id': String(one.id), tabindex: one.id === reached ? '0' : '-1', role: 'button', 'aria-description': onPath.has(one.id) ? 'on the costliest way' : null },
            s('rect', { class: 'box', width: BOX.width, height, rx: 6 }),
            s('path', { d: `M4.5 .5H6V${height - 0.5}H4.5a4 4 0 0 1-4-4V4.5a4 4 0 0 1 4-4z`, style: { fill: `var(--${kindOf(one.node.name)[2]})` } }),
            s('text', { class: 'name', x: 16, y: LINE.first }, shorten(one.node.name.trim(), LETTERS.name - time.length)),
            time && s('text', { class: 'time', x: BOX.width - 12, y: LINE.first }, time),
            wordsOf(one).map(([name, words], index) => s('text', { class: name, x: 16, y: LINE.first + LINE.step * (index + 1) }, words)),
            share > 0.004 && one.measured ? s('rect', { class: 'share', x: 6, y: height - 4, width: Math.max(2, (BOX.width - 8) * share), height: 3 }) : null);
    }

    function frameOf(group) {
        const spots = group.members.map(one => layout.places.get(one.id));
        const left = Math.min(...spots.map(spot => spot.x)) - BOX.width / 2 - FRAME.side;
        const top = Math.min(...spots.map(spot => spot.y)) - FRAME.top;
        return { left, top, right: Math.max(...spots.map(spot => spot.x)) + BOX.width / 2 + FRAME.side, bottom: Math.max(...spots.map(spot => spot.y + spot.height)) + FRAME.bottom,
            make: () => s('text', { class: 'codegen-name', x: left + FRAME.side, y: top + 14 }, `Codegen ${group.number}${group.millis === null ? '' : ` · ${format.duration(group.millis)}`}`) };
    }

    /** Lines of one look are one shape. */
    function lines() {
        const looks = new Map();
        for (const { fromId, toId } of plan.links) {
            const from = layout.places.get(fromId);
            const to = layout.places.get(toId);
            const costly = onPath.has(fromId) && plan.path[plan.path.indexOf(fromId) - 1] === toId;
            const wide = 1.2 + Math.round(Math.min(8, Math.log10(1 + (plan.known.get(fromId).rows ?? 0)))) * 0.5;
            const look = `${costly ? 'costly' : ''} ${layout.tree.get(fromId) === toId ? '' : 'again'}|${wide}`;
            looks.set(look, (looks.get(look) ?? '') + flow(from, to));
        }
        return s('g', { class: 'flows', 'aria-hidden': 'true' }, [...looks].sort().map(([look, d]) => s('path', { class: look.split('|')[0], d, 'stroke-width': look.split('|')[1] })));
    }

    /** Down in its own column, then across just above what it flows into. */
    function flow(from, to) {
        const top = from.y + from.height;
        const turn = to.y - BOX.gapY / 2 + 3;
        const side = Math.sign(to.x - from.x) * 10;
        return side === 0 ? `M${from.x} ${top}V${to.y}` : `M${from.x} ${top}V${turn - 10}q0 10 ${side} 10H${to.x - side}q${side} 0 ${side} 10V${to.y}`;
    }

    /** All operators from afar: boxes in the colours of their kinds. */
    function silhouettes() {
        const kinds = new Map();
        for (const one of plan.operators) {
            const token = kindOf(one.node.name)[2];
            kinds.set(token, (kinds.get(token) ?? '') + boxPath(layout.places.get(one.id)));
        }
        return [[...kinds].map(([token, d]) => s('path', { d, style: { fill: `var(--${token})` } })), s('path', { class: 'costly-boxes', d: plan.path.map(id => boxPath(layout.places.get(id))).join('') })];
    }

    /** Draws what came into sight, with some room around it, and takes out what left. */
    function look(sight, scale) {
        const afar = scale < READABLE;
        if (drawn && drawn.afar === afar && (afar || (sight.left >= drawn.left && sight.right <= drawn.right && sight.top >= drawn.top && sight.bottom <= drawn.bottom && scale < drawn.scale * 2))) return;
        const room = 0.35;
        const wide = (sight.right - sight.left) * room;
        const high = (sight.bottom - sight.top) * room;
        drawn = { afar, scale, left: sight.left - wide, right: sight.right + wide, top: sight.top - high, bottom: sight.bottom + high };
        if (!afar) far.setAttribute('display', 'none');
        else far.removeAttribute('display');
        for (const one of plan.operators) {
            const { x, y, height } = layout.places.get(one.id);
            keep(one.id, !afar && touches({ left: x - BOX.width / 2, right: x + BOX.width / 2, top: y, bottom: y + height }) || one.id === reached || one.id === chosen, () => operator(one));
        }
        for (const frame of frames) keep(frame, !afar && touches(frame), frame.make);
    }

    const touches = box => box.right >= drawn.left && box.left <= drawn.right && box.bottom >= drawn.top && box.top <= drawn.bottom;

    function keep(key, wanted, make) {
        const known = shapes.get(key);
        if (wanted === Boolean(known)) return;
        if (wanted) {
            const shape = make();
            shapes.set(key, shape);
            near.append(shape);
        } else {
            known.remove();
            shapes.delete(key);
        }
    }

    function operatorAt({ x, y }) {
        const found = plan.operators.find(one => {
            const spot = layout.places.get(one.id);
            return Math.abs(x - spot.x) <= BOX.width / 2 && y >= spot.y && y <= spot.y + spot.height;
        });
        return found?.id ?? null;
    }

    /** Makes an operator the one that Tab comes to; its shape is there even out of sight. */
    function aim(id) {
        shapes.get(reached)?.setAttribute('tabindex', '-1');
        reached = id;
        keep(id, true, () => operator(plan.known.get(id)));
        shapes.get(id).setAttribute('tabindex', '0');
    }

    function reach(id) {
        if (id === undefined) return;
        aim(id);
        const { x, y, height } = layout.places.get(id);
        if (move.scale() < READABLE) move.center({ x, y }, LEGIBLE);
        else move.show({ left: x - BOX.width / 2, top: y, right: x + BOX.width / 2, bottom: y + height });
        shapes.get(id).focus({ preventScroll: true });
    }

    /** The operator next to one in a direction: along the data, or the nearest in the same layer. */
    function beside(id, key) {
        const here = layout.places.get(id);
        if (key === 'ArrowUp') return plan.links.filter(link => link.toId === id).map(link => link.fromId).sort((one, two) => plan.known.get(two).millis - plan.known.get(one).millis)[0];
        if (key === 'ArrowDown') return plan.links.find(link => link.fromId === id)?.toId;
        const side = key === 'ArrowRight' ? 1 : -1;
        const row = [...layout.places].filter(([, spot]) => spot.layer === here.layer && (spot.x - here.x) * side > 0);
        return row.sort(([, one], [, two]) => (one.x - two.x) * side)[0]?.[0];
    }

    svg.addEventListener('keydown', event => {
        const shape = event.target.closest('.op');
        const id = shape && Number(shape.dataset.id);
        if (shape === null || event.ctrlKey || event.metaKey || event.altKey) return;
        if (event.key.startsWith('Arrow')) reach(beside(id, event.key));
        else if (event.key === 'Enter' || event.key === ' ') onselect(id === chosen ? null : id);
        else if (event.key === 'Escape' && chosen !== null) onselect(null);
        else if (event.key === '+' || event.key === '=') move.zoom(1.3);
        else if (event.key === '-') move.zoom(1 / 1.3);
        else if (event.key === '0') move.fit();
        else return;
        event.preventDefault();
    });
    element.addEventListener('pointermove', event => {
        const id = event.pointerType === 'mouse' && event.buttons === 0 ? operatorAt(move.placeAt(event)) : null;
        element.classList.toggle('over', id !== null);
        if (id === null) hideTip();
        else showTip(operatorTip(plan, plan.known.get(id)), event.clientX, event.clientY);
    });
    element.addEventListener('pointerleave', hideTip);

    function start() {
        if (plan.operators.length === 0) return undefined;
        const width = element.clientWidth - 2 * ROOM;
        // A phone keeps room around it, for the finger that scrolls the page.
        const most = Math.min(MOST_HEIGHT, Math.max(280, innerHeight * (innerWidth < 900 ? 0.6 : 0.85)));
        const scale = Math.min(1, width / layout.width, (most - 2 * ROOM - FRAME.top) / layout.height);
        const shown = Math.max(scale, LEGIBLE);
        element.style.height = `${Math.round(Math.max(180, Math.min(most, layout.height * shown + 2 * ROOM + FRAME.top)))}px`;
        if (scale >= LEGIBLE) return move.fit();
        return move.center(layout.places.get((heaviest ?? plan.operators[0]).id), LEGIBLE);
    }

    return {
        element,
        controls: () => move.controls(),
        /** Once the element is in the page: the whole plan, or its costliest part where the whole cannot be read. */
        start,
        /** Marks an operator as the one whose figures are shown. */
        select: id => {
            shapes.get(chosen)?.classList.remove('chosen');
            chosen = plan.known.has(id) ? id : null;
            if (chosen !== null) aim(chosen);
            shapes.get(chosen)?.classList.add('chosen');
            return chosen;
        },
    };
}

function operatorTip(plan, one) {
    return pairsTip(one.node.name, [
        one.measured ? ['Time of its tasks', `${format.duration(one.millis)}${plan.total > 0 ? `, ${format.percent(one.millis / plan.total)} of the plan` : ''}`] : null,
        one.rows === null ? null : ['Rows out', format.count(one.rows)],
        one.bytes === null ? null : ['Bytes', format.bytes(one.bytes)],
        ['Kind', kindOf(one.node.name)[1]],
    ]).concat(h('div.muted.tip-what', shorten(subject(one.node), 220)));
}
