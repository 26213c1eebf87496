/** Questions accept what the run does, and a knob that changes it changes what they accept. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runtime } from '../lessons/support/run-in-node.js';
import { seed, settingsOf } from '../lessons/support/settings.js';
import { isRight } from '../../web/views/answers.js';
import { questionsOf } from '../../web/views/questions.js';
import { Run } from '../../web/views/run.js';

/**
 * @typedef {import('../../web/views/lesson-view.js').Lesson} Lesson
 * @typedef {import('../../web/views/questions.js').Question} Question
 */

const lessons = /** @type {readonly Lesson[]} */ (/** @type {unknown} */ (runtime.lessons));

/**
 * @param {string} folder
 * @param {Record<string, number | boolean>} [knobs]
 */
function questions(folder, knobs = {}) {
  const lesson = /** @type {Lesson} */ (lessons.find((each) => each.folder === folder));
  const session = runtime.start(folder, { knobs });
  while (session.canAdvance) session.advance(1000);
  const run = new Run(session.history, (name) => name === 'greet');
  return questionsOf(run, lesson);
}

/**
 * @param {string} name
 * @param {Question[]} list
 */
function only(name, list) {
  const question = list.find((each) => each.name === name);
  assert.ok(question, `${name} is asked`);
  return question;
}

/** @param {Question} question */
function checkQuestion({ kind, name, at, options, answer, shownAt, ...rest }) {
  const values = options.map(({ value }) => value);
  assert.ok(isRight({ kind, answer }, answer), name);
  assert.ok(!isRight({ kind, answer }, ['12345']), name);
  assert.ok(!isRight({ kind, answer }, []), name);
  assert.equal(new Set(values).size, values.length, `${name}: each option is another`);
  assert.ok(
    options.every(({ text }) => text !== ''),
    name,
  );
  assert.equal(shownAt.length, answer.length, name);
  assert.ok(
    shownAt.every((position) => position > at),
    `${name}: what is asked comes later`,
  );
  assert.notEqual(rest.text, '');
  if (kind === 'time') {
    assert.ok(Number(answer[0]) > 0, name);
    return;
  }
  assert.ok(values.length >= 2, `${name}: there is something to choose from`);
  assert.ok(
    answer.every((each) => values.includes(each)),
    `${name}: the answer is an option`,
  );
  const wrong =
    kind === 'order' ? answer.toReversed() : values.filter((each) => each !== answer[0]);
  assert.ok(!isRight({ kind, answer }, kind === 'order' ? wrong : wrong.slice(0, 1)), name);
  if (kind === 'order') assert.equal(answer.length, values.length, name);
}

for (const { folder, knobs, questions: declared } of lessons) {
  describe(folder, () => {
    it('asks two to four questions, all but those that wait for a knob', () => {
      const asked = questions(folder);
      assert.ok(asked.length >= 2 && asked.length <= 4, `${asked.length} are asked`);
      assert.ok(declared.length - asked.length <= 1);
      for (const { because } of asked) assert.notEqual(because, '');
    });

    it('asks each of its questions at some setting of the knobs', () => {
      const settings = settingsOf(knobs, { random: 40, seed: 1 });
      const asked = new Set(
        settings.flatMap((each) => questions(folder, each).map(({ name }) => name)),
      );
      assert.deepEqual(
        declared.map(({ name }) => name).filter((name) => !asked.has(name)),
        [],
      );
    });

    it(`accepts the right answer and no other, at any setting (seed ${seed})`, () => {
      for (const setting of settingsOf(knobs, { random: 20, seed })) {
        for (const question of questions(folder, setting)) checkQuestion(question);
      }
    });
  });
}

describe('a knob that changes what happens changes what is accepted', () => {
  /** @type {[folder: string, name: string, knobs: Record<string, number | boolean>, before: string[], after: string[]][]} */
  const FLIPS = [
    ['02-await', 'line at await-other', { reuse: true }, ['gave-other'], ['error']],
    ['03-sleep', 'time at run', { add_seconds: 5 }, ['4'], ['8']],
    ['04-create-task', 'time at run', { as_task: false }, ['3'], ['4']],
    ['05-many-tasks', 'time at run', { await_at_once: true }, ['3'], ['9']],
    ['06-cancel', 'state at cancel', { work_seconds: 5 }, ['ready'], ['done: result']],
    ['06-cancel', 'line at await-task', { work_seconds: 2 }, ['was-cancelled'], ['returned']],
    ['07-wait-for', 'state at wait-for', { timeout: 3 }, ['done: cancelled'], ['done: result']],
    ['07-wait-for', 'time at run', { timeout: 3 }, ['1'], ['2']],
    ['08-shield', 'state at wait-for', { shielded: false }, ['waiting'], ['done: cancelled']],
    ['08-shield', 'line at await-task', { shielded: false }, ['result'], ['no-result']],
    ['08-shield', 'line at await-task', { cancel_task: true }, ['result'], ['no-result']],
    ['09-future', 'state at if', { fail: true }, ['done: result'], ['done: exception']],
    ['12-event-loop', 'time at new-loop', { fail: true }, ['2'], ['1']],
  ];
  for (const [folder, name, knobs, before, after] of FLIPS) {
    it(`${folder}, ${name}: ${JSON.stringify(knobs)}`, () => {
      assert.deepEqual(only(name, questions(folder)).answer, before);
      assert.deepEqual(only(name, questions(folder, knobs)).answer, after);
    });
  }

  it('the order of prints', () => {
    const created = only('order at create-task', questions('05-many-tasks', { tasks: 2 })).answer;
    assert.match(created.join(', '), /1 starts, .* 2 starts, .* 1 is done/);
    const knobs = { tasks: 2, await_at_once: true };
    const awaited = only('order at create-task', questions('05-many-tasks', knobs)).answer;
    assert.match(awaited.join(', '), /1 starts, .* 1 is done, .* 2 starts/);
    assert.deepEqual(created.toSorted(), awaited.toSorted());
  });

  it('a cancel of the shielded task itself reaches it', () => {
    const list = questions('08-shield', { cancel_task: true });
    assert.deepEqual(only('state at cancel-itself', list).answer, ['ready']);
  });
});

describe('a question whose moment does not occur is not asked', () => {
  /** @type {[folder: string, name: string, knobs: Record<string, number | boolean>][]} */
  const GONE = [
    ['01-asyncio-run', 'line at run', { run_it: false }],
    ['04-create-task', 'next at work', { as_task: false }],
    ['06-cancel', 'state at cancel', { patience: 20 }],
    ['08-shield', 'state at wait-for', { timeout: 20 }],
    ['08-shield', 'state at cancel-itself', {}],
    ['12-event-loop', 'line at raise', {}],
    ['13-call-soon', 'next at sleep', { callbacks: 0 }],
  ];
  for (const [folder, name, knobs] of GONE) {
    it(`${folder}, ${name}: ${JSON.stringify(knobs)}`, () => {
      const names = questions(folder, knobs).map((each) => each.name);
      assert.ok(!names.includes(name));
    });
  }
});

it('a time is right to the millisecond', () => {
  const question = only('time at run', questions('05-many-tasks'));
  assert.ok(isRight(question, ['3.0']));
  assert.ok(!isRight(question, ['3.1']));
  assert.ok(!isRight(question, ['']));
});
