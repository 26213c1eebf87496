/** Whichever allocation fails: a MemoryError or one clear message, and nothing is broken. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { generate, seedsOf } from '../conformance/generate.js';
import { encode } from '../conformance/nodes.js';
import { runtime } from '../lessons/support/run-in-node.js';
import { failEach, readModule } from './fail-each.js';

/** Far more take minutes: FAILING_PROGRAMS=200 node --test tests/memory/failing-allocations.test.js */
const PROGRAMS = Number(process.env['FAILING_PROGRAMS'] ?? 4);
const programs = seedsOf(77, PROGRAMS).map(generate);

/** @param {string} file @param {string[]} options @param {Buffer} [input] */
function failNatively(file, options, input) {
  const { stdout } = spawnSync(file, options, { input, encoding: 'utf8', maxBuffer: 2 ** 30 });
  assert.match(stdout, /^\d+ programs, [1-9]\d* allocations failed, 0 broken\n$/);
}

describe('each allocation in turn fails', () => {
  it('natively, in every lesson', () => {
    failNatively('build/sanitized/fail-lessons', []);
  });

  it(`natively, in ${PROGRAMS} random programs`, () => {
    const numbers = programs.map(encode);
    const input = numbers.map((some) => Buffer.from(Int32Array.of(some.length, ...some).buffer));
    failNatively('build/sanitized/fail-programs', ['--stdin'], Buffer.concat(input));
  });

  it('as wasm, in every lesson', () => {
    const module = readModule('build/wasm/fail-lessons.wasm');
    for (const { folder } of runtime.lessons) assert.ok(failEach(module, folder) > 50, folder);
  });

  it(`as wasm, in ${PROGRAMS} random programs`, () => {
    const module = readModule('build/wasm/fail-programs.wasm');
    for (const program of programs) assert.ok(failEach(module, 'conformance', program) > 50);
  });
});
