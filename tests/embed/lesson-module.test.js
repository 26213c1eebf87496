/** A lesson of one's own, made with `make lesson`: C and JavaScript await each other. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { before, test } from 'node:test';
import { promisify } from 'node:util';
import { loadRuntimeFromFiles } from '../../web/session/load-from-files.js';

const run = promisify(execFile);

/** @type {import('../../web/session/runtime.js').Runtime} */
let runtime;

before(async () => {
  await run('make', ['lesson', 'DIR=tests/embed/fixtures/01-meeting/']);
  runtime = await loadRuntimeFromFiles({
    module: 'dist/01-meeting.wasm',
    lessons: 'dist/01-meeting.json',
  });
});

/** @param {() => Generator<unknown, unknown, any>} coroutine awaited by the lesson */
function meet(coroutine) {
  const session = runtime.start('01-meeting');
  let text = '';
  session.on('output', (output) => {
    text += output.text;
  });
  session.advance(1);
  const [main] = session.loop.allTasks();
  assert.ok(main);
  session.loop.createTask(function* () {
    yield session.loop.sleep(2);
    return yield* coroutine();
  });
  while (session.canAdvance) session.advance(1000);
  return { main, text, session };
}

test('make lesson writes a module and its list', () => {
  assert.deepEqual(
    runtime.lessons.map(({ folder, title }) => [folder, title]),
    [['01-meeting', 'Awaiting a task from elsewhere']],
  );
});

test('a coroutine in C awaits one in JavaScript', () => {
  const { text, main } = meet(function* () {
    return ['a', 'list'];
  });
  assert.equal(text, "got ['a', 'list']\n");
  assert.deepEqual(main.result(), ['a', 'list']);
});

test('its error reaches the C with its text, and that of the C comes back', () => {
  const error = Object.assign(new Error('no such thing'), { name: 'ValueError' });
  const { text, main, session } = meet(function* () {
    throw error;
  });
  assert.match(text, /^caught no such thing\n/);
  assert.throws(() => main.result(), { name: 'TimeoutError', message: 'C saw no such thing' });
  assert.equal(session.exitStatus, 1);
});

test('an error that the C does not catch is the same one on the other side', () => {
  const error = new RangeError('too far');
  const { main } = meet(function* () {
    throw error;
  });
  assert.throws(
    () => main.result(),
    (/** @type {unknown} */ thrown) => thrown === error,
  );
});

test('a lesson that is not given is asked for', async () => {
  await assert.rejects(run('make', ['lesson']), ({ stderr }) =>
    /usage: make lesson DIR=/.test(stderr),
  );
});
