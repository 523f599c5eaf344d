import assert from 'node:assert/strict';
import { test } from 'node:test';
import { files } from '../../../dev/preloads.js';

test('lists_of_modules_name_what_pages_need', () => {
    for (const [path, known, wanted] of files()) assert.equal(known, wanted, `run node dev/preloads.js, which writes ${path}`);
});
