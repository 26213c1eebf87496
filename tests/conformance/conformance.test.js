import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { caseNames, readCase } from './cases.js';
import { Check, startReference } from './check.js';
import { generate, seedsOf } from './generate.js';
import { toLines } from './record.js';
import { shrink } from './shrink.js';

/** @typedef {import('./nodes.js').Program} Program */

const RANDOM_PROGRAMS = 1000; // on each host
const BATCH = 200;

/** @type {Awaited<ReturnType<typeof startReference>>} */
let reference;
before(async () => {
  reference = await startReference();
});

/** @param {Check} check @param {Program} program */
function assertSame(check, program) {
  if (check.differing([program]).length) assert.fail(check.describe(program));
}

describe('a program runs as on CPython', () => {
  for (const name of caseNames()) {
    it(name.replaceAll('-', ' '), () => {
      const program = readCase(name);
      assertSame(new Check(reference, 'wasm'), program);
      assertSame(new Check(reference, 'native'), program);
    });
  }

  for (const [seed, host] of /** @type {const} */ ([
    [1, 'wasm'],
    [2, 'native'],
  ])) {
    it(`whichever it is: ${RANDOM_PROGRAMS} at random, ${host}`, () => {
      const check = new Check(reference, host);
      const seeds = seedsOf(seed, RANDOM_PROGRAMS);
      for (let start = 0; start < seeds.length; start += BATCH) {
        const [differing] = check.differing(seeds.slice(start, start + BATCH).map(generate));
        if (differing) assert.fail(check.describe(check.shrink(differing)));
      }
    });
  }
});

/** @param {import('./nodes.js').Node[]} main @returns {Program} */
function programOf(main) {
  const none = { variables: 1, objects: 0, handles: 0, timeouts: 0, groups: 0, garbage: 0 };
  return { ...none, runs: 'once', coroutines: [main], functions: [] };
}

describe('the comparison', () => {
  const sleep = (/** @type {number} */ seconds) => ({
    kind: 'await',
    awaitable: { kind: 'sleep', seconds, maybe_value: null },
  });

  it('is of every callback, every line and how each future ended', () => {
    const program = programOf([sleep(1), { kind: 'create_future', variable: 0 }]);
    assert.deepEqual(toLines(reference(program)), [
      '  1   0.000 step Task-1',
      '  2   1.000 sleep',
      '  3   1.000 wakeup Task-1',
      '  3   1.000   | 1 None',
      '  4   1.000 run_until_complete',
      '  5   1.000 step Task-2',
      '  6   1.000 run_until_complete',
      '  7   1.000 step Task-3',
      '  8   1.000 run_until_complete',
      '  8   1.000   | returned None',
      'Task-1: result None',
      'future: pending',
      'future: result None',
      'future: pending',
      'Task-2: result None',
      'Task-3: result None',
    ]);
  });

  it('notices another order', () => {
    const check = new Check((program) => {
      const record = reference(program);
      record.events.reverse();
      return record;
    }, 'wasm');
    const program = programOf([sleep(0)]);
    assert.deepEqual(check.differing([program]), [program]);
    assert.match(check.describe(program), /^> .* \| .*step Task-1/m);
  });

  it('notices a runtime that breaks down', () => {
    const nothing = /** @type {any} */ ({ kind: 'say' });
    const check = new Check(reference, 'native');
    const broken = { ...programOf([nothing]), variables: 100 };
    assert.match(check.describe(broken), /broke down: .*runtime error/s);
    assert.deepEqual(check.differing([programOf([nothing]), broken, programOf([nothing])]), [
      broken,
    ]);
  });
});

describe('shrinking', () => {
  it('leaves what a failure needs', () => {
    const needed = { kind: 'time_sleep', seconds: 3 };
    const inner = { kind: 'repeat', times: 2, body: [{ kind: 'say' }, needed] };
    const handlers = [{ exception: 'ValueError', body: [{ kind: 'reraise' }] }];
    const program = programOf([
      { kind: 'say' },
      { kind: 'try', body: [{ kind: 'say' }, inner], handlers, body2: [{ kind: 'say' }] },
    ]);
    const smallest = shrink({ ...program, garbage: 1 }, (smaller) =>
      JSON.stringify(smaller).includes('time_sleep'),
    );
    assert.deepEqual(smallest, programOf([{ kind: 'time_sleep', seconds: 0 }]));
  });
});

describe('a generated program', () => {
  it('is the same for the same seed', () => {
    assert.deepEqual(generate(7), generate(7));
    assert.notDeepEqual(generate(7), generate(8));
  });
});
