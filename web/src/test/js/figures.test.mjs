import assert from 'node:assert/strict';
import { test } from 'node:test';
import { figure, moveOf, nameOf, textOf } from '../../main/resources/console/js/core/figures.js';

test('a_name_says_its_unit', () => {
    assert.equal(textOf('durationMillis', 119_000), '1 m 59 s');
    assert.equal(textOf('spillBytes', 2048), '2 KiB');
    assert.equal(textOf('efficiency', 0.71), '71 %');
    assert.equal(textOf('coreHours', 6.214), '6.21');
    assert.equal(textOf('tasks', 400), '400');
    assert.equal(textOf('tasks', null), '–');
});

test('an_unknown_name_is_read_as_words', () => {
    assert.equal(nameOf('shuffleReadBytes'), 'Shuffle read');
    assert.equal(nameOf('fetchWaitMillis'), 'Fetch wait');
});

test('less_time_is_good_and_more_efficiency_is_too', () => {
    assert.deepEqual(moveOf({ name: 'durationMillis', base: 100, run: 60 }), { text: '▼ 40 %', tone: 'good' });
    assert.deepEqual(moveOf({ name: 'efficiency', base: 0.5, run: 0.4 }), { text: '▼ 20 %', tone: 'bad' });
});

test('a_slight_change_and_one_of_data_have_no_tone', () => {
    assert.equal(moveOf({ name: 'durationMillis', base: 100, run: 103 }).tone, '');
    assert.equal(moveOf({ name: 'readBytes', base: 100, run: 400 }).tone, '');
});

test('from_nothing_there_is_no_per_cent', () => {
    assert.deepEqual(moveOf({ name: 'spillBytes', base: 0, run: 9 }), { text: '▲ from 0', tone: 'bad' });
    assert.deepEqual(moveOf({ name: 'spillBytes', base: 0, run: 0 }), { text: 'unchanged', tone: '' });
    assert.equal(moveOf({ name: 'spillBytes', base: null, run: 9 }), null);
    assert.equal(figure([], 'jobs').run, null);
});
