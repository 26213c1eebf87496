import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readMarks, tieLines } from '../../web/build/marks.js';

/** @param {string[]} lines */
const python = (...lines) => readMarks('lesson.py', lines.join('\n'), 'python');
/** @param {string[]} lines */
const c = (...lines) => readMarks('lesson.c', lines.join('\n'), 'c');

test('marks are taken off the lines they end', () => {
  assert.deepEqual(python('import asyncio  #= import', '', 'x = 1  # why'), {
    file: 'lesson.py',
    lines: ['import asyncio', '', 'x = 1  # why'],
    marks: ['import', null, null],
  });
  assert.deepEqual(c('f(); // why //= call', '}').lines, ['f(); // why', '}']);
});

test('blank lines at the end are dropped, whatever ends a line', () => {
  assert.deepEqual(python('a  #= x\r', 'b', '', '').lines, ['a', 'b']);
});

test('a mark in a string is text', () => {
  const { lines, marks } = python('print("#= name")', "print('#=')");
  assert.deepEqual([lines, marks], [['print("#= name")', "print('#=')"], [null, null]]);
});

test('the lines that carry one name are tied', () => {
  assert.deepEqual(
    tieLines(
      python('a  #= one', 'b  #= two', 'c  #= one'),
      c('B; //= two', '', 'A; //= one', 'A; //= two'),
    ),
    [
      { mark: 'one', python: [1, 3], c: [3] },
      { mark: 'two', python: [2], c: [1, 4] },
    ],
  );
});

describe('a mistake is named with its file and line:', () => {
  test('a mark without a partner', () => {
    assert.throws(() => tieLines(python('a', 'b  #= one'), c('A;')), {
      message: 'lesson.py:2: the mark "one" has no partner in lesson.c',
    });
    assert.throws(() => tieLines(python('a'), c('A;', '', 'B; //= one')), {
      message: 'lesson.c:3: the mark "one" has no partner in lesson.py',
    });
  });

  test('a mark without a proper name', () => {
    assert.throws(() => python('a', 'b  #= one two'), { message: /^lesson\.py:2: "one two" is no/ });
    assert.throws(() => c('a; //='), { message: /^lesson\.c:1: "" is no name/ });
  });

  test('a mark without code', () => {
    assert.throws(() => c('a;', '  //= one'), { message: /^lesson\.c:2: a mark stands at the end/ });
  });
});
