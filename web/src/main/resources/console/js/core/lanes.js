/** Where bars of a timeline go. Pure. */

/**
 * Gives each span the first lane that is free at its start; returns the spans with `lane` set, in order of
 * start, and the number of lanes. Spans are {start, end}; `gap` keeps neighbours of one lane apart.
 */
export function layOut(spans, gap = 0) {
    const ordered = spans.map((span, index) => ({ ...span, index })).sort((one, two) => one.start - two.start || one.index - two.index);
    const free = new LaneHeap();
    let lanes = 0;
    const busy = [];
    for (const span of ordered) {
        while (busy.length > 0 && busy[0].end + gap <= span.start) free.push(pop(busy).lane);
        span.lane = free.size > 0 ? free.pop() : lanes++;
        push(busy, { end: Math.max(span.end, span.start), lane: span.lane });
    }
    return { spans: ordered, lanes };
}

/** The span under a point in time and lane; the last drawn wins. */
export function hit(spans, time, lane, slack = 0) {
    for (let index = spans.length - 1; index >= 0; index -= 1) {
        const span = spans[index];
        if (span.lane === lane && span.start - slack <= time && time <= span.end + slack) return span;
    }
    return null;
}

/** A small heap of lane numbers: the lowest comes first, so that lanes fill from the top. */
class LaneHeap {
    #lanes = [];

    get size() {
        return this.#lanes.length;
    }

    push(lane) {
        push(this.#lanes, { end: lane, lane });
    }

    pop() {
        return pop(this.#lanes).lane;
    }
}

function push(heap, item) {
    heap.push(item);
    let index = heap.length - 1;
    while (index > 0) {
        const parent = (index - 1) >> 1;
        if (heap[parent].end <= heap[index].end) break;
        [heap[parent], heap[index]] = [heap[index], heap[parent]];
        index = parent;
    }
}

function pop(heap) {
    const top = heap[0];
    const last = heap.pop();
    if (heap.length === 0) return top;
    heap[0] = last;
    let index = 0;
    for (;;) {
        const left = 2 * index + 1;
        const right = left + 1;
        let least = index;
        if (left < heap.length && heap[left].end < heap[least].end) least = left;
        if (right < heap.length && heap[right].end < heap[least].end) least = right;
        if (least === index) return top;
        [heap[least], heap[index]] = [heap[index], heap[least]];
        index = least;
    }
}
