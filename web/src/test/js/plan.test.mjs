import assert from 'node:assert/strict';
import { test } from 'node:test';
import { layOut } from '../../main/resources/console/js/core/layered.js';
import { kindOf, subject, weigh } from '../../main/resources/console/js/core/plan.js';

const metric = (name, type, total) => ({ name, type, total, text: String(total) });
const node = (id, name, metrics = [], codegenId = null) => ({ id, name, description: name, codegenId, cluster: name.startsWith('WholeStage'), metrics });
const flows = (...pairs) => pairs.map(([fromId, toId]) => ({ fromId, toId }));

test('weigh_scan_under_aggregate_counts_its_time_once', () => {
    const { known, total } = weigh({ nodes: [node(0, 'HashAggregate', [metric('time in aggregation build', 'timing', 707)]), node(1, 'Scan parquet', [metric('scan time', 'timing', 695)])], edges: flows([1, 0]) });
    assert.equal(known.get(0).millis, 12);
    assert.equal(known.get(1).millis, 695);
    assert.equal(total, 707);
});

test('weigh_beyond_an_exchange_the_time_is_of_another_task', () => {
    const { known } = weigh({ nodes: [node(0, 'HashAggregate', [metric('time in aggregation build', 'timing', 50)]), node(1, 'Exchange', [metric('shuffle write time', 'nsTiming', 9e6)]), node(2, 'Scan', [metric('scan time', 'timing', 700)])], edges: flows([2, 1], [1, 0]) });
    assert.equal(known.get(0).millis, 50);
    assert.equal(known.get(1).millis, 9);
});

test('weigh_generated_code_shares_the_rest_among_those_that_measure_nothing', () => {
    const { known, groups } = weigh({ nodes: [node(0, 'WholeStageCodegen (3)', [metric('duration', 'timing', 1000)]), node(1, 'Project', [], 3), node(2, 'Sort', [metric('sort time', 'timing', 400)], 3), node(3, 'Filter', [], 3)], edges: flows([2, 1], [3, 2]) });
    assert.deepEqual([known.get(1).millis, known.get(2).millis, known.get(3).millis], [300, 400, 300]);
    assert.deepEqual([known.get(1).measured, known.get(2).measured], [false, true]);
    assert.equal(groups[0].millis, 1000);
});

test('weigh_of_two_sides_the_costlier_is_the_way', () => {
    const scan = (id, millis) => node(id, 'Scan', [metric('scan time', 'timing', millis)]);
    const { path } = weigh({ nodes: [node(0, 'Join'), scan(1, 10), node(2, 'Filter'), scan(3, 90)], edges: flows([1, 0], [2, 0], [3, 2]) });
    assert.deepEqual(path, [0, 2, 3]);
});

test('weigh_without_any_time_has_no_way', () => {
    assert.deepEqual(weigh({ nodes: [node(0, 'Project'), node(1, 'Scan')], edges: flows([1, 0]) }).path, []);
    assert.deepEqual(weigh({ nodes: [], edges: [] }).path, []);
});

test('subject_is_the_description_without_name_and_numbers', () => {
    assert.equal(subject({ name: 'HashAggregate', description: 'HashAggregate(keys=[region#12], functions=[sum(amount#4L)])' }), 'keys=[region], functions=[sum(amount)]');
    assert.equal(subject({ name: 'Exchange', description: 'Exchange hashpartitioning(region#33, 200), ENSURE_REQUIREMENTS, [plan_id=464]' }), 'hashpartitioning(region, 200)');
});

test('kind_of_operators_of_spark_is_known', () => {
    assert.deepEqual(['Scan parquet x', 'BroadcastExchange', 'SortMergeJoin', 'ArrowEvalPython', 'ColumnarToRow', 'Sort'].map(name => kindOf(name)[0]), ['read', 'exchange', 'join', 'python', 'other', 'other']);
});

const SIZE = { width: 100, gapX: 10, gapY: 20 };
const box = (id, weight = 0, group = null) => ({ id, weight, group, height: 30 });

test('lay_out_no_two_boxes_overlap_in_a_large_plan', () => {
    const boxes = [box(0)];
    const links = [];
    for (let id = 1; id < 400; id += 1) {
        boxes.push(box(id, (id * 7919) % 100));
        links.push({ fromId: id, toId: Math.floor((id * 31) % id / 2) });
    }
    const { places, width, height } = layOut(boxes, links, SIZE);
    const all = [...places.values()];
    for (const one of all) {
        assert.ok(one.x >= 50 && one.x <= width - 50 && one.y >= 0 && one.y + 30 <= height);
        for (const two of all) assert.ok(one === two || one.y !== two.y || Math.abs(one.x - two.x) >= 110 - 1e-9);
    }
    for (const { fromId, toId } of links) assert.ok(places.get(fromId).y < places.get(toId).y, 'data flows down');
});

test('lay_out_the_heaviest_input_stands_straight_above', () => {
    const { places } = layOut([box(0), box(1, 5), box(2, 50)], flows([1, 0], [2, 0]), SIZE);
    assert.equal(places.get(2).x, places.get(0).x);
    assert.ok(places.get(1).x > places.get(0).x);
});

test('lay_out_the_input_of_the_same_group_comes_before_the_heaviest', () => {
    const { places } = layOut([box(0, 0, 7), box(1, 5, 7), box(2, 50)], flows([1, 0], [2, 0]), SIZE);
    assert.equal(places.get(1).x, places.get(0).x);
});

test('lay_out_what_is_used_twice_stands_above_both', () => {
    const { places, tree } = layOut([box(0), box(1), box(2), box(3)], flows([3, 0], [3, 2], [2, 1], [1, 0]), SIZE);
    assert.ok(places.get(3).y < places.get(2).y);
    assert.equal(tree.get(3), 2);
});

test('lay_out_nothing_has_no_size', () => {
    const { width, height } = layOut([], [], SIZE);
    assert.deepEqual([width, height], [0, 0]);
});

test('stages_of_generated_code_ofTheSameNumber_stayApart', () => {
    const nodes = [node(0, 'WholeStageCodegen (1)'), node(1, 'HashAggregate', [], 1), node(2, 'InMemoryTableScan'), node(3, 'WholeStageCodegen (1)'), node(4, 'ColumnarToRow', [], 1), node(5, 'Filter', [], 1)];
    const plan = weigh({ nodes, edges: [{ fromId: 2, toId: 1 }, { fromId: 4, toId: 2 }, { fromId: 5, toId: 4 }] });
    assert.deepEqual(plan.groups.map(group => group.members.map(one => one.id)), [[1], [4, 5]]);
});
