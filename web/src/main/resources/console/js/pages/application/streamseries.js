/** The points of a streaming query as series of charts. Pure. */

const COLOURS = { addBatch: 'cpu', latestOffset: 'io', getBatch: 'series-5', queryPlanning: 'internals', walCommit: 'shuffle', commitOffsets: 'gc', commitBatch: 'series-7' };
const WORDS = { addBatch: 'Work on the batch', latestOffset: 'Ask for the newest', getBatch: 'Fetch the batch', queryPlanning: 'Plan', walCommit: 'Write down offsets', commitOffsets: 'Commit offsets', commitBatch: 'Commit the batch' };
const SPARE = ['series-7', 'series-8', 'series-9'];

/** Times of the points, and one more where the last trigger ended: a single batch is a picture, too. */
function times({ points }) {
    const last = points.at(-1);
    return [...points.map(point => new Date(point.at).getTime()), new Date(last.at).getTime() + Math.max(1000, last.batchMillis / Math.max(1, last.batches))];
}

const held = values => [...values, values.at(-1)];
/** A point stands for several triggers, and has their sums. */
const mean = (points, read) => held(points.map(point => (point.batches > 0 ? read(point) / point.batches : null)));

export function rateSeries(query) {
    const { points } = query;
    return { x: times(query), series: [
        { label: 'Arriving', token: 'series-2', values: mean(points, point => point.inputRowsPerSecond), line: true },
        { label: 'Processed', token: 'series-1', values: mean(points, point => point.processedRowsPerSecond), line: true },
    ] };
}

export function durationSeries(query) {
    const { points } = query;
    const parts = new Map();
    for (const { partMillis } of points) for (const [part, millis] of Object.entries(partMillis)) if (part !== 'triggerExecution') parts.set(part, (parts.get(part) ?? 0) + millis);
    const spare = [...SPARE];
    const series = [...parts].filter(([, total]) => total > 0).sort(([, one], [, two]) => two - one)
        .map(([part]) => ({ label: WORDS[part] ?? part, token: COLOURS[part] ?? spare.shift() ?? 'some-idle', values: mean(points, point => point.partMillis[part] ?? 0) }));
    return series.length === 0 ? null : { x: times(query), series };
}

export function rowSeries(query) {
    const { points } = query;
    const series = [{ label: 'In', token: 'series-1', values: mean(points, point => point.inputRows) }];
    if (points.some(point => point.outputRows > 0)) series.push({ label: 'Out', token: 'series-2', values: mean(points, point => Math.max(0, point.outputRows)), line: true });
    if (points.some(point => point.droppedRows > 0)) series.push({ label: 'Too late', token: 'failed', values: mean(points, point => point.droppedRows), line: true });
    return { x: times(query), series };
}

/** State is no sum: a point has what there was at its end. */
export function stateSeries(query) {
    const { points } = query;
    return points.some(point => point.stateBytes > 0) ? { x: times(query), series: [{ label: 'Memory', token: 'series-1', values: held(points.map(point => point.stateBytes)) }] } : null;
}

export function stateRowSeries(query) {
    const { points } = query;
    return points.some(point => point.stateRows > 0) ? { x: times(query), series: [{ label: 'Rows', token: 'series-3', values: held(points.map(point => point.stateRows)) }] } : null;
}

export function lagSeries(query) {
    const { points } = query;
    const lags = points.map(point => {
        const at = point.watermark ? new Date(point.watermark).getTime() : 0;
        // Before its first value, Spark's watermark stands at the beginning of time.
        return at > 0 ? Math.max(0, new Date(point.at).getTime() - at) : null;
    });
    if (lags.every(lag => lag === null)) return null;
    return { x: times(query), series: [{ label: 'Behind', token: 'series-7', values: held(lags), line: true }] };
}
