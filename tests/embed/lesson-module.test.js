/** A lesson of one's own, made with `make lesson`: C and JavaScript await each other. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { before, test } from 'node:test';
import { promisify } from 'node:util';
import { installPackage } from './support/installed-package.js';
import { makeLoop } from '../../web/loop/loop.js';
import { loadRuntimeFromFiles } from '../../web/session/load-from-files.js';

const run = promisify(execFile);

/** @type {import('../../web/session/runtime.js').Runtime} */
let runtime;

before(async () => {
  await run('make', ['lesson', 'DIR=tests/embed/fixtures/01-meeting/']);
  runtime = await loadRuntimeFromFiles({
    makeLoop,
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

test('the package makes the same module without make, and says what is missing', async () => {
  const fresh = await installPackage();
  const command = path.join(fresh.installed, 'web/cli/tour.js');
  /** @param {string[]} args @param {NodeJS.ProcessEnv} [env] */
  const tour = (args, env = process.env) =>
    run(process.execPath, [command, ...args], { cwd: fresh.project, env });
  try {
    await fresh.copy('tests/embed/fixtures/01-meeting', 'my lessons/01-meeting');
    const { stdout } = await tour(['lesson', 'my lessons/01-meeting', '--out', 'public']);
    assert.match(
      stdout,
      /<asyncio-lesson lesson="01-meeting" module=".\/01-meeting.wasm" lessons=/,
    );
    for (const file of ['01-meeting.wasm', '01-meeting.json']) {
      const made = await readFile(path.join(fresh.project, 'public', file));
      assert.ok(made.equals(await readFile(path.join('dist', file))), file);
    }
    // A slip is shown where its author made it.
    const source = path.join(fresh.project, 'my lessons/01-meeting/lesson.c');
    await writeFile(source, (await readFile(source, 'utf8')).replace('await(', 'awiat('));
    await assert.rejects(tour(['lesson', 'my lessons/01-meeting']), ({ code, stderr }) => {
      assert.match(stderr, /my lessons\/01-meeting\/lesson\.c:\d+:\d+: error: .*awiat/);
      return code === 1;
    });
    await assert.rejects(tour(['lesson', 'my lessons']), ({ code, stderr }) => {
      assert.match(stderr, /my lessons: a lesson's folder is called a number and a name/);
      return code === 1;
    });
    // Without emcc.
    await mkdir(path.join(fresh.project, 'bin'));
    for (const name of ['sh', 'node']) {
      const { stdout: found } = await run('sh', ['-c', `command -v ${name}`]);
      await symlink(found.trim(), path.join(fresh.project, 'bin', name));
    }
    const env = { PATH: path.join(fresh.project, 'bin') };
    await assert.rejects(tour(['lesson', 'my lessons/01-meeting'], env), ({ code, stderr }) => {
      assert.match(stderr, /emcc is missing\. Install Emscripten/);
      return code === 1;
    });
  } finally {
    await fresh.remove();
  }
});

test('a lesson that is not given is asked for', async () => {
  await assert.rejects(run('make', ['lesson']), ({ stderr }) =>
    /usage: make lesson DIR=/.test(stderr),
  );
});
