import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseFrontMatter } from '../../web/build/front-matter.js';

const FILE = 'lessons/07-wait-for/lesson.md';

const GOOD = `---
section: "2.4.2"
title: Timeouts
knobs:
  - name: timeout
    type: float
    default: 1.0
    min: 0
    max: 10
    label: Timeout
  - name: shielded
    type: bool
    default: true
    label: Shield it
pairs:
  - label: Too late, or in time
    pinned: { timeout: 1.0 }
    shown: { timeout: 3.0, shielded: false }
---

Prose.
`;

test('pairs come back with their values', () => {
  assert.deepEqual(parseFrontMatter(FILE, GOOD).pairs, [
    {
      label: 'Too late, or in time',
      pinned: { timeout: 1 },
      shown: { timeout: 3, shielded: false },
    },
  ]);
});

test('a lesson may have no pairs', () => {
  const without = GOOD.replace(/pairs:[^]*?(?=---)/, '');
  assert.deepEqual(parseFrontMatter(FILE, without).pairs, []);
});

describe('a mistake is named with its line:', () => {
  const PAIR = 'front matter, pair "Too late, or in time"';
  /** @type {[what: string, change: [string | RegExp, string], message: string][]} */
  const MISTAKES = [
    ['an unknown knob', ['{ timeout: 1.0 }', '{ timout: 1.0 }'], `17: ${PAIR}: There is no knob "timout". Did you mean timeout?`],
    ['a value out of range', ['timeout: 3.0', 'timeout: 11'], `18: ${PAIR}: timeout is a number from 0 to 10, not 11.`],
    ['a number for a bool', ['shielded: false', 'shielded: 0'], `18: ${PAIR}: shielded is true or false, not 0.`],
    ['no values', ['{ timeout: 1.0 }', 'yes'], `17: ${PAIR}: "pinned" must be knobs and their values`],
    ['a run without its key', ['    pinned: { timeout: 1.0 }\n', ''], '16: front matter, pair: "pinned" is missing'],
    ['an unknown key', ['shown:', 'show:'], '18: front matter, pair: unknown key "show"'],
    ['two runs that are one', ['3.0, shielded: false', '1.0'], `18: ${PAIR}: the two runs have the same knobs`],
  ];

  for (const [what, [from, to], message] of MISTAKES) {
    test(what, () => {
      const text = GOOD.replace(from, to);
      assert.notEqual(text, GOOD);
      assert.throws(
        () => parseFrontMatter(FILE, text),
        (/** @type {Error} */ error) => {
          assert.ok(error.message.startsWith(`${FILE}:${message}`), error.message);
          return true;
        },
      );
    });
  }
});
