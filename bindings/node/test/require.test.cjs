'use strict';
const assert = require('node:assert/strict');
const {test} = require('node:test');
const required = require('itsmflow');

test('require and import give the same', async () => {
  const imported = await import('itsmflow');
  const names = Object.keys(required).sort();
  assert.deepEqual(Object.keys(imported).sort(), names);
  for (const name of names) assert.equal(imported[name], required[name]);
});
