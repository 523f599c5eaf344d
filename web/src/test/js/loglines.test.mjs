import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LogLines, levelOf, lineAt, pieces, tops } from '../../main/resources/console/js/core/loglines.js';

test('text_cut_anywhere_makes_whole_lines', () => {
    const log = new LogLines();
    log.append('26/11/21 09:15:04 INFO A: one\n26/11/21 09:15:05 WA');
    log.append('RN B: two\n\tat x\nlast');
    log.finish();
    assert.deepEqual(log.lines, ['26/11/21 09:15:04 INFO A: one', '26/11/21 09:15:05 WARN B: two', '    at x', 'last']);
    assert.deepEqual(log.levels, ['info', 'warn', 'warn', 'warn']);
});

test('a_stack_trace_belongs_to_its_error', () => {
    assert.equal(levelOf('26/11/21 09:15:04 ERROR Executor: Exception', 'info'), 'error');
    assert.equal(levelOf('\tat java.base/x', 'error'), 'error');
    assert.equal(levelOf('java.lang.OutOfMemoryError: Java heap space', 'info'), 'error');
    assert.equal(levelOf('Traceback (most recent call last):', 'info'), 'error');
    assert.equal(levelOf('26/11/21 09:15:04 INFO Executor: no ERROR here, its level is its first word', 'error'), 'info');
});

test('filter_keeps_a_level_and_those_above', () => {
    const log = new LogLines();
    log.append('INFO a\nWARN b\nERROR c\nDEBUG d\n');
    assert.deepEqual(log.atLeast('warn'), [1, 2]);
    assert.equal(log.atLeast(''), null);
    assert.equal(log.firstError(), 2);
});

test('wrapped_lines_take_rows', () => {
    const heights = tops(['a'.repeat(10), '', 'a'.repeat(25)], null, 10, 18);
    assert.deepEqual([...heights], [0, 18, 36, 90]);
    assert.equal(lineAt(heights, 17), 0);
    assert.equal(lineAt(heights, 18), 1);
    assert.equal(lineAt(heights, 999), 2);
    assert.equal(lineAt(tops([], null, 0, 18), 5), 0);
});

test('pieces_alternate_between_text_and_hit', () => {
    assert.deepEqual(pieces('An Error, an error', 'error'), ['An ', 'Error', ', an ', 'error', '']);
    assert.deepEqual(pieces('x', ''), ['x']);
});
