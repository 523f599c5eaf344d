/** Fewer points for a picture that has fewer pixels. Pure. */

/**
 * Shrinks parallel series to at most `limit` buckets by one reduction per series: `mean` for stacked areas
 * (so that layers still add up), `max` for peaks. Times are the buckets' first ones.
 */
export function shrink(times, series, limit, reduction = 'mean') {
    if (times.length <= limit) return { times, series };
    const size = Math.ceil(times.length / limit);
    const starts = [];
    for (let start = 0; start < times.length; start += size) starts.push(start);
    return {
        times: starts.map(start => times[start]),
        series: series.map(values => starts.map(start => reduce(values, start, Math.min(start + size, values.length), reduction))),
    };
}

function reduce(values, start, end, reduction) {
    let total = 0;
    let largest = null;
    let counted = 0;
    for (let index = start; index < end; index += 1) {
        const value = values[index];
        if (value === null || value === undefined) continue;
        total += value;
        counted += 1;
        if (largest === null || value > largest) largest = value;
    }
    if (counted === 0) return null;
    return reduction === 'max' ? largest : total / counted;
}

/** The part of parallel series that lies in [from, to], with one point more on each side. */
export function cut(times, series, from, to) {
    let first = lowerBound(times, from) - 1;
    let last = lowerBound(times, to) + 1;
    first = Math.max(0, first);
    last = Math.min(times.length, last + 1);
    return { times: times.slice(first, last), series: series.map(values => values.slice(first, last)) };
}

/** The first index whose time is not before the one asked for. */
export function lowerBound(times, time) {
    let low = 0;
    let high = times.length;
    while (low < high) {
        const middle = (low + high) >> 1;
        if (times[middle] < time) low = middle + 1;
        else high = middle;
    }
    return low;
}

/** Round tick times between two moments, about `wanted` of them. */
export function timeTicks(from, to, wanted) {
    const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 10e3, 15e3, 30e3, 60e3, 120e3, 300e3, 600e3, 900e3, 1800e3, 3600e3, 7200e3, 10800e3, 21600e3, 43200e3, 86400e3, 172800e3, 604800e3];
    const step = steps.find(size => (to - from) / size <= wanted) ?? steps.at(-1) * Math.ceil((to - from) / steps.at(-1) / wanted);
    const ticks = [];
    for (let tick = Math.ceil(from / step) * step; tick <= to; tick += step) ticks.push(tick);
    return ticks;
}
