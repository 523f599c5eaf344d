/** Places of a plan's operators: layers from the leaves at the top to the end at the bottom. Pure. */
import { upwards } from './plan.js';

/**
 * `boxes` are `{id, weight, group, height}`, `links` `{fromId, toId}`; all boxes are as wide as `width`. Answers with
 * `{places: Map id → {x, y}, width, height, tree}` with the middle of each box's top edge at x, y. The input of the same group, or
 * else the heaviest, stands straight above its operator, so that the costliest way is a straight line; the others
 * stand to its right. `tree` has for each box the operator it was placed above; other links are drawn across.
 */
export function layOut(boxes, links, { width, gapX, gapY }) {
    const known = new Map(boxes.map(box => [box.id, box]));
    const inputs = new Map();
    const outputs = new Map();
    for (const { fromId, toId } of links) {
        inputs.set(toId, [...(inputs.get(toId) ?? []), fromId]);
        outputs.set(fromId, [...(outputs.get(fromId) ?? []), toId]);
    }
    const upward = upwards(boxes.map(box => box.id), inputs);
    const layer = new Map();
    // From the end upwards: an operator stands one layer above the highest of those it feeds.
    for (const id of [...upward].reverse()) layer.set(id, Math.max(-1, ...(outputs.get(id) ?? []).map(out => layer.get(out) ?? -1)) + 1);
    const heavy = weights(upward, inputs, known);
    const tree = parents(upward, outputs, layer);
    const children = new Map();
    for (const [id, parent] of tree) children.set(parent, [...(children.get(parent) ?? []), id]);
    const offsets = new Map();
    const contours = new Map();
    for (const id of upward) place(id, { children: ordered(children.get(id) ?? [], id, known, heavy), layer, offsets, contours, step: width + gapX });
    return absolute({ known, upward, tree, layer, offsets, contours, width, gapX, gapY });
}

/** Each box hangs on that one of its outputs that stands highest, so that lines stay short. */
function parents(upward, outputs, layer) {
    const tree = new Map();
    for (const id of upward) {
        const outs = outputs.get(id) ?? [];
        if (outs.length > 0) tree.set(id, outs.reduce((best, out) => (layer.get(out) > layer.get(best) ? out : best)));
    }
    return tree;
}

/** The heaviest way that leads to each box, itself included. */
function weights(upward, inputs, known) {
    const heavy = new Map();
    for (const id of upward) heavy.set(id, known.get(id).weight + Math.max(0, ...(inputs.get(id) ?? []).map(input => heavy.get(input) ?? 0)));
    return heavy;
}

function ordered(ids, parent, known, heavy) {
    const group = known.get(parent).group;
    const mine = id => (group !== null && known.get(id).group === group ? 1 : 0);
    return [...ids].sort((one, two) => mine(two) - mine(one) || heavy.get(two) - heavy.get(one));
}

/** Puts the subtrees of a box beside each other; a contour has for each layer how far the subtree reaches. */
function place(id, { children, layer, offsets, contours, step }) {
    const contour = new Map([[layer.get(id), [0, 0]]]);
    children.forEach((child, index) => {
        const reach = contours.get(child);
        contours.delete(child);
        // A line that passes layers keeps its room in them.
        for (let passed = layer.get(id) + 1; passed < layer.get(child); passed += 1) reach.set(passed, [0, 0]);
        let shift = 0;
        if (index > 0) for (const [at, [left]] of reach) if (contour.has(at)) shift = Math.max(shift, contour.get(at)[1] + step - left);
        // Its line to the box comes in from the right: never in the way of what stands there.
        if (index > 0) shift = Math.max(shift, step);
        offsets.set(child, shift);
        for (const [at, [left, right]] of reach) {
            const now = contour.get(at);
            contour.set(at, now ? [Math.min(now[0], left + shift), Math.max(now[1], right + shift)] : [left + shift, right + shift]);
        }
    });
    contours.set(id, contour);
}

function absolute({ known, upward, tree, layer, offsets, contours, width, gapX, gapY }) {
    const { tops, heights, whole } = rows(known, layer, gapY);
    const places = new Map();
    let edge = 0;
    let right = 0;
    for (const id of [...upward].reverse()) {
        const parent = tree.get(id);
        let x = edge;
        // An end: its tree stands to the right of those before.
        if (parent === undefined) edge += Math.max(...[...contours.get(id).values()].map(reach => reach[1])) + width + gapX;
        else x = places.get(parent).x - width / 2 + offsets.get(id);
        right = Math.max(right, x + width);
        const at = layer.get(id);
        places.set(id, { x: x + width / 2, y: tops[at] + (heights[at] - known.get(id).height) / 2, height: known.get(id).height, layer: at });
    }
    return { places, tree, width: right, height: whole };
}

/** Where each layer begins, and how high it is; layer 0 is the lowest. */
function rows(known, layer, gapY) {
    const heights = [];
    for (const [id, at] of layer) heights[at] = Math.max(heights[at] ?? 0, known.get(id).height);
    const tops = [];
    let whole = 0;
    for (let at = heights.length - 1; at >= 0; at -= 1) {
        tops[at] = whole;
        whole += heights[at] + (at > 0 ? gapY : 0);
    }
    return { tops, heights, whole };
}
