import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatTable, makeRow } from './statistics.js';

test('a row has the median, the least and the most', () => {
  assert.deepEqual(makeRow('step', 'native', 'ns', [30, 100, 20]), {
    what: 'step',
    who: 'native',
    unit: 'ns',
    median: 30,
    min: 20,
    max: 100,
  });
  assert.equal(makeRow('step', 'native', 'ns', [1, 2, 4, 9]).median, 3);
});

test('the table compares hosts with the module in Node', () => {
  const table = formatTable([
    makeRow('step', 'wasm-node', 'ns', [50]),
    makeRow('await', 'wasm-node', 'ns', [8]),
    makeRow('step', 'cpython', 'ns', [1000]),
  ]);
  assert.equal(
    table,
    [
      '            wasm-node      cpython',
      'step (ns)        50.0  1,000 ×20.0',
      'await (ns)       8.00',
    ].join('\n'),
  );
});
