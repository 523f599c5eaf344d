import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cliLine, curlLine, quote, splitArguments } from '../../main/resources/console/js/pages/submit/lines.js';

test('arguments_split_at_spaces_but_not_in_quotes', () => {
    assert.deepEqual(splitArguments('--date 2026-11-20  "two words" \'it is\' a"b c"d'), ['--date', '2026-11-20', 'two words', 'it is', 'ab cd']);
    assert.deepEqual(splitArguments('""'), ['']);
    assert.deepEqual(splitArguments('"a \\"b\\""'), ['a "b"']);
    assert.deepEqual(splitArguments('  '), []);
});

test('shell_words_are_quoted_where_needed', () => {
    assert.equal(quote('spark.sql.x=1'), 'spark.sql.x=1');
    assert.equal(quote("it's $HOME"), "'it'\\''s $HOME'");
});

test('a_request_reads_as_spark_submit', () => {
    const line = cliLine({ jobId: 'etl', configOverrides: { mainClass: 'com.x.Etl', executor: { instances: 2, memory: '2g' }, sparkConf: { 'spark.a': 'b c' }, mainApplicationFile: 'etl.jar', arguments: ['--x', 'y z'] } });
    assert.equal(line.replaceAll(' \\\n  ', ' '), "bin/spindrift submit --job etl --class com.x.Etl --num-executors 2 --executor-memory 2g --conf 'spark.a=b c' etl.jar --x 'y z'");
});

test('curl_carries_the_request_as_json', () => {
    assert.match(curlLine({ jobId: 'etl' }, 'local', 'http://h:1'), /-d '\{"jobId":"etl"\}'$/);
});
