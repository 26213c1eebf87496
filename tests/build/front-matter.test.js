import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseFrontMatter } from '../../web/build/front-matter.js';

const FILE = 'lessons/06-cancel/lesson.md';

const GOOD = `---
section: "2.4.1"
title: Cancelling a task
knobs:
  - name: delay
    type: int
    default: 10
    min: 1
    max: 20
    step: 2
    label: Seconds the task sleeps
  - name: ratio
    type: float
    default: 1
    min: 0.5
    max: 2
    label: Ratio
  - name: polite
    type: bool
    default: true
    label: Ask first
---

The *prose*.
`;

/** @param {string} text */
const parse = (text) => parseFrontMatter(FILE, text);

test('what is declared comes back, with the prose', () => {
  const { section, title, knobs, prose } = parse(GOOD);
  assert.deepEqual([section, title, prose], ['2.4.1', 'Cancelling a task', '\nThe *prose*.\n']);
  assert.deepEqual(knobs, [
    {
      name: 'delay',
      type: 'int',
      default: 10,
      min: 1,
      max: 20,
      step: 2,
      label: 'Seconds the task sleeps',
      line: 5,
    },
    { name: 'ratio', type: 'float', default: 1, min: 0.5, max: 2, label: 'Ratio', line: 12 },
    { name: 'polite', type: 'bool', default: true, label: 'Ask first', line: 18 },
  ]);
});

test('a lesson may have no knobs', () => {
  assert.deepEqual(parse('---\nsection: "2.1"\ntitle: T\n---\nProse.').knobs, []);
});

describe('a mistake is named with its line:', () => {
  /** @type {[what: string, change: [string | RegExp, string], message: string][]} */
  const MISTAKES = [
    ['no front matter', [/^---\n/, ''], '1: the first line must be `---`'],
    ['no end', [/\n---\n/, '\n'], '1: the front matter has no closing `---` line'],
    ['no prose', [/\nThe \*prose\*.\n/, ''], '22: there is no prose'],
    ['malformed YAML', ['title: C', 'title: [C'], '4: malformed front matter'],
    ['a key twice', ['title: C', 'section: "3"\ntitle: C'], '3: malformed front matter'],
    ['no mapping', [/section[^]*?(?=\n---)/, '- a'], '2: front matter: expected lines of the form'],
    ['an unknown key', ['title: C', 'subtitle: x\ntitle: C'], '3: front matter: unknown key "subtitle"'],
    ['a missing key', ['title: Cancelling a task\n', ''], '2: front matter: "title" is missing'],
    ['a number for a section', ['"2.4.1"', '2.4'], '2: front matter: "section" must be text'],
    ['a section of words', ['"2.4.1"', 'two'], '2: front matter: "section" must be a section number'],
    ['an empty title', ['Cancelling a task', '""'], '3: front matter: "title" is empty'],
    ['knobs that are no list', [/knobs:[^]*?(?=\n---)/, 'knobs: 3'], '4: front matter: "knobs" must be a list'],
    ['knobs that are nothing', [/knobs:[^]*?(?=\n---)/, 'knobs:'], '4: front matter: "knobs" must be a list'],
    ['a knob that is no mapping', ['- name: delay', '- 3\n  - name: delay'], '5: front matter, knob: expected'],
    ['an unknown key of a knob', ['min: 1', 'minimum: 1'], '8: front matter, knob: unknown key "minimum"'],
    ['a missing key of a knob', ['    min: 1\n', ''], '5: front matter, knob: "min" is missing'],
    ['a range for a bool', ['default: true', 'default: true\n    min: 0'], '21: front matter, knob: unknown key "min"'],
    ['a name that is no identifier', ['name: delay', 'name: the-delay'], '5: front matter, knob "the-delay": the name must be'],
    ['a name twice', ['name: ratio', 'name: delay'], '12: front matter, knob "delay": there is another'],
    ['an unknown type', ['type: int', 'type: str'], '6: front matter, knob "delay": unknown type "str"'],
    ['text for a number', ['default: 10', 'default: ten'], '7: front matter, knob "delay": "default" must be a number'],
    ['a fraction for an int', ['default: 10', 'default: 1.5'], '7: front matter, knob "delay": "default" must be a whole number'],
    ['a number for a bool', ['default: true', 'default: 1'], '20: front matter, knob "polite": "default" must be true or false'],
    ['an infinite number', ['min: 0.5', 'min: -.inf'], '15: front matter, knob "ratio": "min" must be a number'],
    ['a range that is none', ['max: 20', 'max: 1'], '9: front matter, knob "delay": "max" (1) must be greater than "min" (1)'],
    ['a default below the range', ['default: 10', 'default: 0'], '7: front matter, knob "delay": "default" (0) is not within 1 to 20'],
    ['a default above the range', ['default: 10', 'default: 21'], '7: front matter, knob "delay": "default" (21) is not within 1 to 20'],
    ['a step of nothing', ['step: 2', 'step: 0'], '10: front matter, knob "delay": "step" must be more than 0'],
    ['a step beyond the range', ['step: 2', 'step: 20'], '10: front matter, knob "delay": "step" must be more than 0 and at most 19'],
  ];

  for (const [what, [from, to], message] of MISTAKES) {
    test(what, () => {
      const text = GOOD.replace(from, to);
      assert.notEqual(text, GOOD);
      assert.throws(
        () => parse(text),
        (/** @type {Error} */ error) => {
          assert.ok(error.message.startsWith(`${FILE}:${message}`), error.message);
          return true;
        },
      );
    });
  }
});
