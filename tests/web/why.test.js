import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TaskNames } from '../../web/model/names.js';
import { Replay } from '../../web/model/replay.js';
import { why } from '../../web/model/why.js';
import { lessonsOn, runToEnd } from './support/lessons.js';
import { SPECS, TraceWriter } from './support/trace-writer.js';

/**
 * @param {string} sentence
 * @param {string} where
 */
function assertPlain(sentence, where) {
  assert.match(sentence, /^[A-Z`]/, where);
  assert.match(sentence, /[.?]$/, where);
  assert.doesNotMatch(sentence, /undefined|\bnull\b|NaN|\[object|``|\.\./, where);
  assert.equal(sentence.split('`').length % 2, 1, `${where}: backticks come in pairs`);
}

/** @param {TraceWriter} trace the sentence of its last event */
function lastWhy(trace) {
  const events = trace.events();
  return why(/** @type {any} */ (events.at(-1)), new Replay(events));
}

/** @param {import('../../web/trace/parse-trace-def.js').EventSpec} spec */
function someFields(spec) {
  /** @type {Record<string, unknown>} */
  const fields = {};
  for (const { name, type } of spec.fields) {
    if (type === 'text') fields[name] = 'something';
    else if (type === 'state') fields[name] = 'result';
    else if (type === 'time') fields[name] = 3;
    else fields[name] = 1;
  }
  return fields;
}

for (const spec of SPECS) {
  test(`${spec.kind} has a sentence, whatever is known of what it concerns`, () => {
    const full = new TraceWriter();
    full.emit(spec.kind, { ...someFields(spec), cause: 0 });
    assertPlain(lastWhy(full), 'nothing known');

    for (const state of ['result', 'exception', 'cancelled']) {
      const known = new TraceWriter();
      known.emit('COROUTINE_CREATED', { coroutine: 5, name: 'delay', cause: 0 });
      known.emit('TASK_CREATED', { task: 1, coroutine: 5, name: 'Task-1' });
      const fields = someFields(spec);
      if ('state' in fields) fields.state = state;
      known.emit(spec.kind, fields);
      assertPlain(lastWhy(known), `a task is known, ${state}`);
    }
  });
}

test('a sentence takes its reason from the chain of causes', async () => {
  const runtime = await lessonsOn();
  const { history } = runToEnd(runtime, '08-shield');
  const replay = new Replay(history);
  const sentences = [...history].map((event) => why(event, replay));
  for (const sentence of [
    '`delay` runs for the first time: it was first in the ready queue.',
    '`delay` runs now: its 10 s timer fired, and it was first in the ready queue.',
    'The timeout asks `main` to cancel: it waits on `shield(delay)`, which is cancelled first.',
    '`shield(delay)` will be done when `delay` is.',
    '`main` runs now: `delay`, which it waited on, is done, and it was first in the ready queue.',
    '`shield(delay)` no longer waits for `delay`.',
    '`delay` is done, so `main()` goes on to its next line.',
    '`shutdown_asyncgens()` returns: this program has left nothing of that kind.',
    '`wait_for()` ends with TimeoutError(), which is raised in `main()` at its await.',
  ]) {
    assert.ok(sentences.includes(sentence), sentence);
  }
});

/**
 * @param {string} folder
 * @param {Record<string, number | boolean>} knobs
 */
async function sentencesOf(folder, knobs) {
  const { history } = runToEnd(await lessonsOn(), folder, { knobs });
  const replay = new Replay(history);
  return [...history].map((event) => why(event, replay));
}

test('a shield keeps its name when it has let go of its task', async () => {
  const sentences = await sentencesOf('08-shield', {});
  assert.ok(
    sentences.includes(
      '`main` runs now: `shield(delay)`, which it waited on, was cancelled, and it was first in the ready queue.',
    ),
  );
  assert.ok(sentences.includes('`shield` had let go of `delay` before: there is nothing to do.'));
});

test('a cancel that finds the future done already waits for the next step', async () => {
  const sentences = await sentencesOf('06-cancel', { work_seconds: 1, patience: 1 });
  assert.ok(
    sentences.includes(
      '`main` asks `delay` to cancel: CancelledError will be thrown into it at its next step.',
    ),
  );
});

test('a warning is not taken for what the program prints', async () => {
  const sentences = await sentencesOf('01-asyncio-run', { run_it: false });
  assert.ok(sentences.includes('A warning about that is written to stderr.'));
});

test('tasks of one coroutine are numbered, a lone one is not', async () => {
  const runtime = await lessonsOn();
  const { history } = runToEnd(runtime, '05-many-tasks');
  const names = new TaskNames(history);
  const { tasks } = new Replay(history).stateAt(history.length);
  const labels = [...tasks.keys()].map((id) => names.of(id));
  assert.deepEqual(labels.slice(0, 3), ['main', 'delay 1', 'delay 2']);
  assert.equal(names.of(null), undefined);
  assert.equal(names.of(99_999), undefined);
});
