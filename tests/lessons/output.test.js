/** Each lesson's C prints what its Python prints on CPython, at the same loop time. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { startPython } from '../cpython/python.js';
import { runInNode, runtime } from './support/run-in-node.js';
import { seed, settingsOf } from './support/settings.js';

const LESSONS = new URL('../../lessons/', import.meta.url);
const python = await startPython();

describe(`the same output in C and on CPython ${python.version} (SEED=${seed})`, () => {
  for (const { folder, knobs } of runtime.lessons) {
    const source = readFileSync(new URL(`${folder}/lesson.py`, LESSONS), 'utf8');
    it(folder, () => {
      for (const setting of settingsOf(knobs, { random: 20, seed })) {
        const expected = python.run(source, { knobs: setting });
        const { stdout, exitCode, lines } = runInNode(folder, setting);
        const at = `at ${JSON.stringify(setting)}`;
        assert.equal(stdout, expected.stdout, at);
        assert.equal(exitCode, expected.exitCode, at);
        assert.deepEqual(lines, expected.lines, at);
      }
    });
  }
});
