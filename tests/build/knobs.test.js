import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { agreeOnKnobs } from '../../web/build/knobs.js';
import { readMarks } from '../../web/build/marks.js';

/** @type {import('../../web/build/front-matter.js').DeclaredKnob} */
const DELAY = { name: 'delay', type: 'int', default: 10, min: 1, max: 20, label: 'L', line: 5 };
/** @type {import('../../web/build/front-matter.js').DeclaredKnob} */
const RATIO = { name: 'ratio', type: 'float', default: 3, min: -1, max: 9, label: 'L', line: 11 };
/** @type {import('../../web/build/front-matter.js').DeclaredKnob} */
const POLITE = { name: 'polite', type: 'bool', default: false, label: 'L', line: 17 };

/**
 * @param {import('../../web/build/front-matter.js').DeclaredKnob[]} declared
 * @param {string} python
 * @param {string} c
 */
const agree = (declared, python, c) =>
  agreeOnKnobs(
    'lesson.md',
    declared,
    readMarks('lesson.py', python, 'python'),
    readMarks('lesson.c', c, 'c'),
  );

test('knobs all three files agree on come with the places of their values', () => {
  const knobs = agree(
    [DELAY, RATIO, POLITE],
    'import asyncio\n\ndelay = 10  #= a\nratio: float = 3.0 # why\npolite=False\n',
    '// KNOB(int, other, 1);\nKNOB(int, delay, 10); //= a\n  KNOB(double,ratio,\n 3.0);\nKNOB(bool, polite, false);',
  );
  assert.deepEqual(
    knobs.map(({ name, python, c }) => [name, python, c]),
    [
      ['delay', { line: 3, start: 8, end: 10 }, { line: 2, start: 17, end: 19 }],
      ['ratio', { line: 4, start: 15, end: 18 }, { line: 4, start: 1, end: 4 }],
      ['polite', { line: 5, start: 7, end: 12 }, { line: 5, start: 19, end: 24 }],
    ],
  );
  assert.ok(!('line' in (knobs[0] ?? {})));
});

test('a negative value is one literal', () => {
  const knob = { ...DELAY, default: -3, min: -5 };
  assert.equal(agree([knob], 'delay = -3', 'KNOB(int, delay, -3);').length, 1);
});

describe('a disagreement is named with its file and line:', () => {
  /** @type {[what: string, python: string, c: string, message: string][]} */
  const MISTAKES = [
    [
      'missing in Python',
      'def f():\n    delay = 10\n',
      'KNOB(int, delay, 10);',
      'lesson.md:5: the knob "delay" is not in lesson.py: write `delay = 10` at its start',
    ],
    [
      'missing in C',
      'delay = 10',
      '',
      'lesson.md:5: the knob "delay" is not in lesson.c: write `KNOB(int, delay, 10);`',
    ],
    [
      'another default in Python',
      '\ndelay = 11',
      'KNOB(int, delay, 10);',
      'lesson.py:2: the knob "delay" has the default 11 here and 10 in lesson.md',
    ],
    [
      'another type in Python',
      'delay = 10.0',
      'KNOB(int, delay, 10);',
      'lesson.py:1: the knob "delay" has the type float here and int in lesson.md',
    ],
    [
      'another default in C',
      'delay = 10',
      '\n\nKNOB(int, delay, 12);',
      'lesson.c:3: the knob "delay" has the default 12 here and 10 in lesson.md',
    ],
    [
      'another type in C',
      'delay = 10',
      'KNOB(double, delay, 10);',
      'lesson.c:1: the knob "delay" has the type float here and int in lesson.md',
    ],
    [
      'not declared',
      'delay = 10\nother = 1',
      'KNOB(int, delay, 10);\nKNOB(int, other, 1);',
      'lesson.c:2: the knob "other" is not declared in lesson.md',
    ],
    [
      'a type that is none',
      'delay = 10',
      'KNOB(long, delay, 10);',
      'lesson.c:1: a knob cannot be long (known: int, double, bool)',
    ],
    [
      'a value that is no literal',
      'delay = 10',
      'KNOB(int, delay, TEN);',
      'lesson.c:1: the value of the knob "delay" is no literal',
    ],
    ['a KNOB without value', 'delay = 10', 'KNOB(int, delay);', 'lesson.c:1: expected KNOB(type, name, value);'],
  ];

  for (const [what, python, c, message] of MISTAKES) {
    test(what, () => assert.throws(() => agree([DELAY], python, c), { message }));
  }

  test('missing in Python, a float', () => {
    assert.throws(() => agree([RATIO], '', 'KNOB(double, ratio, 3);'), {
      message: /write `ratio = 3.0` at its start$/,
    });
  });
});
