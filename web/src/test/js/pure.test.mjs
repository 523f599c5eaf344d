import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cut, lowerBound, shrink, timeTicks } from '../../main/resources/console/js/core/downsample.js';
import { hit, layOut } from '../../main/resources/console/js/core/lanes.js';
import * as query from '../../main/resources/console/js/core/query.js';

test('query_state_survives_the_address', () => {
    const state = { appState: 'FAILED,KILLED', q: 'a b&c', page: '2', zoom: '10~20' };
    assert.deepEqual(query.parse(query.serialise(state)), state);
    assert.equal(query.serialise({ b: 1, a: '2', none: null, empty: '' }), '?a=2&b=1');
    assert.equal(query.serialise({}), '');
});

test('a_changed_filter_starts_at_page_one', () => {
    assert.deepEqual(query.merge({ page: '3', q: 'x' }, { q: 'y' }), { q: 'y' });
    assert.deepEqual(query.merge({ page: '3', q: 'x' }, { zoom: '1~2' }, { keepPage: true }), { page: '3', q: 'x', zoom: '1~2' });
    assert.deepEqual(query.merge({ q: 'x' }, { q: null }), {});
});

test('toggle_adds_and_takes_out', () => {
    assert.deepEqual(query.toggle({}, 'state', 'A'), { state: 'A' });
    assert.deepEqual(query.toggle({ state: 'A,B' }, 'state', 'A'), { state: 'B' });
    assert.deepEqual(query.toggle({ state: 'A' }, 'state', 'A'), {});
});

test('sort_turns_on_the_second_click', () => {
    assert.equal(query.nextSort(null, 'cost', true), '-cost');
    assert.equal(query.nextSort('-cost', 'cost', true), 'cost');
    assert.equal(query.nextSort('cost', 'cost', true), '-cost');
    assert.equal(query.nextSort('-cost', 'name', false), 'name');
});

test('paging_and_zoom_read_only_what_makes_sense', () => {
    assert.deepEqual(query.paging({ page: '3' }), { page: 3, offset: 100, limit: 50 });
    assert.deepEqual(query.paging({ page: '-1' }), { page: 1, offset: 0, limit: 50 });
    assert.deepEqual(query.zoomOf('5~9'), { from: 5, to: 9 });
    assert.equal(query.zoomOf('9~5'), null);
    assert.equal(query.zoomOf('a~b'), null);
    assert.equal(query.zoomOf(undefined), null);
});

test('shrunk_layers_still_add_up', () => {
    const times = [...Array(10_000).keys()];
    const one = times.map(time => time % 7);
    const two = times.map(time => 7 - (time % 7));
    const small = shrink(times, [one, two], 600);
    assert.ok(small.times.length <= 600);
    small.times.forEach((_, index) => assert.ok(Math.abs(small.series[0][index] + small.series[1][index] - 7) < 1e-9));
});

test('shrink_by_maximum_keeps_peaks_and_gaps', () => {
    const times = [0, 1, 2, 3];
    assert.deepEqual(shrink(times, [[1, 9, null, null]], 2, 'max'), { times: [0, 2], series: [[9, null]] });
    assert.deepEqual(shrink(times, [[1, 2, 3, 4]], 4), { times, series: [[1, 2, 3, 4]] });
});

test('cut_keeps_a_neighbour_on_each_side', () => {
    assert.deepEqual(cut([0, 10, 20, 30, 40], [[0, 1, 2, 3, 4]], 15, 25), { times: [10, 20, 30, 40], series: [[1, 2, 3, 4]] });
    assert.equal(lowerBound([1, 3, 5], 4), 2);
});

test('ticks_are_round_and_few', () => {
    assert.deepEqual(timeTicks(0, 60_000, 6), [0, 10_000, 20_000, 30_000, 40_000, 50_000, 60_000]);
    assert.ok(timeTicks(0, 40 * 86_400_000, 8).length <= 9);
});

test('overlapping_spans_get_lanes_of_their_own', () => {
    const { spans, lanes } = layOut([{ start: 0, end: 10 }, { start: 5, end: 8 }, { start: 9, end: 12 }, { start: 10, end: 11 }]);
    assert.equal(lanes, 2);
    assert.deepEqual(spans.map(span => span.lane), [0, 1, 1, 0]);
    assert.equal(hit(spans, 6, 1).index, 1);
    assert.equal(hit(spans, 20, 0), null);
});

test('no_two_of_three_thousand_spans_share_a_lane_at_once', () => {
    const many = [...Array(3000).keys()].map(index => ({ start: (index * 7919) % 3000, end: ((index * 7919) % 3000) + 40 }));
    const { spans } = layOut(many);
    const ends = [];
    for (const span of spans) {
        assert.ok((ends[span.lane] ?? -1) <= span.start);
        ends[span.lane] = span.end;
    }
});
