/** Each behaviour in twins/ prints in C, natively and as wasm, what it prints on CPython. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { before, describe, it } from 'node:test';
import { startPython } from './python.js';

const TWINS = new URL('twins/', import.meta.url);
const PRELUDE = 'twin.py';
const NATIVE = 'build/sanitized/twins';
const MODULE = 'build/wasm/twins.wasm';

/**
 * CPython names files and lines, and a callback of its own as its source does. In debug mode a
 * handle prints the arguments of its function, too; it has tracebacks, and an exception that was
 * raised while another one was handled.
 */
const OF_THE_SOURCE = [
  [/ (?:running|done, defined|created) at [^ >]+:\d+/g, ''],
  [/(Handle (?:cancelled )?(?:when=\S+ )?\w+)\(.*?\) at [^ >]+:\d+/g, '$1()'],
  [/^Traceback \(most recent call last\):\n(?: .*\n)+/gm, ''],
  [/^( *)[|+] (?:Exception Group )?Traceback \(most recent call last\):\n(?:\1\| {3}.*\n)+/gm, ''],
  [/^.*\n\nDuring handling of the above exception, another exception occurred:\n\n/gm, ''],
  [/(\w+\(\)) at [^ >\],]+:\d+/g, '$1'],
  [/\bTask\.task_wakeup\b/g, 'wakeup'],
  [/\bshield\.<locals>\._(inner|outer)_done_callback\b/g, 'shield $1 done'],
  [/\bshield\.<locals>\._clear_awaited_by_callback\b/g, 'shield forget'],
  [/\b_log_on_exception\b/g, 'shield log'],
  [/\b_run_until_complete_cb\b/g, 'run_until_complete'],
  [/ at 0x[0-9a-f]+>/g, '>'],
  [/<__main__\./g, '<'],
  [/<VirtualLoop /g, '<EventLoop '],
];

/** @param {string} file */
const read = (file) => readFileSync(new URL(file, TWINS), 'utf8');

/** @typedef {{ stdout: string, stderr: string }} Outputs */

/**
 * @param {string} output
 * @returns {Map<string, string>} what each behaviour has printed
 */
function byBehaviour(output) {
  const parts = output.split(/^== (.*)\n/m).slice(1);
  return new Map(parts.flatMap((name, i) => (i % 2 ? [] : [[name, parts[i + 1] ?? '']])));
}

/**
 * @param {Outputs} outputs
 * @returns {Map<string, Outputs>}
 */
function outputsOf({ stdout, stderr }) {
  const errors = byBehaviour(stderr);
  return new Map(
    [...byBehaviour(stdout)].map(([name, text]) => [
      name,
      { stdout: text, stderr: errors.get(name) ?? '' },
    ]),
  );
}

/** @param {string} command @param {string[]} options */
function run(command, options) {
  const { stdout, stderr, status } = spawnSync(command, options, { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return { stdout, stderr };
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
    /** @type {Record<string, Map<string, Outputs>>} */
    const outputs = {};
    before(() => {
      const name = file.replace('.py', '');
      const { stdout, stderr, exitCode } = python.run(
        `${read(PRELUDE)}\n\n${source}\n\nrun_behaviours()\n`,
      );
      assert.equal(exitCode, 0, stderr);
      outputs.CPython = outputsOf({
        stdout: withoutSource(stdout),
        stderr: withoutSource(stderr),
      });
      outputs.native = outputsOf(run(NATIVE, [name]));
      outputs.wasm = outputsOf(run(process.execPath, ['web/build/run-program.js', MODULE, name]));
    });

    it('has the same behaviours', () => {
      assert.deepEqual([...(outputs.native?.keys() ?? [])], names);
    });
    for (const name of names) {
      it(name, () => {
        const expected = outputs.CPython?.get(name);
        assert.ok(expected?.stdout || expected?.stderr, 'it printed nothing on CPython');
        assert.deepEqual(outputs.native?.get(name), expected, 'native');
        assert.deepEqual(outputs.wasm?.get(name), expected, 'wasm');
      });
    }
  });
}
