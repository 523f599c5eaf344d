/** Bars in lanes on a canvas: jobs, queries and stages of a run; holds thousands. */
import { h } from '../core/dom.js';
import { hit, layOut } from '../core/lanes.js';
import { timeTicks } from '../core/downsample.js';
import * as format from '../core/format.js';
import { color, inkOn, onTheme } from '../core/theme.js';
import { hideTip, showTip } from './tip.js';

const LANE = { high: 22, gap: 4, low: 7, lowGap: 1 };
const CROWDED = 14;
const AXIS_HEIGHT = 22;
/** Above this the lanes scroll, and the times stand at their top. */
const SCROLLS_AT = 420;

/**
 * `groups` are `{name, spans: [{start, end, label, token, hatched?, tip(), open()}]}`. The canvas redraws on zoom, theme and width;
 * arrows walk the bars and Enter opens one.
 */
export function timeline({ groups, axis, gutter, label, signal }) {
    const canvas = h('canvas', { tabindex: '0', role: 'application', 'aria-label': `${label}. Arrow keys walk the bars, Enter opens one.`, 'aria-roledescription': 'timeline' });
    const spoken = h('div.unseen', { 'aria-live': 'polite' });
    const element = h('div.lanes', canvas, spoken);
    let placed = [];
    let height = 0;
    let axisAtTop = false;
    let hovered = null;
    let focused = null;
    let queued = false;

    function arrange(next) {
        placed = [];
        let top = 4;
        for (const group of next) {
            if (group.spans.length === 0) continue;
            const { spans, lanes } = layOut(group.spans.map(span => ({ ...span })));
            const crowded = lanes > CROWDED;
            const bar = crowded ? LANE.low : LANE.high;
            const step = bar + (crowded ? LANE.lowGap : LANE.gap);
            placed.push({ name: group.name, spans, top, bar, step, lanes });
            top += lanes * step + 8;
        }
        height = top + AXIS_HEIGHT - 4;
        axisAtTop = height > SCROLLS_AT;
        if (axisAtTop) for (const group of placed) group.top += AXIS_HEIGHT;
        queue();
    }

    function queue() {
        if (queued) return;
        queued = true;
        requestAnimationFrame(() => {
            queued = false;
            draw();
        });
    }

    function draw() {
        const width = element.clientWidth;
        if (width === 0) return;
        const ratio = devicePixelRatio || 1;
        canvas.width = Math.round(width * ratio);
        canvas.height = Math.round(height * ratio);
        canvas.style.width = `${width}px`;
        canvas.style.height = `${height}px`;
        const context = canvas.getContext('2d');
        context.scale(ratio, ratio);
        context.font = '11px system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif';
        context.textBaseline = 'middle';
        const { from, to } = axis.range();
        const place = axis.placesOf(element);
        drawTicks(context, width, from, to, place);
        for (const group of placed) {
            context.fillStyle = color('muted');
            context.fillText(group.name, 0, group.top + Math.min(group.bar, LANE.high) / 2);
        }
        context.save();
        context.beginPath();
        context.rect(gutter, 0, width - gutter - 2, height);
        context.clip();
        for (const group of placed) for (const span of group.spans) {
            if (span.end >= from && span.start <= to) drawSpan(context, group, span, width, place);
        }
        context.restore();
    }

    function drawTicks(context, width, from, to, place) {
        context.textAlign = 'center';
        for (const tick of timeTicks(from, to, Math.max(2, Math.floor((width - gutter) / 76)))) {
            const x = place(tick);
            context.fillStyle = color('line');
            context.fillRect(Math.round(x), axisAtTop ? AXIS_HEIGHT : 0, 1, height - AXIS_HEIGHT);
            if (x > width - 26) continue;
            context.fillStyle = color('muted');
            context.fillText(format.clock(tick, to - from), x, axisAtTop ? AXIS_HEIGHT / 2 : height - AXIS_HEIGHT / 2 + 2);
        }
        context.textAlign = 'left';
    }

    function drawSpan(context, group, span, width, place) {
        const left = Math.max(place(span.start), gutter - 4);
        const right = Math.min(place(span.end), width + 4);
        const wide = Math.max(2, right - left - 1);
        const top = group.top + span.lane * group.step;
        const fill = color(span.token);
        context.fillStyle = fill;
        context.globalAlpha = span === hovered || span.faded !== true ? 1 : 0.55;
        context.beginPath();
        if (wide > 6) context.roundRect(left, top, wide, group.bar, 3);
        else context.rect(left, top, wide, group.bar);
        context.fill();
        context.globalAlpha = 1;
        if (span === hovered || span === focused) {
            context.strokeStyle = color('text');
            context.lineWidth = 1.5;
            context.stroke();
        }
        if (wide < 44 || group.bar < 14) return;
        context.fillStyle = inkOn(fill);
        context.fillText(shorten(context, span.label, wide - 12), Math.max(left, gutter) + 6, top + group.bar / 2 + 0.5);
    }

    function shorten(context, text, room) {
        if (context.measureText(text).width <= room) return text;
        const letters = Math.floor(room / 6.2);
        return letters < 3 ? '' : `${text.slice(0, letters - 1)}…`;
    }

    function under(event) {
        const box = canvas.getBoundingClientRect();
        const y = event.clientY - box.top;
        const time = axis.timeAt(element, event.clientX);
        const slack = ((axis.range().to - axis.range().from) / Math.max(1, element.clientWidth)) * 2;
        for (const group of placed) {
            const lane = Math.floor((y - group.top) / group.step);
            if (lane >= 0 && lane < group.lanes && y - group.top - lane * group.step <= group.bar) return hit(group.spans, time, lane, slack);
        }
        return null;
    }

    canvas.addEventListener('pointermove', event => {
        const span = under(event);
        if (span !== hovered) {
            hovered = span;
            canvas.style.cursor = span ? 'pointer' : '';
            queue();
        }
        if (span && event.buttons === 0) showTip(span.tip(), event.clientX, event.clientY);
        else hideTip();
    });
    canvas.addEventListener('pointerleave', () => {
        hovered = null;
        hideTip();
        queue();
    });
    canvas.addEventListener('click', event => under(event)?.open?.());
    canvas.addEventListener('keydown', event => {
        const all = placed.flatMap(group => group.spans);
        const at = all.indexOf(focused);
        const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
        if (event.key in steps && all.length > 0) {
            focused = all[(at + steps[event.key] + all.length) % all.length];
            spoken.textContent = `${focused.label}, ${format.duration(focused.end - focused.start)}`;
            queue();
        } else if (event.key === 'Enter' && focused) focused.open?.();
        else return;
        event.preventDefault();
    });
    canvas.addEventListener('blur', () => {
        focused = null;
        queue();
    });

    new ResizeObserver(queue).observe(element);
    axis.onRange(queue, signal);
    onTheme(queue, signal);
    arrange(groups);
    return { element, setGroups: arrange };
}
