/** Each behaviour in twins/ prints in C, natively and as wasm, what it prints on CPython. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { before, describe, it } from 'node:test';
import { startPython } from './python.js';

const TWINS = new URL('twins/', import.meta.url);
const PRELUDE = 'twin.py';
const NATIVE = 'build/sanitized/twins';
const MODULE = 'build/wasm/twins.wasm';

/** CPython names files and lines, and a callback of its own as its source does. */
const OF_THE_SOURCE = [
  [/ (?:running|done, defined) at [^ >]+:\d+/g, ''],
  [/(\w+\(\)) at [^ >\],]+:\d+/g, '$1'],
  [/\bTask\.task_wakeup\b/g, 'wakeup'],
];

/** @param {string} file */
const read = (file) => readFileSync(new URL(file, TWINS), 'utf8');

/**
 * @param {string} output
 * @returns {Map<string, string>} what each behaviour has printed
 */
function byBehaviour(output) {
  const parts = output.split(/^== (.*)\n/m).slice(1);
  return new Map(parts.flatMap((name, i) => (i % 2 ? [] : [[name, parts[i + 1] ?? '']])));
}

/** @param {string} text */
function withoutSource(text) {
  return OF_THE_SOURCE.reduce(
    (result, [pattern, replacement]) =>
      result.replace(pattern, /** @type {string} */ (replacement)),
    text,
  );
}

/** @type {Awaited<ReturnType<typeof startPython>>} */
let python;
before(async () => {
  python = await startPython();
});

const files = readdirSync(TWINS).filter((file) => file.endsWith('.py') && file !== PRELUDE);
for (const file of files) {
  const source = read(file);
  const names = [...source.matchAll(/^@behaviour\n(?:async )?def (\w+)/gm)].map(([, name]) => name);

  describe(`${file.replace('.py', '')}: in C as on CPython`, () => {
    /** @type {Record<string, Map<string, string>>} */
    const outputs = {};
    before(() => {
      const name = file.replace('.py', '');
      const run = python.run(`${read(PRELUDE)}\n\n${source}\n\nrun_behaviours()\n`);
      assert.equal(run.exitCode, 0, run.stderr);
      outputs.CPython = byBehaviour(withoutSource(run.stdout));
      outputs.native = byBehaviour(execFileSync(NATIVE, [name], { encoding: 'utf8' }));
      outputs.wasm = byBehaviour(
        execFileSync(process.execPath, ['web/build/run-program.js', MODULE, name], {
          encoding: 'utf8',
        }),
      );
    });

    it('has the same behaviours', () => {
      assert.deepEqual([...(outputs.native?.keys() ?? [])], names);
    });
    for (const name of names) {
      it(name, () => {
        const expected = outputs.CPython?.get(name);
        assert.ok(expected, 'it printed nothing on CPython');
        assert.equal(outputs.native?.get(name), expected, 'native');
        assert.equal(outputs.wasm?.get(name), expected, 'wasm');
      });
    }
  });
}
