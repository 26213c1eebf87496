/** Questions accept what the run does, and a knob that changes it changes what they accept. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runtime } from '../lessons/support/run-in-node.js';
import { isRight, questionsOf } from '../../web/views/questions.js';
import { Run } from '../../web/views/run.js';

/**
 * @param {string} folder
 * @param {Record<string, number | boolean>} [knobs]
 */
function questions(folder, knobs = {}) {
  const session = runtime.start(folder, { knobs });
  while (session.canAdvance) session.advance(1000);
  return questionsOf(new Run(session.history, () => false));
}

/**
 * @param {string} kind
 * @param {ReturnType<typeof questions>} list
 */
function only(kind, list) {
  const question = list.find((each) => each.kind === kind);
  assert.ok(question, `there is a question of the kind ${kind}`);
  return question;
}

describe('in every lesson', () => {
  for (const { folder } of runtime.lessons) {
    it(`the right answer is accepted, another is not: ${folder}`, () => {
      for (const question of questions(folder)) {
        assert.ok(isRight(question, question.answer));
        assert.ok(!isRight(question, ['12345']));
        if (question.answer.length > 1) {
          assert.ok(!isRight(question, question.answer.toReversed()));
        }
        if (question.options.length > 0) {
          for (const each of question.answer) assert.ok(question.options.includes(each));
        }
        assert.ok(question.at < question.shownAt);
      }
    });
  }
});

it('awaiting each task at once takes as long as all of them', () => {
  assert.deepEqual(only('time', questions('05-many-tasks')).answer, ['3']);
  const oneByOne = only('time', questions('05-many-tasks', { await_at_once: true }));
  assert.deepEqual(oneByOne.answer, ['9']);
});

it('the order of the prints follows the knobs', () => {
  const first = only('order', questions('08-shield')).answer;
  const second = only('order', questions('08-shield', { work_seconds: 1 })).answer;
  assert.match(first[1] ?? '', /takes longer/);
  assert.match(second[1] ?? '', /finished/);
});

it('a task that is asked to cancel is not done yet', () => {
  const { answer, text } = only('state', questions('06-cancel'));
  assert.match(text, /`delay`/);
  assert.deepEqual(answer, ['ready']);
});

it('a time is right to the millisecond', () => {
  const question = only('time', questions('05-many-tasks'));
  assert.ok(isRight(question, ['3.0']));
  assert.ok(!isRight(question, ['3.1']));
  assert.ok(!isRight(question, ['']));
});
