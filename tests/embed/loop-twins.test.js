/** Coroutines in JavaScript beside the same ones in Python, on CPython. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { startPython } from '../cpython/python.js';
import { FakeHost } from '../web/support/fake-host.js';
import { lessonsOn } from '../web/support/lessons.js';
import { behaviours } from './twins/behaviours.js';

const runtime = await lessonsOn(new FakeHost());
const python = await startPython();
const source = await readFile(new URL('twins/behaviours.py', import.meta.url), 'utf8');

/** What it prints, and whether it is told of anything on stderr. @param {string} name */
function inJavaScript(name) {
  const session = runtime.start(function* main(loop) {
    yield* /** @type {() => Generator<any, any, any>} */ (behaviours(loop)[name])();
  });
  const texts = ['', '', ''];
  session.on('output', ({ fd, text }) => (texts[fd] += text));
  while (session.state === 'ready' || session.state === 'waiting') session.advance(1000);
  assert.equal(session.error, null);
  return { stdout: texts[1], reported: reportsIn(texts[2]) };
}

/** @param {string} name */
function pythonName(name) {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** @param {string} name */
function inPython(name) {
  const { stdout, stderr } = python.run(`${source}\nasyncio.run(${pythonName(name)}())\n`);
  return { stdout, reported: reportsIn(stderr) };
}

/**
 * What it is about. Python's tracebacks and addresses are its own, and it counts references: it
 * reports a task nobody has as soon as nobody has it.
 * @param {string | undefined} stderr
 */
function reportsIn(stderr = '') {
  const words = /never (retrieved|awaited)|Exception in callback|in shielded future/g;
  return (stderr.match(words) ?? []).sort();
}

const names = Object.keys(behaviours(/** @type {any} */ (null)));

test('each has a twin', () => {
  const defined = [...source.matchAll(/^async def (\w+)\(\):/gm)].map(([, name]) => name);
  // One is shared by some.
  assert.deepEqual(
    defined.filter((name) => name !== 'cancelled_one'),
    names.map(pythonName),
  );
});

for (const name of names) {
  test(`as in Python: ${name}`, () => {
    const expected = inPython(name);
    assert.ok(expected.stdout);
    assert.deepEqual(inJavaScript(name), expected);
  });
}
