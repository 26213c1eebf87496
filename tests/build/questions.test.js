import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseFrontMatter } from '../../web/build/front-matter.js';
import { readMarks } from '../../web/build/marks.js';
import { readQuestions } from '../../web/build/questions.js';

const FILE = 'lessons/06-cancel/lesson.md';

const PYTHON = readMarks(
  'lesson.py',
  `async def delay():  #= delay
    print("slept")  #= slept


async def main():  #= main
    task = asyncio.create_task(delay())  #= create-task
    task.cancel()  #= cancel
    print("main")  #= print
`,
  'python',
);

const GOOD = `---
section: "2.4.1"
title: Cancelling a task
questions:
  - at: create-task
    kind: next
    text: Which task runs the next line?
    because: A new task is only put into the ready queue.
  - at: cancel
    kind: state
    of: delay
    when: print
    text: What state is it in?
    because: A cancel is a request.
  - at: create-task
    kind: order
    prints: [slept, print]
    text: In which order?
    because: That is how it is.
  - at: cancel
    kind: line
    lines:
      - slept
      - print
    text: Which line runs first?
    because: That is how it is.
  - at: main
    kind: time
    text: How long does it take?
    because: Times add up.
---

Prose.
`;

/** @param {string} text */
const read = (text) => readQuestions(parseFrontMatter(FILE, text).mapping, PYTHON);

test('what is declared comes back, under a name of its own', () => {
  const questions = read(GOOD);
  assert.deepEqual(
    questions.map(({ name }) => name),
    [
      'next at create-task',
      'state at cancel',
      'order at create-task',
      'line at cancel',
      'time at main',
    ],
  );
  assert.deepEqual(questions[1], {
    name: 'state at cancel',
    kind: 'state',
    at: 'cancel',
    of: 'delay',
    when: 'print',
    text: 'What state is it in?',
    because: 'A cancel is a request.',
  });
  assert.deepEqual(questions[2]?.prints, ['slept', 'print']);
  assert.deepEqual(questions[3]?.lines, ['slept', 'print']);
});

test('a question may be about the future of the program', () => {
  assert.equal(read(GOOD.replace('of: delay', 'of: future'))[1]?.of, 'future');
});

test('a lesson may have no questions', () => {
  assert.deepEqual(read('---\nsection: "2.1"\ntitle: T\n---\nProse.'), []);
});

describe('a mistake is named with its line:', () => {
  /** @type {[what: string, change: [string | RegExp, string], message: string][]} */
  const MISTAKES = [
    ['questions that are no list', [/questions:[^]*?(?=\n---)/, 'questions: 3'], '4: front matter: "questions" must be a list, each question beginning with `- at:`'],
    ['a question that is no mapping', ['- at: create-task', '- 3\n  - at: create-task'], '5: front matter, question: expected'],
    ['no kind', ['    kind: next\n', ''], '5: front matter, question: "kind" is missing'],
    ['an unknown kind', ['kind: next', 'kind: guess'], '6: front matter, question: unknown kind "guess" (known: next, line, order, state, time)'],
    ['an unknown key', ['kind: next', 'kind: next\n    answer: main'], '7: front matter, question: unknown key "answer"'],
    ['the key of another kind', ['kind: next', 'kind: next\n    when: print'], '7: front matter, question: unknown key "when"'],
    ['a missing text', ['    text: Which task runs the next line?\n', ''], '5: front matter, question: "text" is missing'],
    ['no because', ['    because: A cancel is a request.\n', ''], '9: front matter, question: "because" is missing'],
    ['an empty because', ['A cancel is a request.', '""'], '14: front matter, question "state at cancel": "because" is empty'],
    ['a line that is not there', ['at: create-task', 'at: creates'], '5: front matter, question: there is no line with the mark "creates" in lesson.py'],
    ['a moment that is not there', ['when: print', 'when: never'], '12: front matter, question "state at cancel": there is no line with the mark "never"'],
    ['a task that is not there', ['of: delay', 'of: dealy'], '11: front matter, question "state at cancel": "of" is a coroutine of lesson.py'],
    ['prints that are no list', ['prints: [slept, print]', 'prints: slept'], '17: front matter, question "order at create-task": "prints" must be a list'],
    ['prints that are nothing', ['prints: [slept, print]', 'prints: []'], '17: front matter, question "order at create-task": "prints" must be a list'],
    ['a print that is not there', ['[slept, print]', '[slept, prints]'], '17: front matter, question "order at create-task": there is no line with the mark "prints"'],
    ['a line that is no text', ['      - slept', '      - 3'], '23: front matter, question "line at cancel": each mark in "lines" must be text'],
    ['a line twice', ['      - print', '      - slept'], '24: front matter, question "line at cancel": "slept" stands there twice'],
    ['one line to choose from', ['      - print\n', ''], '22: front matter, question "line at cancel": "lines" needs two marks'],
    ['two questions of a kind at a line', ['kind: order\n    prints: [slept, print]', 'kind: next'], '15: front matter, question "next at create-task": there is another'],
  ];

  for (const [what, [from, to], message] of MISTAKES) {
    test(what, () => {
      const text = GOOD.replace(from, to);
      assert.notEqual(text, GOOD);
      assert.throws(
        () => read(text),
        (/** @type {Error} */ error) => {
          assert.ok(error.message.startsWith(`${FILE}:${message}`), error.message);
          return true;
        },
      );
    });
  }
});
