import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as format from '../../main/resources/console/js/core/format.js';

test('bytes_grow_through_binary_units', () => {
    assert.equal(format.bytes(0), '0 B');
    assert.equal(format.bytes(512), '512 B');
    assert.equal(format.bytes(1536), '1.5 KiB');
    assert.equal(format.bytes(21.7 * 1024 ** 3), '21.7 GiB');
    assert.equal(format.bytes(1023.99 * 1024), '1 MiB');
    assert.equal(format.bytes(undefined), '–');
});

test('durations_show_two_units', () => {
    assert.equal(format.duration(0), '0 ms');
    assert.equal(format.duration(640), '640 ms');
    assert.equal(format.duration(6200), '6.2 s');
    assert.equal(format.duration(59_960), '1 m 00 s');
    assert.equal(format.duration(872_000), '14 m 32 s');
    assert.equal(format.duration(3_840_000), '1 h 04 m');
    assert.equal(format.duration(90_000_000), '1 d 01 h');
    assert.equal(format.duration(null), '–');
});

test('money_keeps_at_most_four_significant_digits', () => {
    assert.equal(format.money({ amount: 0.000842, currency: 'USD' }), '$0.000842');
    assert.equal(format.money({ amount: 0.8421, currency: 'USD' }), '$0.8421');
    assert.equal(format.money({ amount: 1402.37, currency: 'USD' }), '$1\u202f402');
    assert.equal(format.money({ amount: 14.2, currency: 'EUR' }), '€14.20');
    assert.equal(format.money({ amount: 0, currency: 'USD' }), '$0.00');
    assert.equal(format.money(null), '–');
});

test('numbers_group_by_three', () => {
    assert.equal(format.count(1284), '1\u202f284');
    assert.equal(format.count(999), '999');
    assert.equal(format.decimal(11630.4), '11\u202f630');
    assert.equal(format.decimal(6.214), '6.21');
    assert.equal(format.decimal(0.0213), '0.0213');
    assert.equal(format.percent(0.714), '71 %');
    assert.equal(format.percent(0.979, 1), '97.9 %');
    assert.equal(format.percent(null), '–');
});

test('relative_times_are_short', () => {
    const now = Date.parse('2026-11-20T04:15:00.000Z');
    assert.equal(format.ago('2026-11-20T04:14:58.000Z', now), 'just now');
    assert.equal(format.ago('2026-11-20T04:12:00.000Z', now), '3 m ago');
    assert.equal(format.ago('2026-11-20T02:15:00.000Z', now), '2 h ago');
    assert.equal(format.ago('2026-11-18T02:15:00.000Z', now), '2 d ago');
    assert.equal(format.ago('2026-11-20T04:20:00.000Z', now), 'in 5 m');
});

test('exact_time_names_utc', () => {
    assert.match(format.exact('2026-11-20T02:15:00.000Z'), /^2026-11-20 02:15:00 UTC/);
});

test('changes_are_relative_to_the_range_before', () => {
    assert.deepEqual(format.change(118, 100), { direction: 'up', text: '▲ 18 %' });
    assert.deepEqual(format.change(82, 100), { direction: 'down', text: '▼ 18 %' });
    assert.deepEqual(format.change(100, 100), { direction: 'same', text: 'unchanged' });
    assert.equal(format.change(5, 0), null);
    assert.equal(format.change(null, 4), null);
});

test('csv_quotes_what_needs_it', () => {
    assert.equal(format.csv([['a', 'b "c"'], [1, 'x,y']]), 'a,"b ""c"""\r\n1,"x,y"\r\n');
    assert.equal(format.csv([['=1+1']]), "'=1+1\r\n");
});

test('a_micro_batch_is_called_by_its_query_and_number', () => {
    const ids = 'id = 2b91553f-1e82-44be-83ec-eb0c51d3c3a1 runId = 514f16ab-b256-4ec7-a8dd-d770cf619663 batch = 12';
    assert.equal(format.described(`per-key ${ids}`), 'per-key, batch 12');
    assert.equal(format.described(`per-key<br/>${ids.replaceAll(/ (?=runId|batch)/g, '<br/>')}`), 'per-key, batch 12');
    assert.equal(format.described(ids), 'streaming query, batch 12');
    assert.equal(format.described('count at etl.py:7'), 'count at etl.py:7');
    assert.equal(format.described(null), null);
});
