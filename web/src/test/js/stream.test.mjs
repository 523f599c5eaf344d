import assert from 'node:assert/strict';
import { test } from 'node:test';
import { durationSeries, lagSeries, rateSeries, stateSeries } from '../../main/resources/console/js/pages/application/streamseries.js';

const point = (second, rest) => ({ at: `2026-11-21T09:00:0${second}.000Z`, batches: 1, inputRows: 10, outputRows: 0, inputRowsPerSecond: 5, processedRowsPerSecond: 20, batchMillis: 2000, partMillis: { triggerExecution: 2000, addBatch: 1500, walCommit: 500 }, stateBytes: 0, stateRows: 0, droppedRows: 0, watermark: null, ...rest });

test('a_point_of_several_triggers_shows_their_mean', () => {
    const { series } = rateSeries({ points: [point(1, { batches: 4, inputRowsPerSecond: 40, processedRowsPerSecond: 80 })] });
    assert.deepEqual(series.map(one => one.values), [[10, 10], [20, 20]]);
});

test('one_batch_is_a_picture_as_long_as_its_trigger', () => {
    const { x } = rateSeries({ points: [point(1)] });
    assert.equal(x[1] - x[0], 2000);
});

test('parts_of_a_trigger_come_without_its_whole', () => {
    assert.deepEqual(durationSeries({ points: [point(1)] }).series.map(one => one.label), ['Work on the batch', 'Write down offsets']);
    assert.equal(durationSeries({ points: [point(1, { partMillis: {} })] }), null);
});

test('a_watermark_at_the_beginning_of_time_is_none', () => {
    assert.equal(lagSeries({ points: [point(1, { watermark: '1970-01-01T00:00:00.000Z' })] }), null);
    assert.deepEqual(lagSeries({ points: [point(5, { watermark: '2026-11-21T09:00:02.000Z' })] }).series[0].values, [3000, 3000]);
});

test('without_state_there_is_no_picture_of_it', () => {
    assert.equal(stateSeries({ points: [point(1)] }), null);
});
